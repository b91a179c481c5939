import Type from 'typebox';
import {
  IssuedToken,
  NewToken,
  RevokedCredentials,
  RevokeIssuedBefore,
  TokenPage,
} from '../../contracts/vault-api/identity.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { revokeIssuedBefore } from '../domain/people/revoke-issued-before.ts';
import { issueToken, listTokens, revokeToken } from '../domain/people/tokens.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, answers, IdempotencyKey, IssueKey, PageQuery } from './answers.ts';
import { NewUser, User, UserChange, UserPage } from '../../contracts/vault-api/users.ts';
import { changeUser, createUser, listUsers } from '../domain/people/users.ts';

export function addTokenRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/accounts/:accountId/tokens', {
    config: { access: 'people:list' },
    schema: {
      operationId: 'listTokens',
      summary: 'The tokens of the account, without their values',
      params: AccountParams,
      querystring: Type.Object({
        ...PageQuery.properties,
        agentId: Type.Optional(Type.String({ maxLength: 128 })),
        userId: Type.Optional(Type.String({ maxLength: 128 })),
      }),
      response: answers(200, TokenPage),
    },
    handler: async (request) => listTokens(vault, callerOf(request), request.query),
  });

  app.post('/v1/accounts/:accountId/tokens', {
    config: { access: 'tokens:write' },
    schema: {
      operationId: 'issueToken',
      summary: 'Issue a token; only this response contains it',
      params: AccountParams,
      headers: IssueKey,
      body: NewToken,
      response: answers(201, IssuedToken),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await issueToken(vault, callerOf(request), request.body, key));
    },
  });

  app.post('/v1/accounts/:accountId/tokens::revoke', {
    config: { access: 'tokens:write' },
    schema: {
      operationId: 'revokeIssuedBefore',
      summary:
        'Revoke every token, sign-in and sandbox session that was issued before a given time, except your own key',
      params: AccountParams,
      body: RevokeIssuedBefore,
      response: answers(200, RevokedCredentials),
    },
    handler: async (request) => revokeIssuedBefore(vault, callerOf(request), request.body),
  });

  app.delete('/v1/accounts/:accountId/tokens/:tokenId', {
    config: { access: 'tokens:write' },
    schema: {
      operationId: 'revokeToken',
      summary: 'Revoke a token immediately',
      params: Type.Object({ accountId: Type.String(), tokenId: Type.String() }),
      response: answers(204, Type.Null({ description: 'The token is revoked' })),
    },
    handler: async (request, reply) => {
      await revokeToken(vault, callerOf(request), request.params.tokenId);
      return reply.code(204).send(null);
    },
  });
}

export function addUserRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/accounts/:accountId/users', {
    config: { access: 'people:list' },
    schema: {
      operationId: 'listUsers',
      summary: 'The people of the account',
      params: AccountParams,
      querystring: PageQuery,
      response: answers(200, UserPage),
    },
    handler: async (request) => listUsers(vault, callerOf(request), request.query),
  });

  app.post('/v1/accounts/:accountId/users', {
    config: { access: 'users:write' },
    schema: {
      operationId: 'createUser',
      summary: 'Add a person to the account',
      params: AccountParams,
      headers: IdempotencyKey,
      body: NewUser,
      response: answers(201, User),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await createUser(vault, callerOf(request), request.body, key));
    },
  });

  app.patch('/v1/accounts/:accountId/users/:userId', {
    config: { access: 'users:write' },
    schema: {
      operationId: 'changeUser',
      summary: 'Change the role or name of a person, or disable them and revoke all their keys',
      params: Type.Object({ accountId: Type.String(), userId: Type.String() }),
      body: UserChange,
      response: answers(200, User),
    },
    handler: async (request) => changeUser(vault, callerOf(request), request.params.userId, request.body),
  });
}
