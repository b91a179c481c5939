import Type, { type Static } from 'typebox';

/** What one agent can know of one secret. It has no place for a value, on purpose. */
export const CatalogSecret = Type.Object({
  name: Type.String(),
  kind: Type.Union([Type.Literal('single'), Type.Literal('key_value')]),
  /** Field names of a `key_value` secret, in the order they were given; empty for `single`. */
  fields: Type.Array(Type.String()),
  description: Type.String(),
  /** Whether the agent of the catalog is on the secret's access list. */
  access: Type.Union([Type.Literal('granted'), Type.Literal('missing')]),
  /** When the grant ends; absent when it does not. ISO 8601, UTC. */
  accessUntil: Type.Optional(Type.String()),
  /** ISO 8601, UTC. */
  updatedAt: Type.String(),
  /** Present if it should no longer be used; `replacement` is the name of the secret to use instead. */
  deprecated: Type.Optional(Type.Object({ replacement: Type.Optional(Type.String()) })),
});
export type CatalogSecret = Static<typeof CatalogSecret>;

/**
 * The secrets of an account as one agent sees them.
 * Only a `complete` catalog can prove that a name does not exist.
 */
export const AgentCatalog = Type.Object({
  agentId: Type.String(),
  agentName: Type.String(),
  complete: Type.Boolean(),
  secrets: Type.Array(CatalogSecret),
});
export type AgentCatalog = Static<typeof AgentCatalog>;

/** A names-only file that replaces a vault: `agent-secrets catalog export` writes it. */
export const CatalogSnapshot = Type.Object({
  version: Type.Literal(1),
  asOf: Type.String(),
  agents: Type.Array(AgentCatalog),
  /** Names of the environment secrets that the code may count on; absent when they are not known. */
  environment: Type.Optional(Type.Array(Type.String())),
});
export type CatalogSnapshot = Static<typeof CatalogSnapshot>;
