import type { EnvironmentSecret } from '../../contracts/vault-api/environment.ts';
import { RemoteList } from './remote-list.ts';
import type { VaultClient } from '../../vault-client/index.ts';
import type { VaultSession } from './vault-session.ts';

export type EnvironmentSecrets = RemoteList<VaultClient, EnvironmentSecret>;

/** The user's own variables, kept up to date with changes from other windows and the command line. */
export function environmentSecrets(session: VaultSession): EnvironmentSecrets {
  return new RemoteList({
    session,
    ask: async (vault) =>
      (await vault.environment()).toSorted((one, other) => one.name.localeCompare(other.name)),
    concerns: (type) => type === 'environment-changed' || type === 'people-changed',
    now: () => new Date(),
  });
}
