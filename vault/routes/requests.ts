import Type from 'typebox';
import {
  AccessRequest,
  AccessRequestPage,
  NewAccessRequest,
  RequestApproval,
  RequestDecision,
  RequestStatus,
} from '../../contracts/vault-api/requests.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { approveRequest, cancelRequest, declineRequest } from '../domain/access/decide-request.ts';
import { listAccessRequests, requestAccess } from '../domain/access/requests.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, AgentParams, answers, IdempotencyKey, PageQuery } from './answers.ts';

const ofAgent = '/v1/agents/:agentId/access-requests';
const one = `${ofAgent}/:requestId([^:]+)`;

const RequestQuery = Type.Object({ ...PageQuery.properties, status: Type.Optional(RequestStatus) });
const RequestParams = Type.Object({ ...AgentParams.properties, requestId: Type.String() });

export function addRequestRoutes(app: VaultApp, vault: Vault): void {
  addListRoutes(app, vault);
  addRequestRoute(app, vault);
  addDecisionRoutes(app, vault);
}

function addListRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/accounts/:accountId/access-requests', {
    config: { access: 'secrets:list' },
    schema: {
      operationId: 'listAccessRequests',
      summary: 'The access requests of the account, newest first',
      params: AccountParams,
      querystring: RequestQuery,
      response: answers(200, AccessRequestPage),
    },
    handler: async (request) => listAccessRequests(vault, callerOf(request), request.query),
  });

  app.get(ofAgent, {
    // Agents neither make nor decide requests: only people do.
    config: { access: 'agents:list' },
    schema: {
      operationId: 'listAgentAccessRequests',
      summary: 'The access requests for one agent, newest first',
      params: AgentParams,
      querystring: RequestQuery,
      response: answers(200, AccessRequestPage),
    },
    handler: async (request) => {
      const { agentId } = request.params;
      return listAccessRequests(vault, callerOf(request), request.query, agentId);
    },
  });
}

function addRequestRoute(app: VaultApp, vault: Vault): void {
  app.post(ofAgent, {
    config: { access: 'requests:write' },
    schema: {
      operationId: 'requestAccess',
      summary: 'Request access to a secret for an agent',
      params: AgentParams,
      headers: IdempotencyKey,
      body: NewAccessRequest,
      response: { ...answers(201, AccessRequest), 200: AccessRequest },
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const { agentId } = request.params;
      const asked = await requestAccess(vault, callerOf(request), agentId, request.body, key);
      return reply.code(asked.isNew ? 201 : 200).send(asked.request);
    },
  });
}

function addDecisionRoutes(app: VaultApp, vault: Vault): void {
  app.post(`${one}::approve`, {
    config: { access: 'access:write' },
    schema: {
      operationId: 'approveRequest',
      summary: 'Approve a request and grant the access',
      params: RequestParams,
      body: RequestApproval,
      response: answers(200, AccessRequest),
    },
    handler: async ({ params, body, caller }) => approveRequest(vault, callerOf({ caller }), params, body),
  });

  app.post(`${one}::decline`, {
    config: { access: 'access:write' },
    schema: {
      operationId: 'declineRequest',
      summary: 'Decline a request',
      params: RequestParams,
      body: RequestDecision,
      response: answers(200, AccessRequest),
    },
    handler: async ({ params, body, caller }) => declineRequest(vault, callerOf({ caller }), params, body),
  });

  app.post(`${one}::cancel`, {
    config: { access: 'requests:write' },
    schema: {
      operationId: 'cancelRequest',
      summary: 'Cancel your own request',
      params: RequestParams,
      response: answers(200, AccessRequest),
    },
    handler: async (request) => cancelRequest(vault, callerOf(request), request.params),
  });
}
