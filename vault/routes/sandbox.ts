import Type from 'typebox';
import {
  NewSandboxSession,
  SandboxEnvironment,
  SandboxSession,
} from '../../contracts/vault-api/environment.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { endSandbox, readSandboxEnvironment, startSandbox } from '../domain/environment/sandbox.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { answers, IssueKey } from './answers.ts';

export function addSandboxRoutes(app: VaultApp, vault: Vault): void {
  app.post('/v1/me/sandbox-sessions', {
    config: { access: 'environment:own' },
    schema: {
      operationId: 'startSandbox',
      summary: 'Issue a short-lived token with which a sandbox reads your environment secrets',
      headers: IssueKey,
      body: NewSandboxSession,
      response: answers(201, SandboxSession),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await startSandbox(vault, callerOf(request), request.body, key));
    },
  });

  app.delete('/v1/me/sandbox-sessions/:sessionId', {
    config: { access: 'environment:own' },
    schema: {
      operationId: 'endSandbox',
      summary: 'End your sandbox session immediately',
      params: Type.Object({ sessionId: Type.String() }),
      response: answers(204, Type.Null({ description: 'The session has ended' })),
    },
    handler: async (request, reply) => {
      await endSandbox(vault, callerOf(request), request.params.sessionId);
      return reply.code(204).send(null);
    },
  });

  app.get('/v1/sandbox/environment', {
    config: { access: 'environment:read' },
    schema: {
      operationId: 'readSandboxEnvironment',
      summary: 'The environment secrets of the person who started the sandbox',
      response: answers(200, SandboxEnvironment),
    },
    handler: async (request) => readSandboxEnvironment(vault, callerOf(request)),
  });
}
