import { IntegrityError, RootKeyUnavailable } from '../crypto/index.ts';
import { WrongRootKey } from '../domain/context/read-keys.ts';
import { RolledBack } from '../domain/audit/rollback.ts';
import { SegmentPlaceError } from '../domain/audit/segment-place-error.ts';
import { ProblemError, OperatorError } from '../errors/errors.ts';
import { StorageError } from '../storage/storage.ts';

const told = [
  OperatorError,
  ProblemError,
  RootKeyUnavailable,
  WrongRootKey,
  RolledBack,
  StorageError,
  SegmentPlaceError,
  IntegrityError,
];

/** The sentence that an operator gets for an error; `undefined` if its message was not written for people. */
export function sentenceOf(error: unknown): string | undefined {
  return error instanceof Error && told.some((one) => error instanceof one) ? error.message : undefined;
}
