import Type from 'typebox';
import { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { readCatalog } from '../domain/secrets/catalog.ts';
import { CatalogMemory } from '../domain/secrets/catalog-memory.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AgentParams, answers } from './answers.ts';
import { UnreadAnswers } from './unread-answers.ts';

export function addCatalogRoutes(app: VaultApp, vault: Vault): void {
  const memory = new CatalogMemory();
  const unread = new UnreadAnswers();
  app.get('/v1/agents/:agentId/catalog', {
    config: { access: 'catalog:read' },
    schema: {
      operationId: 'readCatalog',
      summary: 'The names and kinds of the secrets, and which of them an agent can read',
      params: AgentParams,
      headers: Type.Object({ 'if-none-match': Type.Optional(Type.String()) }),
      response: { ...answers(200, CatalogAnswer), 304: Type.Null({ description: 'Nothing has changed' }) },
    },
    handler: async (request, reply) => {
      const known = request.headers['if-none-match'];
      const { agentId } = request.params;
      const caller = callerOf(request);
      const { etag, catalog } = await readCatalog(vault, memory, caller, agentId, known);
      reply.header('etag', etag);
      if (!catalog) return reply.code(304).send(null);
      // A catalog can have 100,000 secrets: every response sends the same bytes without copying them.
      const head = Buffer.from(`${JSON.stringify(catalog.head).slice(0, -1)},"secrets":`);
      reply.type('application/json; charset=utf-8');
      return unread.send(caller.id, reply, [head, catalog.secrets, Buffer.from('}')]);
    },
  });
}
