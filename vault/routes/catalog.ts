import Type from 'typebox';
import { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import type { VaultApp } from '../vault-app.ts';
import { readCatalog } from '../domain/catalog.ts';
import type { Vault } from '../domain/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AgentParams, answers } from './answers.ts';

export function addCatalogRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/agents/:agentId/catalog', {
    config: { access: 'catalog:read' },
    schema: {
      operationId: 'readCatalog',
      summary: 'What an agent can know of the secrets',
      params: AgentParams,
      headers: Type.Object({ 'if-none-match': Type.Optional(Type.String()) }),
      response: { ...answers(200, CatalogAnswer), 304: Type.Null({ description: 'Nothing has changed' }) },
    },
    // A catalog can have 100,000 secrets: the schema's own serializer takes twice as long.
    serializerCompiler: () => JSON.stringify,
    handler: async (request, reply) => {
      const known = request.headers['if-none-match'];
      const { etag, catalog } = await readCatalog(vault, callerOf(request), request.params.agentId, known);
      reply.header('etag', etag);
      return catalog ? reply.send(catalog) : reply.code(304).send(null);
    },
  });
}
