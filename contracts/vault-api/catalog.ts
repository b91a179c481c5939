import Type, { type Static } from 'typebox';
import { AgentCatalog } from '../catalog.ts';

/** `GET /v1/agents/{agentId}/catalog`; supports `ETag` and `304`. */
export const CatalogAnswer = Type.Object({
  ...AgentCatalog.properties,
  asOf: Type.String(),
  /** Changes whenever the response changes. */
  version: Type.Integer(),
});
export type CatalogAnswer = Static<typeof CatalogAnswer>;
