import Type from 'typebox';
import { AccessChange, AccessList } from '../../contracts/vault-api/access.ts';
import type { VaultApp } from '../vault-app.ts';
import { changeAccess, readAccess } from '../domain/access.ts';
import type { Vault } from '../domain/vault.ts';
import { ProblemError } from '../errors.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { answers, SecretParams } from './answers.ts';

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
      return reply.header('etag', etagOf(list)).send(list);
    },
  });

  app.patch(url, {
    config: { access: 'access:write' },
    schema: {
      operationId: 'changeAccess',
      summary: 'Grant to agents, revoke from agents',
      params: SecretParams,
      headers: Type.Object({
        'if-match': Type.Optional(Type.String({ description: 'The ETag that the change was decided on.' })),
      }),
      body: AccessChange,
      response: answers(200, AccessList),
    },
    handler: async (request, reply) => {
      const version = readVersion(request.headers['if-match']);
      const list = await changeAccess(vault, callerOf(request), request.params.name, request.body, version);
      return reply.header('etag', etagOf(list)).send(list);
    },
  });
}

function etagOf(list: AccessList): string {
  return `"${String(list.version)}"`;
}

function readVersion(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new ProblemError('PreconditionRequired', 'Send the ETag of the access list in If-Match.');
  }
  // A tag that the vault never gave fits no version, so it conflicts.
  return Number(/^"(\d{1,15})"$/.exec(ifMatch)?.[1] ?? 0);
}
