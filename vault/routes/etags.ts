import Type from 'typebox';
import { ProblemError } from '../errors.ts';
import type { ExpectedTag } from '../domain/tags.ts';

const decidedOn = 'The ETag of what you change, as you read it: without it, the answer is 428.';

/** Headers of a change that says what it was decided on. */
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ description: decidedOn })) });

/** The same where `*` is a decision on whatever is there. */
export const IfMatchOrAny = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: `${decidedOn} \`*\` changes whatever has this name.` }),
  ),
});

/** A tag as the header holds it. */
export function etagOf(tag: string): string {
  return `"${tag}"`;
}

/**
 * The tag in `If-Match`. What the vault never gave, weak tags and `*` among it, matches nothing.
 * @throws ProblemError `PreconditionRequired`
 */
export function readTag(ifMatch: string | undefined): string {
  if (ifMatch === undefined) {
    throw new ProblemError('PreconditionRequired', 'Send the ETag of what you change in If-Match.');
  }
  return /^"([\w.-]{1,200})"$/.exec(ifMatch)?.[1] ?? '';
}

/** `*` says that the change is meant for whatever is there. @throws ProblemError `PreconditionRequired` */
export function readExpectation(ifMatch: string | undefined): ExpectedTag {
  return ifMatch === '*' ? 'any' : readTag(ifMatch);
}
