import Type, { type Static } from 'typebox';

/**
 * `GET /v1/events`: server-sent events for the caller's account. Send an event's ID as `Last-Event-ID` to
 * resume the stream. An event identifies what to fetch again; it carries no secret data.
 */
export const VaultEvent = Type.Union([
  Type.Object({ type: Type.Literal('catalog-changed'), names: Type.Array(Type.String()) }),
  Type.Object({
    type: Type.Literal('access-changed'),
    names: Type.Array(Type.String()),
    agentIds: Type.Array(Type.String()),
  }),
  Type.Object({ type: Type.Literal('agents-changed'), agentIds: Type.Array(Type.String()) }),
  Type.Object({
    type: Type.Union([Type.Literal('request-created'), Type.Literal('request-decided')]),
    requestId: Type.String(),
    names: Type.Array(Type.String()),
    agentIds: Type.Array(Type.String()),
  }),
  /** Users or tokens of the account changed. Affected clients should fetch their data again. */
  Type.Object({ type: Type.Literal('people-changed') }),
  /** A user's environment secrets changed; sent only to that user. */
  Type.Object({ type: Type.Literal('environment-changed'), userId: Type.String() }),
]);
export type VaultEvent = Static<typeof VaultEvent>;
