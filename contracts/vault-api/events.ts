import Type, { type Static } from 'typebox';

/**
 * `GET /v1/events`: server-sent events of the caller's account. The event's id resumes the stream
 * through `Last-Event-ID`. An event names what to ask again; it carries no secret data.
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
  /** Users or tokens of the account changed; whoever it may concern asks anew. */
  Type.Object({ type: Type.Literal('people-changed') }),
  /** A person's own environment secrets changed; told to that person alone. */
  Type.Object({ type: Type.Literal('environment-changed'), userId: Type.String() }),
]);
export type VaultEvent = Static<typeof VaultEvent>;
