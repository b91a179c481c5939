import Type from 'typebox';
import { AuditPage, AuditQuery, AuditVerdict } from '../../contracts/vault-api/audit.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { AuditVerification, listAudit } from '../domain/audit/audit-log.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AccountParams, answers, PageQuery } from './answers.ts';

export function addAuditRoutes(app: VaultApp, vault: Vault): void {
  const verification = new AuditVerification(() => performance.now());

  app.get('/v1/accounts/:accountId/audit-events', {
    config: { access: 'audit:read' },
    schema: {
      operationId: 'listAudit',
      summary: 'The audit entries of the account, newest first',
      params: AccountParams,
      querystring: Type.Object({ ...PageQuery.properties, ...AuditQuery }),
      response: answers(200, AuditPage),
    },
    handler: async (request) => listAudit(vault, callerOf(request), request.query),
  });

  app.get('/v1/accounts/:accountId/audit-events::verify', {
    config: { access: 'audit:read' },
    schema: {
      operationId: 'verifyAudit',
      summary: 'Whether the whole audit log is intact',
      params: AccountParams,
      response: answers(200, AuditVerdict),
    },
    handler: async (request) => verification.verify(vault, callerOf(request)),
  });
}
