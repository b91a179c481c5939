import type {
  EnvironmentPage,
  EnvironmentSecret,
  EnvironmentSecretChange,
  NewEnvironmentSecret,
} from '../../contracts/vault-api/environment.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing, fetchPages } from '../fetch-json.ts';
import { isCount, isListOf, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../transport.ts';
import { longestPages } from './calls.ts';

/** The environment secrets of the key's user, without their values. */
export interface VaultEnvironment {
  environment(signal?: AbortSignal): Promise<readonly EnvironmentSecret[]>;
  createVariable(variable: NewEnvironmentSecret): Promise<EnvironmentSecret>;
  /** An undefined or empty value keeps the stored one. */
  changeVariable(name: string, change: EnvironmentSecretChange): Promise<EnvironmentSecret>;
  /** Permanent; it cannot be undone. */
  deleteVariable(name: string): Promise<void>;
}

export function environmentOf(transport: Transport): VaultEnvironment {
  const path = ['v1', 'me', 'environment'];
  return {
    environment: (signal) =>
      fetchPages(transport, isEnvironmentPage, (page) => page.secrets, {
        action: sentence('list your environment secrets'),
        method: 'GET',
        path,
        query: longestPages,
        signal,
      }),
    createVariable: (variable) =>
      fetchJson(transport, isEnvironmentSecret, {
        action: sentence('store the environment secret "{name}"', { name: variable.name }),
        method: 'POST',
        path,
        body: variable,
      }),
    changeVariable: (name, change) =>
      fetchJson(transport, isEnvironmentSecret, {
        action: sentence('change the environment secret "{name}"', { name }),
        method: 'PATCH',
        path: [...path, name],
        body: change,
      }),
    deleteVariable: (name) =>
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
