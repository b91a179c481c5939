import Type, { type Static } from 'typebox';
import { AgentCatalog } from '../catalog.ts';

/** `GET /v1/agents/{agentId}/catalog`; `ETag` and `304` save the body. */
export const CatalogAnswer = Type.Object({
  ...AgentCatalog.properties,
  asOf: Type.String(),
  /** Changes with every change that the answer shows. */
  version: Type.Integer(),
});
export type CatalogAnswer = Static<typeof CatalogAnswer>;
