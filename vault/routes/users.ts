import Type from 'typebox';
import { NewUser, User, UserChange, UserPage } from '../../contracts/vault-api/users.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { changeUser, createUser, listUsers } from '../domain/people/users.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, answers, IdempotencyKey, PageQuery } from './answers.ts';

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
