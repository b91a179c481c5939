import { inEnglish, type Translate } from '../contracts/words.ts';
import type { Fetch } from '../vault-client/index.ts';
import { readSandbox } from '../vault-client/sandbox.ts';
import { readValue } from '../vault-client/value.ts';
import type { AgentToken, RunVault } from './open-run.ts';

/** The vault calls of a run. Uses `fetch` for what only a sandbox session or an agent may read. */
export function runVaultOf(
  vault: Omit<RunVault, 'readSandbox' | 'readValue'>,
  fetch: Fetch,
  translate: Translate = inEnglish,
): RunVault {
  const { url } = vault;
  const withToken = (key: string) => ({ url, key, fetch, translate });
  return {
    ...vault,
    readSandbox: (token) => readSandbox(withToken(token)),
    readValue: (token, agentId, secret) => readValue(withToken(token), agentId, secret),
  };
}

/** Reads secrets with an agent token that no user issued. */
export function readerOf(
  url: string,
  fetch: Fetch,
  { token, agentId }: { readonly token: string; readonly agentId: string },
): AgentToken['read'] {
  return (secret) => readValue({ url, key: token, fetch }, agentId, secret);
}
