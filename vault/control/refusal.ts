import { IntegrityError, RootKeyUnavailable } from '../crypto/index.ts';
import { WrongRootKey } from '../domain/keys/read-keys.ts';
import { RolledBack } from '../domain/audit/rollback.ts';
import { SegmentPlaceError } from '../domain/audit/segment-place-error.ts';
import { ProblemError, StartError } from '../errors.ts';
import { StorageError } from '../storage/storage.ts';

const told = [
  StartError,
  ProblemError,
  RootKeyUnavailable,
  WrongRootKey,
  RolledBack,
  StorageError,
  SegmentPlaceError,
  IntegrityError,
];

/** What an operator is told of an error: its sentence where it was written for people, else none. */
export function sentenceOf(error: unknown): string | undefined {
  return error instanceof Error && told.some((one) => error instanceof one) ? error.message : undefined;
}
