import { isCount, isListOf, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type {
  EnvironmentPage,
  EnvironmentSecret,
  EnvironmentSecretChange,
  NewEnvironmentSecret,
  NewSandboxSession,
  SandboxSession,
} from '../../contracts/vault-api/environment.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing, fetchPages } from '../http/fetch-json.ts';
import type { Transport } from '../http/transport.ts';
import { longestPages } from './shared.ts';

/** The environment secrets of the key's user, without their values. */
export function environmentOf(transport: Transport) {
  const path = ['v1', 'me', 'environment'];
  return {
    environment: (signal?: AbortSignal) =>
      fetchPages(transport, isEnvironmentPage, (page) => page.secrets, {
        action: sentence('list your environment secrets'),
        path,
        query: longestPages,
        signal,
      }),
    createVariable: (variable: NewEnvironmentSecret) =>
      fetchJson(transport, isEnvironmentSecret, {
        action: sentence('store the environment secret "{name}"', { name: variable.name }),
        method: 'POST',
        path,
        body: variable,
      }),
    /** Keeps the stored value if the new one is undefined or empty. */
    changeVariable: (name: string, change: EnvironmentSecretChange) =>
      fetchJson(transport, isEnvironmentSecret, {
        action: sentence('change the environment secret "{name}"', { name }),
        method: 'PATCH',
        path: [...path, name],
        body: change,
      }),
    /** Permanently deletes the variable. */
    deleteVariable: (name: string) =>
      fetchNothing(transport, {
        action: sentence('delete the environment secret "{name}"', { name }),
        method: 'DELETE',
        path: [...path, name],
      }),
  };
}

export const isEnvironmentSecret = isObjectOf<EnvironmentSecret>({
  name: isText,
  description: isText,
  version: isCount,
  createdAt: isText,
  updatedAt: isText,
});

export const isEnvironmentPage = isObjectOf<EnvironmentPage>({
  secrets: isListOf(isEnvironmentSecret),
  nextCursor: optional(isText),
});

/** Calls that let a program read the environment secrets of the key's user. */
export function sandboxSessionsOf(transport: Transport) {
  const path = ['v1', 'me', 'sandbox-sessions'];
  return {
    /** Issues a short-lived token for one sandbox. Its holder can read the variables. */
    startSandbox: (session: NewSandboxSession) =>
      fetchJson(transport, isSandboxSession, {
        action: sentence('start a sandbox session'),
        method: 'POST',
        path,
        body: session,
      }),
    endSandbox: (sessionId: string) =>
      fetchNothing(transport, {
        action: sentence('end the sandbox session'),
        method: 'DELETE',
        path: [...path, sessionId],
      }),
  };
}

export const isSandboxSession = isObjectOf<SandboxSession>({ id: isText, token: isText, expiresAt: isText });
