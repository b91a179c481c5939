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
        action: 'read the settings of the account',
        method: 'GET',
        path: ofAccount(accountId),
        signal,
      }),
    changeAccount: (accountId, change, revision) =>
      fetchJson(transport, answers.isAccount, {
        action: 'change the settings of the account',
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
        action: 'list the users',
        method: 'GET',
        path: ofAccount(accountId, 'users'),
        query: whole,
        signal,
      }),
    createUser: (accountId, user) =>
      fetchJson(transport, answers.isUser, {
        action: `add the user “${user.name}”`,
        method: 'POST',
        path: ofAccount(accountId, 'users'),
        body: user,
      }),
    changeUser: (accountId, userId, change) =>
      fetchJson(transport, answers.isUser, {
        action: `change the user “${userId}”`,
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
        action: 'list the tokens',
        method: 'GET',
        path: ofAccount(accountId, 'tokens'),
        query: { ...search, ...whole },
        signal,
      }),
    revokeToken: (accountId, tokenId) =>
      fetchNothing(transport, {
        action: `revoke the token “${tokenId}”`,
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
        action: 'list your environment secrets',
        method: 'GET',
        path,
        query: whole,
        signal,
      }),
    createVariable: (variable) =>
      fetchJson(transport, answers.isEnvironmentSecret, {
        action: `store the environment secret “${variable.name}”`,
        method: 'POST',
        path,
        body: variable,
      }),
    changeVariable: (name, change) =>
      fetchJson(transport, answers.isEnvironmentSecret, {
        action: `change the environment secret “${name}”`,
        method: 'PATCH',
        path: [...path, name],
        body: change,
      }),
    deleteVariable: (name) =>
      fetchNothing(transport, {
        action: `delete the environment secret “${name}”`,
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
        action: 'start a sandbox session',
        method: 'POST',
        path,
        body: session,
      }),
    endSandbox: (sessionId) =>
      fetchNothing(transport, {
        action: 'end the sandbox session',
        method: 'DELETE',
        path: [...path, sessionId],
      }),
  };
}

function auditOf(transport: Transport, patient: Transport): VaultAudit {
  return {
    async *auditEvents(accountId, search, signal) {
      const pages = followPages(transport, answers.isAuditPage, {
        action: 'read the audit log',
        method: 'GET',
        path: ofAccount(accountId, 'audit-events'),
        query: { ...search },
        signal,
      });
      for await (const page of pages) yield* page.events;
    },
    verifyAudit: (accountId) =>
      fetchJson(patient, answers.isAuditVerdict, {
        action: 'verify the audit log',
        method: 'GET',
        path: ofAccount(accountId, 'audit-events'),
        verb: 'verify',
      }),
  };
}

function ofAccount(accountId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'accounts', accountId, ...rest];
}
