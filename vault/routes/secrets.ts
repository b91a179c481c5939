import { NewSecret, SecretMetadata, SecretPage } from '../../contracts/vault-api/secrets.ts';
import type { VaultApp } from '../vault-app.ts';
import { createSecret, describeSecret, listSecrets } from '../domain/secrets.ts';
import type { Vault } from '../domain/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, answers, PageQuery, SecretParams } from './answers.ts';

export function addSecretRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/accounts/:accountId/secrets', {
    config: { access: 'secrets:list' },
    schema: {
      operationId: 'listSecrets',
      summary: 'All secrets of the account, without values',
      params: AccountParams,
      querystring: PageQuery,
      response: answers(200, SecretPage),
    },
    handler: async (request) => listSecrets(vault, callerOf(request), request.query),
  });

  app.post('/v1/accounts/:accountId/secrets', {
    config: { access: 'secrets:write' },
    schema: {
      operationId: 'createSecret',
      summary: 'Store a secret',
      params: AccountParams,
      body: NewSecret,
      response: answers(201, SecretMetadata),
    },
    handler: async (request, reply) =>
      reply.code(201).send(await createSecret(vault, callerOf(request), request.body)),
  });

  app.get('/v1/accounts/:accountId/secrets/:name', {
    config: { access: 'secrets:list' },
    schema: {
      operationId: 'describeSecret',
      summary: 'One secret, without its value',
      params: SecretParams,
      response: answers(200, SecretMetadata),
    },
    handler: async (request) => describeSecret(vault, callerOf(request), request.params.name),
  });
}
