import { VaultError } from '../../vault-client/index.ts';

/** What the vault client says of its own failures; any other is told by what was not done. */
export function messageOf(error: unknown, otherwise: string): string {
  return error instanceof VaultError ? error.message : otherwise;
}
