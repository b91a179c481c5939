import { ActionError } from './action-error.ts';
import type { Inputs } from './inputs.ts';

export interface ReportFiles {
  readonly github: string;
  readonly json: string;
  readonly markdown: string;
  readonly sarif: string;
}

export interface Source {
  readonly catalog?: string;
  readonly vaultUrl?: string;
}

/**
 * Where names and access come from: the vault if there is a key for it, otherwise the snapshot.
 * @throws ActionError if there is neither
 */
export function sourceOf(inputs: Inputs, hasKey: boolean, isWithoutSecrets: boolean): Source {
  const { catalog, vaultUrl } = inputs;
  if (vaultUrl !== undefined && hasKey) return { vaultUrl };
  if (catalog !== undefined) return { catalog };
  if (vaultUrl === undefined)
    throw new ActionError(
      'Set the input catalog to a committed snapshot, or vault-url and AGENT_SECRETS_KEY.',
    );
  throw new ActionError(
    isWithoutSecrets
      ? 'GitHub passes no secrets to pull requests from forks and Dependabot, so AGENT_SECRETS_KEY is empty. Also set the input catalog to a committed snapshot, which needs no key.'
      : 'AGENT_SECRETS_KEY is empty. Set it in the env of this step, or set the input catalog instead of vault-url.',
  );
}

/** Arguments of the command line. Paths follow `--`, so that none is read as an option. */
export function checkArguments(
  inputs: Inputs,
  base: string | undefined,
  { catalog, vaultUrl }: Source,
  files: ReportFiles,
): readonly string[] {
  return [
    'check',
    ...(base === undefined ? [] : [`--diff=${base}`]),
    '--format=text',
    ...Object.entries(files).map(([format, file]) => `--format=${format}=${String(file)}`),
    `--fail-on=${inputs.failOn}`,
    ...(catalog === undefined ? [] : [`--catalog=${catalog}`]),
    ...(vaultUrl === undefined ? [] : [`--vault=${vaultUrl}`]),
    ...(inputs.baseline === undefined ? [] : [`--baseline=${inputs.baseline}`]),
    '--',
    ...inputs.paths,
  ];
}
