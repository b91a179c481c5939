import {
  createVaultAdministration,
  createVaultClient,
  type VaultClientOptions,
} from '../vault-client/index.ts';
import { readSandbox } from '../vault-client/sandbox.ts';
import type { RunVault } from './open-run.ts';

/** The vault with the key of a person. Nothing is sent yet. */
export function runVaultAt(options: VaultClientOptions): RunVault {
  return {
    ...createVaultAdministration(options),
    ...createVaultClient(options),
    readSandbox: (token) => readSandbox({ ...options, key: token }),
  };
}
