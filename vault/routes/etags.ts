import Type from 'typebox';
import { ProblemError } from '../errors/errors.ts';
import type { ExpectedTag } from '../domain/input/tags.ts';

const decidedOn = 'The ETag of the object from when you read it. Without it, the answer is 428.';

/** Headers of a change, with the tag on which it is based. */
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ description: decidedOn })) });

/** The same, where `*` matches every state. */
export const IfMatchOrAny = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: `${decidedOn} \`*\` changes the object in any state.` }),
  ),
});

/** Formats a tag for the header. */
export function etagOf(tag: string): string {
  return `"${tag}"`;
}

/**
 * The tag in `If-Match`. Anything that the vault never issued, including weak tags and `*`, matches nothing.
 * @throws ProblemError `PreconditionRequired`
 */
export function readTag(ifMatch: string | undefined): string {
  if (ifMatch === undefined) {
    throw new ProblemError('PreconditionRequired', 'Send the ETag of what you change in If-Match.');
  }
  return /^"([\w.-]{1,200})"$/.exec(ifMatch)?.[1] ?? '';
}

/** The tag, where `*` matches every state. @throws ProblemError `PreconditionRequired` */
export function readExpectation(ifMatch: string | undefined): ExpectedTag {
  return ifMatch === '*' ? 'any' : readTag(ifMatch);
}
