import Type from 'typebox';
import { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import type { VaultApp } from '../vault-app.ts';
import { readCatalog } from '../domain/secrets/catalog.ts';
import { CatalogMemory } from '../domain/secrets/catalog-memory.ts';
import type { Vault } from '../domain/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AgentParams, answers } from './answers.ts';

export function addCatalogRoutes(app: VaultApp, vault: Vault): void {
  const memory = new CatalogMemory();
  app.get('/v1/agents/:agentId/catalog', {
    config: { access: 'catalog:read' },
    schema: {
      operationId: 'readCatalog',
      summary: 'What an agent can know of the secrets',
      params: AgentParams,
      headers: Type.Object({ 'if-none-match': Type.Optional(Type.String()) }),
      response: { ...answers(200, CatalogAnswer), 304: Type.Null({ description: 'Nothing has changed' }) },
    },
    handler: async (request, reply) => {
      const known = request.headers['if-none-match'];
      const { agentId } = request.params;
      const { etag, catalog } = await readCatalog(vault, memory, callerOf(request), agentId, known);
      reply.header('etag', etag);
      if (!catalog) return reply.code(304).send(null);
      const { head, secrets } = catalog;
      // A catalog can have 100,000 secrets: their text takes the place of the empty list.
      reply.serializer(() => `${JSON.stringify(head).slice(0, -1)},"secrets":${secrets}}`);
      // With a serializer of its own an answer has no type unless it says one.
      return reply.type('application/json; charset=utf-8').send({ ...head, secrets: [] });
    },
  });
}
