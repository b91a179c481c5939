import Type from 'typebox';
import { SecretMetadata, VersionPage } from '../../contracts/vault-api/secrets.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import type { Vault } from '../domain/context/vault.ts';
import { listVersions, restoreVersion } from '../domain/secrets/versions.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { answers, PageQuery, SecretParams } from './answers.ts';
import { etagOf, IfMatchOrAny, readExpectation } from './etags.ts';

export function addVersionRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/accounts/:accountId/secrets/:name/versions', {
    config: { access: 'secrets:list' },
    schema: {
      operationId: 'listVersions',
      summary: 'The versions of a secret, newest first, without values',
      params: SecretParams,
      querystring: PageQuery,
      response: answers(200, VersionPage),
    },
    handler: async (request) => listVersions(vault, callerOf(request), request.params.name, request.query),
  });

  app.post('/v1/accounts/:accountId/secrets/:name/versions/:version(\\d{1,9})::restore', {
    config: { access: 'secrets:write' },
    schema: {
      operationId: 'restoreVersion',
      summary: 'Make this version the current one',
      params: Type.Object({ ...SecretParams.properties, version: Type.String() }),
      headers: IfMatchOrAny,
      response: answers(200, SecretMetadata),
    },
    handler: async (request, reply) => {
      const { name, version } = request.params;
      const expected = readExpectation(request.headers['if-match']);
      const secret = await restoreVersion(vault, callerOf(request), name, Number(version), expected);
      return reply.header('etag', etagOf(secret.etag)).send(secret);
    },
  });
}
