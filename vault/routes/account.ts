import { Account, AccountChange } from '../../contracts/vault-api/accounts.ts';
import { changeAccount, readAccount } from '../domain/accounts/accounts.ts';
import { tagOfAccount } from '../domain/input/tags.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { AccountParams, answers, etagOf, IfMatchOrAny, readExpectation } from './answers.ts';
import { Identity } from '../../contracts/vault-api/identity.ts';
import { describeCaller } from '../domain/callers/caller.ts';

const url = '/v1/accounts/:accountId';

export function addAccountRoutes(app: VaultApp, vault: Vault): void {
  app.get(url, {
    config: { access: 'account:write' },
    schema: {
      operationId: 'readAccount',
      summary: 'The settings of the account',
      params: AccountParams,
      response: answers(200, Account),
    },
    handler: async (request, reply) => {
      const account = await readAccount(vault, callerOf(request));
      return reply.header('etag', etagOf(tagOfAccount(account))).send(account);
    },
  });

  app.patch(url, {
    config: { access: 'account:write' },
    schema: {
      operationId: 'changeAccount',
      summary: 'Change the settings of the account',
      params: AccountParams,
      headers: IfMatchOrAny,
      body: AccountChange,
      response: answers(200, Account),
    },
    handler: async (request, reply) => {
      const expected = readExpectation(request.headers['if-match']);
      const account = await changeAccount(vault, callerOf(request), request.body, expected);
      return reply.header('etag', etagOf(tagOfAccount(account))).send(account);
    },
  });
}

export function addIdentityRoutes(app: VaultApp): void {
  app.get('/v1/me', {
    config: { access: 'authenticated' },
    schema: { operationId: 'me', summary: 'Who the key belongs to', response: answers(200, Identity) },
    handler: async (request) => describeCaller(callerOf(request)),
  });
}
