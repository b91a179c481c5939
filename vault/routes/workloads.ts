import Type from 'typebox';
import {
  AgentSession,
  AgentSignIn,
  NewWorkloadIdentity,
  WorkloadIdentity,
  WorkloadIdentityPage,
  workloadTokenLength,
} from '../../contracts/vault-api/workloads.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { recordRefusal, signInAgent } from '../domain/authentication/agent-sign-in.ts';
import { createIdentity, listIdentities, removeIdentity } from '../domain/workloads/identities.ts';
import type { Vault } from '../domain/context/vault.ts';
import { ProblemError } from '../errors/errors.ts';
import { callerOf } from '../plugins/authenticate.ts';
import type { SignInLimits } from '../rate-limit/rate-limit.ts';
import type { WorkloadIssuers } from '../sign-in/workload-issuers.ts';
import { WorkloadRefusal } from '../sign-in/workload-refusal.ts';
import { AccountParams, answers, IdempotencyKey, PageQuery } from './answers.ts';

/** Without issuers that the operator trusts, agents can use only tokens issued by an admin. */
export function addWorkloadRoutes(
  app: VaultApp,
  vault: Vault,
  limits: SignInLimits,
  issuers: WorkloadIssuers | undefined,
): void {
  app.get('/v1/accounts/:accountId/identities', {
    config: { access: 'people:list' },
    schema: {
      operationId: 'listIdentities',
      summary: 'Which workloads can act as which agent',
      params: AccountParams,
      querystring: Type.Object({
        ...PageQuery.properties,
        agentId: Type.Optional(Type.String({ maxLength: 128 })),
      }),
      response: answers(200, WorkloadIdentityPage),
    },
    handler: async (request) => listIdentities(vault, callerOf(request), request.query),
  });

  app.post('/v1/accounts/:accountId/identities', {
    config: { access: 'tokens:write' },
    schema: {
      operationId: 'createIdentity',
      summary: 'Let matching workloads act as an agent',
      params: AccountParams,
      headers: IdempotencyKey,
      body: NewWorkloadIdentity,
      response: answers(201, WorkloadIdentity),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const trusted = issuers?.all ?? [];
      return reply.code(201).send(await createIdentity(vault, trusted, callerOf(request), request.body, key));
    },
  });

  app.delete('/v1/accounts/:accountId/identities/:identityId', {
    config: { access: 'tokens:write' },
    schema: {
      operationId: 'removeIdentity',
      summary: 'Remove an identity and revoke all tokens that were issued through it',
      params: Type.Object({ accountId: Type.String(), identityId: Type.String() }),
      response: answers(204, Type.Null({ description: 'The identity is removed' })),
    },
    handler: async (request, reply) => {
      await removeIdentity(vault, callerOf(request), request.params.identityId);
      return reply.code(204).send(null);
    },
  });

  app.post('/v1/agents/sign-in', {
    config: { access: 'public' },
    bodyLimit: workloadTokenLength + 1024,
    schema: {
      operationId: 'signInAgent',
      summary: 'Issue a short-lived agent token for a workload with an identity token of its platform',
      body: AgentSignIn,
      response: answers(201, AgentSession),
    },
    handler: async (request, reply) => {
      if (!issuers) {
        throw new ProblemError('NotFound', 'This vault does not trust any issuer of workload tokens.');
      }
      vault.seal.requireOpen();
      const sender = { requestId: request.id, address: request.ip };
      const { identityId, token } = request.body;
      limits.requireAddress(sender.address);
      try {
        const vouched = await issuers.verify(token);
        return await reply.code(201).send(await signInAgent(vault, limits, identityId, vouched, sender));
      } catch (error) {
        if (error instanceof WorkloadRefusal && limits.isWorthAnEntry(sender.address)) {
          await recordRefusal(vault, error, sender);
        }
        throw error;
      }
    },
  });
}
