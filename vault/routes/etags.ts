import Type from 'typebox';
import { ProblemError } from '../errors.ts';

/** Headers of a change that says what it was decided on. */
export const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'The ETag that the change was decided on.' })),
});

export function etagOf(version: number): string {
  return `"${String(version)}"`;
}

/** @throws ProblemError `PreconditionRequired` */
export function readVersion(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new ProblemError('PreconditionRequired', 'Send the ETag of what you change in If-Match.');
  }
  // A tag that the vault never gave fits no version, so it conflicts.
  return Number(/^"(\d{1,15})"$/.exec(ifMatch)?.[1] ?? 0);
}

/** `*` says that the change fits whatever is there. @throws ProblemError `PreconditionRequired` */
export function readExpectation(ifMatch: string | undefined): number | 'any' {
  return ifMatch === '*' ? 'any' : readVersion(ifMatch);
}
