import Type from 'typebox';
import {
  ImportedSecrets,
  Kind,
  NewSecret,
  SecretChange,
  SecretImport,
  SecretMetadata,
  SecretPage,
  VersionPage,
} from '../../contracts/vault-api/secrets.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { changeSecret } from '../domain/secrets/change-secret.ts';
import { deleteSecret, undeleteSecret } from '../domain/deletion/delete-secret.ts';
import { purgeSecret } from '../domain/deletion/purge-secrets.ts';
import { createSecret } from '../domain/creation/create-secret.ts';
import { importSecrets } from '../domain/creation/import-secrets.ts';
import { limits } from '../../contracts/secret.ts';
import { describeSecret, listSecrets } from '../domain/secrets/secrets.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import {
  AccountParams,
  answers,
  etagOf,
  IdempotencyKey,
  IfMatchOrAny,
  PageQuery,
  readExpectation,
  SecretParams,
} from './answers.ts';
import { listVersions, restoreVersion } from '../domain/secrets/versions.ts';

const list = '/v1/accounts/:accountId/secrets';
const one = '/v1/accounts/:accountId/secrets/:name';

export function addSecretRoutes(app: VaultApp, vault: Vault): void {
  addListRoutes(app, vault);
  addOneRoutes(app, vault);
  addDeletionRoutes(app, vault);
}

function addListRoutes(app: VaultApp, vault: Vault): void {
  app.get(list, {
    config: { access: 'secrets:list' },
    schema: {
      operationId: 'listSecrets',
      summary: 'The secrets of the account, sorted by name, without values',
      params: AccountParams,
      querystring: Type.Object({
        ...PageQuery.properties,
        prefix: Type.Optional(
          Type.String({ maxLength: 128, description: 'Only secrets whose names start with this text.' }),
        ),
        agentId: Type.Optional(
          Type.String({ maxLength: 128, description: 'Only secrets that this agent can read.' }),
        ),
        kind: Type.Optional(Kind),
        includeDeleted: Type.Optional(
          Type.Union([Type.Literal('true'), Type.Literal('false')], {
            description: 'Includes deleted secrets that can still be restored; these have `deletedAt`.',
          }),
        ),
      }),
      response: answers(200, SecretPage),
    },
    handler: async (request) => listSecrets(vault, callerOf(request), request.query),
  });

  app.post(list, {
    config: { access: 'secrets:write' },
    schema: {
      operationId: 'createSecret',
      summary: 'Create a secret',
      params: AccountParams,
      headers: IdempotencyKey,
      body: NewSecret,
      response: answers(201, SecretMetadata),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const secret = await createSecret(vault, callerOf(request), request.body, key);
      return reply.code(201).header('etag', etagOf(secret.etag)).send(secret);
    },
  });

  app.post('/v1/accounts/:accountId/secrets::import', {
    config: { access: 'secrets:write' },
    bodyLimit: limits.importBytes,
    schema: {
      operationId: 'importSecrets',
      summary: 'Create several secrets; all of them are created, or none',
      params: AccountParams,
      headers: IdempotencyKey,
      body: SecretImport,
      response: answers(201, ImportedSecrets),
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const imported = await importSecrets(vault, callerOf(request), request.body, key);
      return reply.code(201).send(imported);
    },
  });
}

function addOneRoutes(app: VaultApp, vault: Vault): void {
  app.get(one, {
    config: { access: 'secrets:list' },
    schema: {
      operationId: 'describeSecret',
      summary: 'One secret, without its value',
      params: SecretParams,
      response: answers(200, SecretMetadata),
    },
    handler: async (request, reply) => {
      const secret = await describeSecret(vault, callerOf(request), request.params.name);
      return reply.header('etag', etagOf(secret.etag)).send(secret);
    },
  });

  app.patch(one, {
    config: { access: 'secrets:write' },
    schema: {
      operationId: 'changeSecret',
      summary: 'Change the description or the value of a secret, or deprecate it',
      params: SecretParams,
      headers: IfMatchOrAny,
      body: SecretChange,
      response: answers(200, SecretMetadata),
    },
    handler: async (request, reply) => {
      const { body, params, headers } = request;
      const expected = readExpectation(headers['if-match']);
      const secret = await changeSecret(vault, callerOf(request), params.name, body, expected);
      return reply.header('etag', etagOf(secret.etag)).send(secret);
    },
  });
}

function addDeletionRoutes(app: VaultApp, vault: Vault): void {
  app.delete(one, {
    config: { access: 'secrets:write' },
    schema: {
      operationId: 'deleteSecret',
      summary: 'Delete a secret; it can be undeleted for a week',
      params: SecretParams,
      headers: IfMatchOrAny,
      response: answers(200, SecretMetadata),
    },
    handler: async (request, reply) => {
      const { params, headers } = request;
      const expected = readExpectation(headers['if-match']);
      const secret = await deleteSecret(vault, callerOf(request), params.name, expected);
      return reply.header('etag', etagOf(secret.etag)).send(secret);
    },
  });

  app.post('/v1/accounts/:accountId/secrets/:name(.+)::undelete', {
    config: { access: 'secrets:write' },
    schema: {
      operationId: 'undeleteSecret',
      summary: 'Restore a deleted secret',
      params: SecretParams,
      headers: IfMatchOrAny,
      response: answers(200, SecretMetadata),
    },
    handler: async (request, reply) => {
      const { params, headers } = request;
      const expected = readExpectation(headers['if-match']);
      const secret = await undeleteSecret(vault, callerOf(request), params.name, expected);
      return reply.header('etag', etagOf(secret.etag)).send(secret);
    },
  });
  app.post('/v1/accounts/:accountId/secrets/:name(.+)::purge', {
    config: { access: 'secrets:write' },
    schema: {
      operationId: 'purgeSecret',
      summary: 'Permanently destroy a deleted secret with all its versions',
      params: SecretParams,
      headers: IfMatchOrAny,
      response: answers(204, Type.Null({ description: 'The secret is destroyed' })),
    },
    handler: async (request, reply) => {
      const { params, headers } = request;
      const expected = readExpectation(headers['if-match']);
      await purgeSecret(vault, callerOf(request), params.name, expected);
      return reply.code(204).send(null);
    },
  });
}

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
