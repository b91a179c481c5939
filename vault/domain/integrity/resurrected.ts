import { IntegrityError } from '../../crypto/index.ts';

/** A row says that a credential is valid, but its end is recorded: an older copy of the row was put back. */
export function resurrected(
  what: 'a sandbox session' | 'a token' | 'an identity of a workload',
  id: string,
): IntegrityError {
  return new IntegrityError(`${what} that has ended`, id);
}
