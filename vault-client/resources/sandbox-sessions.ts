import type { NewSandboxSession, SandboxSession } from '../../contracts/vault-api/environment.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing } from '../fetch-json.ts';
import { isObjectOf, isText } from '../../contracts/guards.ts';
import type { Transport } from '../transport.ts';

/** Lets a program read the environment secrets of the key's user. */
export interface VaultSandboxSessions {
  /** A short-lived token for one sandbox; its holder can read the variables. */
  startSandbox(session: NewSandboxSession): Promise<SandboxSession>;
  endSandbox(sessionId: string): Promise<void>;
}

export function sandboxSessionsOf(transport: Transport): VaultSandboxSessions {
  const path = ['v1', 'me', 'sandbox-sessions'];
  return {
    startSandbox: (session) =>
      fetchJson(transport, isSandboxSession, {
        action: sentence('start a sandbox session'),
        method: 'POST',
        path,
        body: session,
      }),
    endSandbox: (sessionId) =>
      fetchNothing(transport, {
        action: sentence('end the sandbox session'),
        method: 'DELETE',
        path: [...path, sessionId],
      }),
  };
}

export const isSandboxSession = isObjectOf<SandboxSession>({ id: isText, token: isText, expiresAt: isText });
