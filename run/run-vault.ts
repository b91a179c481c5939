import { inEnglish, type Tell } from '../contracts/words.ts';
import type { Fetch } from '../vault-client/index.ts';
import { readSandbox } from '../vault-client/sandbox.ts';
import type { RunVault } from './open-run.ts';

/** The same vault for a run: what only a sandbox session may read is read over this `fetch`. */
export function runVaultOf(
  vault: Omit<RunVault, 'readSandbox'>,
  fetch: Fetch,
  tell: Tell = inEnglish,
): RunVault {
  const { url } = vault;
  return { ...vault, readSandbox: (token) => readSandbox({ url, key: token, fetch, tell }) };
}
