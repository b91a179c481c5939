import type { Vault } from '../vault.ts';

/**
 * A new id of a sandbox session. It names the key that starts the session, and the MAC of the row covers
 * it: the session counts no longer than that key, and nowhere else.
 */
export function newSandboxId(vault: Pick<Vault, 'newId'>, startedWith: string): string {
  return vault.newId('sbx') + separator + startedWith;
}

/** Id of the key that started a session; `undefined` for sessions of a time when ids named none. */
export function keyThatStarted(sessionId: string): string | undefined {
  return sessionId.split(separator)[1];
}

const separator = '.';
