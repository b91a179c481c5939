export { type Client, createClient, getSecret, type ReadOptions, type Secret } from './client.ts';
export type { ClientOptions } from './configuration.ts';
export type { CallOptions } from './endpoint.ts';
export { type EnvironmentOptions, loadEnvironment } from './environment.ts';
export {
  AgentSecretsError,
  type ErrorCode,
  InvalidInput,
  MissingAccess,
  NotConfigured,
  SecretNotFound,
  Unauthenticated,
  VaultUnavailable,
} from './errors.ts';
