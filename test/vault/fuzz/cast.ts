import { createToken } from '../../../vault/domain/people/tokens.ts';
import type { Role } from '../../../contracts/vault-api/identity.ts';
import { keepToken } from '../support/keep-token.ts';
import { addOtherAccount } from '../support/test-vault.ts';
import { accountId, type VaultOn } from '../support/vault-on.ts';
import { canary } from './canaries.ts';
import type { FuzzKey } from './request.ts';

/** All senders of requests. */
export interface Cast {
  readonly keys: readonly FuzzKey[];
  readonly brokenKeys: readonly FuzzKey[];
}

export const spareKeys = ['a spare', 'another spare', 'a third spare'] as const;

type Post = (url: string, body: unknown, key?: string) => Promise<Record<string, unknown>>;

/** Adds agents, secrets, people, a second account, and keys of every kind. */
export async function castOf(on: VaultOn): Promise<Cast> {
  const post = posting(on);
  for (const agentId of ['agent-a', 'agent-b']) await post(agents, { agentId, agentName: mark });
  for (const name of ['first', 'second', 'third']) {
    await post(secrets, { ...secretOf(name), agentIds: ['agent-a'] });
  }
  const keys: FuzzKey[] = [];
  for (const role of ['admin', 'author', 'reviewer'] as const) {
    const user = await post(users, { name: `${role} ${mark}`, role });
    keys.push(await keyOf(on, role, role, { userId: String(user['id']) }));
  }
  const author = keys[1]?.token ?? '';
  await post('/v1/me/environment', { name: 'FIRST', value: canary, description: mark }, author);
  const session = await post('/v1/me/sandbox-sessions', {}, author);
  keys.push({ name: 'sandbox', role: 'sandbox', account: accountId, token: String(session['token']) });
  keys.push(await keyOf(on, 'agent', 'agent', { agentId: 'agent-a' }));
  keys.push(await keyOf(on, 'other agent', 'agent', { agentId: 'agent-b' }));
  keys.push(...(await otherAccount(on)));
  // A sign-out invalidates the key, so other keys are used for it.
  const { id: userId } = await post(users, { name: `spare ${mark}`, role: 'author' });
  for (const name of spareKeys) keys.push(await keyOf(on, name, 'author', { userId: String(userId) }));
  return { keys, brokenKeys: await brokenKeys(on, post, author) };
}

/** Part of strings of the first account: other accounts must never see it. */
const mark = `of ${accountId}`;

function secretOf(name: string) {
  return { name, kind: 'single', value: canary, description: mark } as const;
}

const agents = `/v1/accounts/${accountId}/agents`;
const secrets = `/v1/accounts/${accountId}/secrets`;
const users = `/v1/accounts/${accountId}/users`;

function posting({ app, adminKey }: VaultOn): Post {
  return async (url, body, key = adminKey) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
    if (answer.statusCode !== 201) throw new Error(`${url}: ${answer.payload}`);
    return answer.json<Record<string, unknown>>();
  };
}

interface Bearer {
  readonly accountId?: FuzzKey['account'];
  readonly agentId?: string;
  readonly userId?: string;
  readonly expiresAt?: string;
}

async function keyOf({ vault }: VaultOn, name: string, role: Role, bearer: Bearer = {}): Promise<FuzzKey> {
  const { accountId: account = accountId, agentId = null, userId = null } = bearer;
  const { expiresAt = new Date(vault.now().getTime() + 86_400_000).toISOString() } = bearer;
  const fields = { accountId: account, name, role, agentId, userId, expiresAt, issuedBy: null };
  const { token, record } = createToken(vault, fields);
  await keepToken(vault, record);
  return { name, role, account, token };
}

/** Its people must see nothing of the first account. */
async function otherAccount(on: VaultOn): Promise<readonly FuzzKey[]> {
  await addOtherAccount(on);
  return [
    await keyOf(on, "other account's admin", 'admin', { accountId: 'acc_other' }),
    await keyOf(on, "other account's agent", 'agent', { accountId: 'acc_other', agentId: 'other-agent' }),
  ];
}

async function brokenKeys(on: VaultOn, post: Post, author: string): Promise<readonly FuzzKey[]> {
  const { vault } = on;
  const expiresAt = new Date(vault.now().getTime() - 1).toISOString();
  const expired = await keyOf(on, 'expired', 'admin', { expiresAt });
  const revoked = await revokedKey(on, post);
  const disabled = await keyOfDisabled(on, post);
  const texts: Readonly<Record<string, string | undefined>> = {
    none: undefined,
    'a canary': canary,
    'a changed key': `${author.slice(0, -1)}${author.endsWith('x') ? 'y' : 'x'}`,
    'half a key': author.slice(0, 20),
    'a key of unknown role': author.replace('author', 'root'),
    'a key in upper case': author.toUpperCase(),
    'a key twice': `${author},${author}`,
    'a long key': author.padEnd(5000, 'x'),
    'only a prefix': 'ags_admin_',
    'a sandbox prefix': `ags_sandbox_${canary}`,
  };
  const ended = [expired, revoked, disabled].map(({ name, account, token }) => ({ name, account, token }));
  const made = Object.entries(texts).map(([name, token]) => ({ name, account: accountId, token }) as const);
  return [...ended, ...made];
}

async function revokedKey(on: VaultOn, post: Post): Promise<FuzzKey> {
  const issued = await post(`/v1/accounts/${accountId}/tokens`, { name: 'revoked', role: 'admin' });
  const url = `/v1/accounts/${accountId}/tokens/${String(issued['id'])}`;
  await on.app.inject({ method: 'DELETE', url, headers: { authorization: `Bearer ${on.adminKey}` } });
  return { name: 'revoked', account: accountId, token: String(issued['token']) };
}

async function keyOfDisabled(on: VaultOn, post: Post): Promise<FuzzKey> {
  const user = await post(users, { name: 'disabled', role: 'author' });
  const key = await keyOf(on, "a disabled person's", 'author', { userId: String(user['id']) });
  const headers = { authorization: `Bearer ${on.adminKey}`, 'content-type': 'application/json' };
  const payload = JSON.stringify({ disabled: true });
  await on.app.inject({ method: 'PATCH', url: `${users}/${String(user['id'])}`, headers, payload });
  return key;
}
