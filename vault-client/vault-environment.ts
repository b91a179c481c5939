import type {
  EnvironmentSecret,
  EnvironmentSecretChange,
  NewEnvironmentSecret,
  NewSandboxSession,
  SandboxSession,
} from '../contracts/vault-api/environment.ts';

/**
 * The environment secrets of the person whose key it is, without their values. Every method rejects
 * with a `VaultError` only.
 */
export interface VaultEnvironment {
  environment(signal?: AbortSignal): Promise<readonly EnvironmentSecret[]>;
  createVariable(variable: NewEnvironmentSecret): Promise<EnvironmentSecret>;
  /** An absent or empty value keeps the stored one. */
  changeVariable(name: string, change: EnvironmentSecretChange): Promise<EnvironmentSecret>;
  /** For good: there is no way back. */
  deleteVariable(name: string): Promise<void>;
  /** A short-lived token for one sandbox; whoever holds it reads the variables. */
  startSandbox(session: NewSandboxSession): Promise<SandboxSession>;
  endSandbox(sessionId: string): Promise<void>;
}
