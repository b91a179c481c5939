import Type, { type TSchema } from 'typebox';
import { Problem } from '../../contracts/vault-api/problem.ts';

/** The responses of a route: its own, and a problem document for everything else. */
export function answers<Status extends number, Schema extends TSchema>(status: Status, schema: Schema) {
  const problem = { description: 'Problem', content: { 'application/problem+json': { schema: Problem } } };
  const own: Record<Status, Schema> = { [status]: schema };
  return { ...own, '4xx': problem, '5xx': problem };
}

/** The same for a response that is not JSON. */
export function textAnswers(type: string, description: string) {
  const { '4xx': problem } = answers(200, Type.Null());
  const own = { description, content: { [type]: { schema: Type.String() } } };
  return { 200: own, '4xx': problem, '5xx': problem };
}

export const AccountParams = Type.Object({ accountId: Type.String() });

export const SecretParams = Type.Object({ accountId: Type.String(), name: Type.String() });

export const AgentParams = Type.Object({ agentId: Type.String() });

/** Query strings are text; {@link toPageRequest} parses the number. */
export const PageQuery = Type.Object({
  limit: Type.Optional(Type.String({ pattern: '^\\d{1,4}$', description: 'From 1 to 1000; default: 100.' })),
  cursor: Type.Optional(Type.String({ maxLength: 1024, description: '`nextCursor` of the previous page.' })),
});

/** Headers of a request whose answer contains a token: the token is never stored, so it is sent only once. */
export const IssueKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'For a day, repeating the request with the same key creates nothing and returns 409.',
    }),
  ),
});

/** Headers of a creation that can be repeated. */
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'For a day, repeating the request with the same key returns the first answer again.',
    }),
  ),
});
