import Type, { type TSchema } from 'typebox';
import { Problem } from '../../contracts/vault-api/problem.ts';
import { ProblemError } from '../errors/errors.ts';
import type { ExpectedTag } from '../domain/input/tags.ts';

/** The responses of a route: its own, plus a problem document for everything else. */
export function answers<Status extends number, Schema extends TSchema>(status: Status, schema: Schema) {
  const problem = { description: 'Problem', content: { 'application/problem+json': { schema: Problem } } };
  const own: Record<Status, Schema> = { [status]: schema };
  return { ...own, '4xx': problem, '5xx': problem };
}

/** Like {@link answers}, for a response that is not JSON. */
export function textAnswers(type: string, description: string) {
  const { '4xx': problem } = answers(200, Type.Null());
  const own = { description, content: { [type]: { schema: Type.String() } } };
  return { 200: own, '4xx': problem, '5xx': problem };
}

export const AccountParams = Type.Object({ accountId: Type.String() });

export const SecretParams = Type.Object({ accountId: Type.String(), name: Type.String() });

export const AgentParams = Type.Object({ agentId: Type.String() });

/** Query strings contain only strings; {@link toPageRequest} parses the number. */
export const PageQuery = Type.Object({
  limit: Type.Optional(Type.String({ pattern: '^\\d{1,4}$', description: 'From 1 to 1000; default: 100.' })),
  cursor: Type.Optional(Type.String({ maxLength: 1024, description: '`nextCursor` of the previous page.' })),
});

/**
 * Headers of a request whose response contains a token: the token is never stored, so it is sent only once.
 */
export const IssueKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'For a day, repeating the request with the same key creates nothing and returns 409.',
    }),
  ),
});

/** Headers of a request that creates something and can be repeated. */
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'For a day, repeating the request with the same key returns the first response again.',
    }),
  ),
});

const decidedOn = 'The ETag of the object from when you read it. Without it, the response is 428.';

/** Headers of a change, with the tag that it is based on. */
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ description: decidedOn })) });

/** Like {@link IfMatch}, but `*` matches every state. */
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

/** Like {@link readTag}, but `*` matches every state. @throws ProblemError `PreconditionRequired` */
export function readExpectation(ifMatch: string | undefined): ExpectedTag {
  return ifMatch === '*' ? 'any' : readTag(ifMatch);
}
