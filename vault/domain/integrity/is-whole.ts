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
