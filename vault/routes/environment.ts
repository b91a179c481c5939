import Type from 'typebox';
import {
  EnvironmentPage,
  EnvironmentSecret,
  EnvironmentSecretChange,
  NewEnvironmentSecret,
  NewSandboxSession,
  SandboxEnvironment,
  SandboxSession,
} from '../../contracts/vault-api/environment.ts';
import { AssistantUse } from '../../contracts/vault-api/assistants.ts';
import { recordAssistantUse } from '../domain/accounts/assistant-use.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import {
  changeVariable,
  createVariable,
  deleteVariable,
  listEnvironment,
} from '../domain/environment/environment.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { answers, IdempotencyKey, IssueKey, PageQuery } from './answers.ts';
import { endSandbox, readSandboxEnvironment, startSandbox } from '../domain/environment/sandbox.ts';

const VariableParams = Type.Object({ name: Type.String() });

/** The caller's own environment secrets. No route gives access to anyone else's. */
export function addEnvironmentRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/me/environment', {
    config: { access: 'environment:own' },
    schema: {
      operationId: 'listEnvironment',
      summary: 'Your environment secrets, without values',
      querystring: PageQuery,
      response: answers(200, EnvironmentPage),
    },
    handler: async (request) => listEnvironment(vault, callerOf(request), request.query),
  });

  app.post('/v1/me/environment', {
    config: { access: 'environment:own' },
    schema: {
      operationId: 'createVariable',
      summary: 'Create an environment secret',
      headers: IdempotencyKey,
      body: NewEnvironmentSecret,
      response: answers(201, EnvironmentSecret),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await createVariable(vault, callerOf(request), request.body, key));
    },
  });

  app.patch('/v1/me/environment/:name', {
    config: { access: 'environment:own' },
    schema: {
      operationId: 'changeVariable',
      summary: 'Change the value or the description; absent fields stay unchanged',
      params: VariableParams,
      body: EnvironmentSecretChange,
      response: answers(200, EnvironmentSecret),
    },
    handler: async (request) => changeVariable(vault, callerOf(request), request.params.name, request.body),
  });

  app.delete('/v1/me/environment/:name', {
    config: { access: 'environment:own' },
    schema: {
      operationId: 'deleteVariable',
      summary: 'Permanently delete an environment secret',
      params: VariableParams,
      response: answers(204, Type.Null({ description: 'The secret is destroyed' })),
    },
    handler: async (request, reply) => {
      await deleteVariable(vault, callerOf(request), request.params.name);
      return reply.code(204).send(null);
    },
  });
}

/** Assistants act for a person, with that person's key. */
export function addAssistantRoutes(app: VaultApp, vault: Vault): void {
  app.post('/v1/me/assistant-uses', {
    config: { access: 'environment:own' },
    schema: {
      operationId: 'recordAssistantUse',
      summary: 'Record that an assistant uses a tool on your behalf',
      body: AssistantUse,
      response: answers(204, Type.Null({ description: 'The use is recorded' })),
    },
    handler: async (request, reply) => {
      await recordAssistantUse(vault, callerOf(request), request.body);
      return reply.code(204).send(null);
    },
  });
}

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
