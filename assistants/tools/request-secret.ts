import { limits } from '../../contracts/secret.ts';
import { steersPrograms } from '../../contracts/variable-name.ts';
import { AssistantError, notInSchema } from '../host/assistant-error.ts';
import type { RunTool } from '../host/assistant-host.ts';

/** Prompts and commands contain the name, so only the name of a variable is accepted, whatever the client checks. */
export const requestSecret: RunTool<'request_secret'> = async ({ name, purpose }, host, signal) => {
  const isName = /^[A-Z_][A-Z0-9_]*$/.test(name) && name.length <= limits.nameLength;
  if (!isName || purpose.trim() === '' || purpose.length > limits.reasonLength)
    throw new AssistantError(notInSchema);
  if (steersPrograms(name))
    throw new AssistantError(
      `${name} controls what programs run or trust, so it can't be an environment secret. Use another name.`,
    );
  return { ...(await host.requestSecret({ name, purpose }, signal)), name };
};
