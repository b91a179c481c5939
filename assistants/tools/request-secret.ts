import { limits } from '../../contracts/secret.ts';
import { AssistantError } from '../assistant-error.ts';
import type { RunTool } from '../assistant-host.ts';

/** Prompts and commands contain the name, so only the name of a variable is accepted, whatever the client checks. */
export const requestSecret: RunTool<'request_secret'> = async ({ name, purpose }, host, signal) => {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || name.length > limits.nameLength)
    throw new AssistantError('The name must consist of uppercase letters, digits and underscores.');
  if (purpose.trim() === '' || purpose.length > limits.reasonLength)
    throw new AssistantError(`The purpose must have 1 to ${String(limits.reasonLength)} characters.`);
  return { ...(await host.requestSecret({ name, purpose }, signal)), name };
};
