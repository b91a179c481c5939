import type { NewWorkloadIdentity } from '../../../../contracts/vault-api/workloads.ts';
import { createWorkloadIssuers, type WorkloadIssuers } from '../../../../vault/sign-in/workload-issuers.ts';
import { checkWorkloadFile } from '../../../../vault/sign-in/workload-settings.ts';
import {
  type FakeProvider,
  type Forgery,
  issuer,
  startFakeProvider,
} from '../../sign-in/support/fake-provider.ts';
import { openTestVault, type TestAnswer, type TestVault } from '../../support/test-vault.ts';

export const audience = 'https://vault.example.com';
export const subject = 'repo:octo/payments:environment:production';

/** The claims of a platform about a workload, as GitHub writes them. */
export const goodClaims = {
  aud: audience,
  sub: subject,
  repository_id: '42',
  environment: 'production',
  ref: 'refs/heads/main',
  nested: { service: { name: 'payments' } },
  // Of people, not of workloads.
  nonce: undefined,
  name: undefined,
  email: undefined,
  email_verified: undefined,
  groups: undefined,
};

export function newIdentity(
  agentId: string,
  changes: Partial<NewWorkloadIdentity> = {},
): NewWorkloadIdentity {
  const claims = [{ claim: 'sub', equals: subject }];
  return { agentId, name: 'Nightly build', issuer, claims, ...changes };
}

/** Issuers that are named, and never contacted. */
export function trustedIssuers(now: () => Date): WorkloadIssuers {
  return createWorkloadIssuers(checkWorkloadFile({ audience, issuers: [{ issuer }] }), {
    fetch: () => Promise.reject(new Error('asked')),
    now,
    readKeysFile: () => Promise.reject(new Error('read')),
  });
}

/** A vault with the agent `AGENT`, which may read the secret `crm`, and an issuer of tokens for workloads. */
export interface WorkloadVault {
  readonly test: TestVault;
  readonly provider: FakeProvider;
  /** Adds an identity; returns its id. */
  add(changes?: Partial<NewWorkloadIdentity>): Promise<string>;
  addAs(identity: unknown): Promise<TestAnswer>;
  token(forgery?: Forgery): Promise<string>;
  send(identityId: string, token: string): Promise<TestAnswer>;
  /** Signs in with a good token, or with one that differs from it. */
  signIn(identityId: string, forgery?: Forgery): Promise<TestAnswer>;
  read(key: string): Promise<TestAnswer>;
  remove(identityId: string): Promise<TestAnswer>;
  /** The newest entry of the log about a sign-in of an agent. */
  lastEntry(action?: string): Promise<unknown>;
}

export interface WorkloadVaultOptions {
  /** Of the issuer. */
  readonly settings?: object;
  readonly readKeysFile?: () => Promise<string>;
}

export async function openWorkloadVault({
  settings = {},
  readKeysFile = () => Promise.reject(new Error('no such file')),
}: WorkloadVaultOptions = {}): Promise<WorkloadVault> {
  const provider = await startFakeProvider();
  const issuers = checkWorkloadFile({ audience, issuers: [{ issuer, ...settings }] });
  const test = await openTestVault({
    workloadIssuers: (now) => createWorkloadIssuers(issuers, { fetch: provider.fetch, now, readKeysFile }),
  });
  await test.addAgents('AGENT', 'OTHER');
  await test.addSecret('crm', 'not-a-real-value', ['AGENT']);
  const url = '/v1/accounts/acc_test/identities';
  const addAs: WorkloadVault['addAs'] = (body) =>
    test.send({ method: 'POST', url, key: test.adminKey, body });
  const token: WorkloadVault['token'] = ({ claims, ...forgery } = {}) =>
    provider.token(test.vault.now(), { claims: { ...goodClaims, ...claims }, ...forgery });
  const send: WorkloadVault['send'] = (identityId, signed) =>
    test.send({ method: 'POST', url: '/v1/agents/sign-in', body: { identityId, token: signed } });
  return {
    test,
    provider,
    addAs,
    async add(changes) {
      const { status, text, json } = await addAs(newIdentity('AGENT', changes));
      if (status !== 201) throw new Error(text);
      return (json as { id: string }).id;
    },
    token,
    send,
    signIn: async (identityId, forgery) => send(identityId, await token(forgery)),
    read: (key) => test.send({ url: '/v1/agents/AGENT/secrets/crm/value', key }),
    remove: (id) => test.send({ method: 'DELETE', url: `${url}/${id}`, key: test.adminKey }),
    async lastEntry(action = 'agent.sign-in') {
      const list = `/v1/accounts/acc_test/audit-events?action=${action}&limit=1`;
      const { json } = await test.send({ url: list, key: test.adminKey });
      return (json as { events: readonly unknown[] }).events[0];
    },
  };
}

/** The content of the answer to a sign-in. */
export function sessionIn(answer: TestAnswer): { readonly id: string; readonly token: string } {
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json as { id: string; token: string };
}
