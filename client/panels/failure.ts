import { VaultError } from '../../vault-client/index.ts';

/** The vault client's own message for its errors; for any other error, what could not be done. */
export function messageOf(error: unknown, otherwise: string): string {
  return error instanceof VaultError ? error.message : otherwise;
}
