import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Role } from '../../../contracts/vault-api/identity.ts';
import { createApp } from '../../../vault/app.ts';
import type { VaultApp } from '../../../vault/plugins/vault-app.ts';
import { takeDataDirectory } from '../../../vault/setup/data-directory.ts';
import { withAccountMac, withAgentMac } from '../../../vault/domain/rows/row-macs.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import { defaultTokenDays, type TokenDays } from '../../../vault/domain/context/token-days.ts';
import { createToken } from '../../../vault/domain/people/tokens.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import type { IdentityProvider } from '../../../vault/sign-in/index.ts';
import type { WorkloadIssuers } from '../../../vault/sign-in/workload-issuers.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { compiledSchemas } from './compiled-schemas.ts';
import { keepToken } from './keep-token.ts';

/** A vault that tests can access without a network. */
export interface TestVault {
  readonly app: VaultApp;
  readonly vault: Vault;
  readonly directory: string;
  readonly accountId: string;
  readonly adminKey: string;
  /** Everything logged so far. */
  readonly log: readonly string[];
  /** Lets time pass. */
  advance(milliseconds: number): void;
  /** Moves the wall clock forward or back without any time passing. */
  setClock(milliseconds: number): void;
  send(request: TestRequest): Promise<TestAnswer>;
  /** Issues a key with the given role. The role `agent` needs the given agent. */
  issue(role: Role, options?: { agentId?: string; accountId?: string; userId?: string }): Promise<string>;
  /** Adds a user and returns their id. */
  addUser(role: Exclude<Role, 'agent'>): Promise<string>;
  addAgents(...agentIds: readonly string[]): Promise<void>;
  addSecret(
    name: string,
    value: string | Record<string, string>,
    agentIds?: readonly string[],
  ): Promise<void>;
  /** Stops using the directory but leaves it in place. */
  release(): Promise<void>;
  close(): Promise<void>;
}

export interface TestRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is already a string. */
  readonly body?: unknown;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The body as JSON; `undefined` if it is empty. */
  readonly json: unknown;
}

export const start = Date.parse('2026-01-01T00:00:00Z');

/** In memory if the system supports it, because unit tests make many small writes. */
export function makeTestDirectory(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vault-test-'));
}

export interface TestVaultOptions {
  /** The identity provider for users, on the vault's clock. */
  readonly identityProvider?: (now: () => Date) => IdentityProvider;
  /** The issuers of workload tokens, on the vault's clock. */
  readonly workloadIssuers?: (now: () => Date) => WorkloadIssuers;
  /** Origins of web pages whose editors may send requests. */
  readonly origins?: readonly string[];
  /** Networks of proxies that are trusted to report the sender's address. */
  readonly proxies?: readonly string[];
  /** The maximum lifetime of new tokens. */
  readonly tokenDays?: TokenDays;
}

/** Opens a vault in its own directory with a frozen clock. */
export async function openTestVault({
  identityProvider,
  workloadIssuers,
  origins = [],
  proxies = [],
  tokenDays = defaultTokenDays,
}: TestVaultOptions = {}): Promise<TestVault> {
  const directory = makeTestDirectory();
  const taken = takeDataDirectory(directory);
  let time = start;
  let ran = 0;
  let ids = 0;
  const vault = await openVault({
    storage: openSqliteStorage(taken.databasePath),
    rootKey: taken.rootKey,
    now: () => new Date(time),
    monotonic: () => ran,
    newId: (prefix) => `${prefix}_${String((ids += 1))}`,
    account: { id: 'acc_test', name: 'Test' },
    tokenDays,
    keepAdminKey: (key) => taken.keepAdminKey(key),
  });
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => log.push(line) });
  const app = await createApp({
    vault,
    schemaController: compiledSchemas,
    logger,
    hosts: [],
    origins,
    proxies,
    ...(identityProvider && { identityProvider: identityProvider(vault.now) }),
    ...(workloadIssuers && { workloadIssuers: workloadIssuers(vault.now) }),
  });
  const adminKey = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  const send = (request: TestRequest) => inject(app, request);
  const post = async (url: string, body: unknown) => {
    const answer = await send({ method: 'POST', url, key: adminKey, body });
    if (answer.status !== 201) throw new Error(`${url}: ${answer.text}`);
    return answer.json;
  };

  const release = async (): Promise<void> => {
    await app.close();
    await vault.storage.close();
    taken.release();
  };

  return {
    app,
    vault,
    directory,
    adminKey,
    log,
    send,
    accountId: 'acc_test',
    advance: (milliseconds) => {
      time += milliseconds;
      ran += milliseconds;
    },
    setClock: (milliseconds) => {
      time += milliseconds;
    },
    async issue(role, { agentId, accountId = 'acc_test', userId } = {}) {
      const expiresAt = new Date(time + 86_400_000).toISOString();
      const speaksFor = { agentId: agentId ?? null, userId: userId ?? null };
      const fields = { accountId, name: role, role, ...speaksFor, expiresAt, issuedBy: null };
      const { token, record } = createToken(vault, fields);
      await keepToken(vault, record);
      return token;
    },
    async addUser(role) {
      const added = await post('/v1/accounts/acc_test/users', { name: `Some ${role}`, role });
      return (added as { id: string }).id;
    },
    async addAgents(...agentIds) {
      for (const agentId of agentIds) {
        await post('/v1/accounts/acc_test/agents', { agentId, agentName: `Agent ${agentId}` });
      }
    },
    async addSecret(name, value, agentIds = []) {
      const kind = typeof value === 'string' ? 'single' : 'key_value';
      await post('/v1/accounts/acc_test/secrets', { name, kind, value, agentIds });
    },
    release,
    async close() {
      await release();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Adds a second tenant with one agent to the same vault. Call this after the first tenant exists. */
export async function addOtherAccount({ vault }: Pick<TestVault, 'vault'>): Promise<void> {
  const now = new Date(start + 1).toISOString();
  await vault.storage.transact(async (tx) => {
    const first = { createdAt: now, revision: 1 };
    const settings = {
      name: 'Other',
      vaultEnabled: true,
      secondApprover: false,
      assistants: true,
      environments: [],
    };
    const account = { id: 'acc_other', ...settings, catalogVersion: 1, ...first };
    await tx.insertAccount(withAccountMac(vault.keyring, account));
    const agent = { accountId: 'acc_other', agentId: 'other-agent', agentName: 'Other' };
    const fields = { ...agent, ...first, updatedAt: now, deletedAt: null };
    await tx.insertAgent(withAgentMac(vault.keyring, fields));
  });
}

/** Makes the vault listen on loopback and returns the port. */
export async function listen({ app }: Pick<TestVault, 'app'>): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

export function valueUrl(agentId: string, name: string): string {
  return `/v1/agents/${encodeURIComponent(agentId)}/secrets/${encodeURIComponent(name)}/value`;
}

/** Returns the tag of this revision of a secret, or of this version of its access list, for `If-Match`. */
export async function tagOf(
  { vault, accountId }: Pick<TestVault, 'accountId' | 'vault'>,
  name: string,
  count: number,
  of: 'secret' | 'access' = 'secret',
): Promise<string> {
  const secret = await vault.storage.look((view) => view.findSecret(accountId, name));
  return `"${secret?.id ?? 'none'}.${of === 'secret' ? 'r' : 'a'}${String(count)}"`;
}

export function secretUrl(name: string, rest = ''): string {
  return `/v1/accounts/acc_test/secrets/${encodeURIComponent(name)}${rest}`;
}

async function inject(app: VaultApp, request: TestRequest): Promise<TestAnswer> {
  const { method = 'GET', url, key, headers, body } = request;
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await app.inject({
    method,
    url,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload }),
  });
  const text = answer.payload;
  const json: unknown = text === '' ? undefined : answer.json();
  return { status: answer.statusCode, headers: answer.headers, text, json };
}
