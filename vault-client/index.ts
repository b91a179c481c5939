export { createVaultClient, type VaultClient, type VaultClientOptions } from './create-vault-client.ts';
export { VaultError, type VaultErrorCode } from './http/vault-error.ts';
export type { ReceivedEvent } from './events.ts';
export type { Fetch } from './http/transport.ts';
export type { AuditSearch } from './resources/audit.ts';
export { isCatalogAnswer } from './resources/catalogs.ts';
export type { RequestAddress } from './resources/requests.ts';
