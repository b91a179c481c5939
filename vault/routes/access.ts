import { AccessChange, AccessChanges, AccessList, ChangedAccess } from '../../contracts/vault-api/access.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { changeAccess, changeManyAccessLists, readAccess } from '../domain/access/access.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, answers, SecretParams } from './answers.ts';
import { etagOf, IfMatch, readTag } from './etags.ts';

const url = '/v1/accounts/:accountId/secrets/:name/access';

export function addAccessRoutes(app: VaultApp, vault: Vault): void {
  app.get(url, {
    config: { access: 'secrets:list' },
    schema: {
      operationId: 'readAccess',
      summary: 'The agents that can read a secret',
      params: SecretParams,
      response: answers(200, AccessList),
    },
    handler: async (request, reply) => {
      const list = await readAccess(vault, callerOf(request), request.params.name);
      return reply.header('etag', etagOf(list.etag)).send(list);
    },
  });

  app.patch(url, {
    config: { access: 'access:write' },
    schema: {
      operationId: 'changeAccess',
      summary: 'Grant access to agents, or revoke it',
      params: SecretParams,
      headers: IfMatch,
      body: AccessChange,
      response: answers(200, AccessList),
    },
    handler: async (request, reply) => {
      const etag = readTag(request.headers['if-match']);
      const list = await changeAccess(vault, callerOf(request), request.params.name, request.body, etag);
      return reply.header('etag', etagOf(list.etag)).send(list);
    },
  });

  app.post('/v1/accounts/:accountId/access-changes', {
    config: { access: 'access:write' },
    schema: {
      operationId: 'changeManyAccessLists',
      summary: 'Grant or revoke access to several secrets; all changes are made, or none',
      params: AccountParams,
      body: AccessChanges,
      response: answers(200, ChangedAccess),
    },
    handler: async (request) => changeManyAccessLists(vault, callerOf(request), request.body),
  });
}
