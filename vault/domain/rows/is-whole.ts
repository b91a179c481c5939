import { IntegrityError } from '../../crypto/index.ts';

/** Whether a row is as the vault wrote it; `verify` throws an IntegrityError if it is not. */
export function isWhole(verify: () => void): boolean {
  try {
    verify();
    return true;
  } catch (error) {
    if (error instanceof IntegrityError) return false;
    throw error;
  }
}

/**
 * The row says that the credential is valid, but it has an end record: an older copy of the row was put back.
 */
export function resurrected(
  what: 'a sandbox session' | 'a token' | 'an identity of a workload',
  id: string,
): IntegrityError {
  return new IntegrityError(`${what} that has ended`, id);
}
