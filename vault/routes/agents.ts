import { Agent, AgentPage, NewAgent } from '../../contracts/vault-api/agents.ts';
import type { VaultApp } from '../vault-app.ts';
import { createAgent, listAgents } from '../domain/agents.ts';
import type { Vault } from '../domain/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, answers, PageQuery } from './answers.ts';

export function addAgentRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/accounts/:accountId/agents', {
    config: { access: 'agents:list' },
    schema: {
      operationId: 'listAgents',
      summary: 'The agents of the account',
      params: AccountParams,
      querystring: PageQuery,
      response: answers(200, AgentPage),
    },
    handler: async (request) => listAgents(vault, callerOf(request), request.query),
  });

  app.post('/v1/accounts/:accountId/agents', {
    config: { access: 'agents:write' },
    schema: {
      operationId: 'createAgent',
      summary: 'Add an agent to the account',
      params: AccountParams,
      body: NewAgent,
      response: answers(201, Agent),
    },
    handler: async (request, reply) =>
      reply.code(201).send(await createAgent(vault, callerOf(request), request.body)),
  });
}
