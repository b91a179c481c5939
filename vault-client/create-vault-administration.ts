import { sentence } from '../contracts/words.ts';
import type { VaultClientOptions } from './create-vault-client.ts';
import { fetchJson, fetchNothing, fetchPages, followPages } from './fetch-json.ts';
import * as answers from './management-answers.ts';
import { createTransport, type Transport } from './transport.ts';
import type { VaultAccount } from './vault-account.ts';
import type { VaultAudit } from './vault-audit.ts';
import type { VaultEnvironment } from './vault-environment.ts';
import type { VaultPeople } from './vault-people.ts';

/** Everything that people may do besides what the editor offers. */
export type VaultAdministration = VaultAccount & VaultPeople & VaultEnvironment & VaultAudit;

/** The longest pages that the vault gives: whoever lists everything asks seldom. */
const whole = { limit: '1000' };
/** Verifying walks the whole log. */
const patientMs = 600_000;

/** Never throws: an address or key that cannot be used shows with the first call. */
export function createVaultAdministration(options: VaultClientOptions): VaultAdministration {
  const transport = createTransport({ timeoutMs: 10_000, ...options });
  const patient = createTransport({ ...options, timeoutMs: patientMs });
  return {
    ...accountOf(transport),
    ...usersOf(transport),
    ...tokensOf(transport),
    ...environmentOf(transport),
    ...sandboxesOf(transport),
    ...auditOf(transport, patient),
  };
}

function accountOf(transport: Transport): VaultAccount {
  return {
    account: (accountId, signal) =>
      fetchJson(transport, answers.isAccount, {
        action: sentence('read the settings of the account'),
        method: 'GET',
        path: ofAccount(accountId),
        signal,
      }),
    changeAccount: (accountId, change, revision) =>
      fetchJson(transport, answers.isAccount, {
        action: sentence('change the settings of the account'),
        method: 'PATCH',
        path: ofAccount(accountId),
        headers: { 'if-match': `"${String(revision)}"` },
        body: change,
      }),
  };
}

function usersOf(transport: Transport): Pick<VaultPeople, 'users' | 'createUser' | 'changeUser'> {
  return {
    users: (accountId, signal) =>
      fetchPages(transport, answers.isUserPage, (page) => page.users, {
        action: sentence('list the users'),
        method: 'GET',
        path: ofAccount(accountId, 'users'),
        query: whole,
        signal,
      }),
    createUser: (accountId, user) =>
      fetchJson(transport, answers.isUser, {
        action: sentence('add the user “{name}”', { name: user.name }),
        method: 'POST',
        path: ofAccount(accountId, 'users'),
        body: user,
      }),
    changeUser: (accountId, userId, change) =>
      fetchJson(transport, answers.isUser, {
        action: sentence('change the user “{userId}”', { userId }),
        method: 'PATCH',
        path: ofAccount(accountId, 'users', userId),
        body: change,
      }),
  };
}

function tokensOf(transport: Transport): Pick<VaultPeople, 'tokens' | 'revokeToken'> {
  return {
    tokens: (accountId, search, signal) =>
      fetchPages(transport, answers.isTokenPage, (page) => page.tokens, {
        action: sentence('list the tokens'),
        method: 'GET',
        path: ofAccount(accountId, 'tokens'),
        query: { ...search, ...whole },
        signal,
      }),
    revokeToken: (accountId, tokenId) =>
      fetchNothing(transport, {
        action: sentence('revoke the token “{tokenId}”', { tokenId }),
        method: 'DELETE',
        path: ofAccount(accountId, 'tokens', tokenId),
      }),
  };
}

type Variables = 'environment' | 'createVariable' | 'changeVariable' | 'deleteVariable';

function environmentOf(transport: Transport): Pick<VaultEnvironment, Variables> {
  const path = ['v1', 'me', 'environment'];
  return {
    environment: (signal) =>
      fetchPages(transport, answers.isEnvironmentPage, (page) => page.secrets, {
        action: sentence('list your environment secrets'),
        method: 'GET',
        path,
        query: whole,
        signal,
      }),
    createVariable: (variable) =>
      fetchJson(transport, answers.isEnvironmentSecret, {
        action: sentence('store the environment secret “{name}”', { name: variable.name }),
        method: 'POST',
        path,
        body: variable,
      }),
    changeVariable: (name, change) =>
      fetchJson(transport, answers.isEnvironmentSecret, {
        action: sentence('change the environment secret “{name}”', { name }),
        method: 'PATCH',
        path: [...path, name],
        body: change,
      }),
    deleteVariable: (name) =>
      fetchNothing(transport, {
        action: sentence('delete the environment secret “{name}”', { name }),
        method: 'DELETE',
        path: [...path, name],
      }),
  };
}

function sandboxesOf(transport: Transport): Pick<VaultEnvironment, 'startSandbox' | 'endSandbox'> {
  const path = ['v1', 'me', 'sandbox-sessions'];
  return {
    startSandbox: (session) =>
      fetchJson(transport, answers.isSandboxSession, {
        action: sentence('start a sandbox session'),
        method: 'POST',
        path,
        body: session,
      }),
    endSandbox: (sessionId) =>
      fetchNothing(transport, {
        action: sentence('end the sandbox session'),
        method: 'DELETE',
        path: [...path, sessionId],
      }),
  };
}

function auditOf(transport: Transport, patient: Transport): VaultAudit {
  return {
    async *auditEvents(accountId, search, signal) {
      const pages = followPages(transport, answers.isAuditPage, {
        action: sentence('read the audit log'),
        method: 'GET',
        path: ofAccount(accountId, 'audit-events'),
        query: { ...search },
        signal,
      });
      for await (const page of pages) yield* page.events;
    },
    verifyAudit: (accountId) =>
      fetchJson(patient, answers.isAuditVerdict, {
        action: sentence('verify the audit log'),
        method: 'GET',
        path: ofAccount(accountId, 'audit-events'),
        verb: 'verify',
      }),
  };
}

function ofAccount(accountId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'accounts', accountId, ...rest];
}
