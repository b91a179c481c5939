import type { Vault } from '../context/vault.ts';

/**
 * A new id for a sandbox session. It contains the id of the key that starts the session, and the MAC of the
 * row covers it: the session is valid no longer than that key, and only from its addresses.
 */
export function newSandboxId(vault: Pick<Vault, 'newId'>, startedWith: string): string {
  return vault.newId('sbx') + separator + startedWith;
}

/** Id of the key that started a session; `undefined` for older sessions, whose ids do not contain it. */
export function keyThatStarted(sessionId: string): string | undefined {
  return sessionId.split(separator)[1];
}

const separator = '.';
