import Type, { type Static } from 'typebox';

/** What an agent may know about a secret. Deliberately has no property for the value. */
export const CatalogSecret = Type.Object({
  name: Type.String(),
  kind: Type.Union([Type.Literal('single'), Type.Literal('key_value')]),
  /** Field names of a `key_value` secret, in their original order; empty for `single`. */
  fields: Type.Array(Type.String()),
  description: Type.String(),
  /** Whether the catalog's agent is on the secret's access list. */
  access: Type.Union([Type.Literal('granted'), Type.Literal('missing')]),
  /** When the grant expires; absent if it does not expire. ISO 8601, UTC. */
  accessUntil: Type.Optional(Type.String()),
  /** ISO 8601, UTC. */
  updatedAt: Type.String(),
  /**
   * Present if the secret should no longer be used; `replacement` is the name of the secret to use instead.
   */
  deprecated: Type.Optional(Type.Object({ replacement: Type.Optional(Type.String()) })),
  /** The first day on which the value no longer works; absent if it is not known. A calendar date. */
  expiresOn: Type.Optional(Type.String()),
  /** The day by which the value is due for rotation; absent if it is never due. A calendar date. */
  rotateBy: Type.Optional(Type.String()),
  /** How often the value is replaced; absent if it need not be. */
  rotateEveryDays: Type.Optional(Type.Integer({ minimum: 1 })),
});
export type CatalogSecret = Static<typeof CatalogSecret>;

/**
 * An account's secrets as one agent sees them. Only a `complete` catalog can prove that a name does not
 * exist.
 */
export const AgentCatalog = Type.Object({
  agentId: Type.String(),
  agentName: Type.String(),
  complete: Type.Boolean(),
  secrets: Type.Array(CatalogSecret),
});
export type AgentCatalog = Static<typeof AgentCatalog>;

/** A file of names that replaces a vault, written by `agent-secrets catalog export`. */
export const CatalogSnapshot = Type.Object({
  version: Type.Literal(1),
  asOf: Type.String(),
  agents: Type.Array(AgentCatalog),
  /** Names of the environment secrets that the code can rely on; absent if they are unknown. */
  environment: Type.Optional(Type.Array(Type.String())),
});
export type CatalogSnapshot = Static<typeof CatalogSnapshot>;
