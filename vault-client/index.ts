export { createVaultClient, type VaultClientOptions } from './create-vault-client.ts';
export { VaultError, type VaultErrorCode } from './errors.ts';
export type { Fetch } from './fetch.ts';
export type { ReceivedEvent, VaultClient } from './vault-client.ts';
export { createVaultManager } from './create-vault-manager.ts';
export type { RequestAddress, SecretSearch, VaultManager } from './vault-manager.ts';
