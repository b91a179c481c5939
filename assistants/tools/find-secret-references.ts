import type { RunTool } from '../host/assistant-host.ts';

/** More results would fill the model's context without helping it. */
const most = 200;

export const findSecretReferences: RunTool<'find_secret_references'> = async (
  { paths = [], name },
  host,
  signal,
) => {
  const { references, findings } = await host.review(paths, signal);
  const wanted = references.filter(
    ({ names, dynamic }) => name === undefined || dynamic || names.includes(name),
  );
  return {
    references: wanted.slice(0, most),
    findings: findings.slice(0, most),
    leftOut: Math.max(0, wanted.length - most) + Math.max(0, findings.length - most),
  };
};
