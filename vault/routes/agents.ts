import Type from 'typebox';
import { Agent, AgentChange, AgentPage, NewAgent } from '../../contracts/vault-api/agents.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { deleteAgent } from '../domain/deletion/delete-agent.ts';
import { changeAgent, createAgent, listAgents } from '../domain/accounts/agents.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, answers, IdempotencyKey, PageQuery } from './answers.ts';

const one = '/v1/accounts/:accountId/agents/:agentId';
const OneParams = Type.Object({ accountId: Type.String(), agentId: Type.String() });

export function addAgentRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/accounts/:accountId/agents', {
    config: { access: 'agents:list' },
    schema: {
      operationId: 'listAgents',
      summary: 'The agents of the account, sorted by id',
      params: AccountParams,
      querystring: Type.Object({
        ...PageQuery.properties,
        prefix: Type.Optional(
          Type.String({ maxLength: 128, description: 'Only agents whose ids start with this text.' }),
        ),
      }),
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
      headers: IdempotencyKey,
      body: NewAgent,
      response: answers(201, Agent),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await createAgent(vault, callerOf(request), request.body, key));
    },
  });

  app.patch(one, {
    config: { access: 'agents:write' },
    schema: {
      operationId: 'changeAgent',
      summary: 'Rename an agent',
      params: OneParams,
      body: AgentChange,
      response: answers(200, Agent),
    },
    handler: async (request) => changeAgent(vault, callerOf(request), request.params.agentId, request.body),
  });

  app.delete(one, {
    config: { access: 'agents:write' },
    schema: {
      operationId: 'deleteAgent',
      summary: 'Delete an agent with all its tokens; its id is never reused',
      params: OneParams,
      response: answers(204, Type.Null({ description: 'The agent is deleted' })),
    },
    handler: async (request, reply) => {
      await deleteAgent(vault, callerOf(request), request.params.agentId);
      return reply.code(204).send(null);
    },
  });
}
