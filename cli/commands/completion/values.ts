import type { CliHost } from '../../host/cli-host.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import { connectToVault, type VaultOption } from '../../knowledge/vault-connection.ts';

export type ValueKind = 'agent' | 'identity' | 'request' | 'secret' | 'token' | 'user' | 'variable';

export const valueKinds: readonly ValueKind[] = [
  'agent',
  'identity',
  'request',
  'secret',
  'token',
  'user',
  'variable',
];

/** The longest that a user should wait after pressing Tab. */
const patienceMs = 2_000;
const mostNames = 1_000;

/**
 * Returns the kind of vault object that a placeholder such as `<agents...>` stands for; undefined if it
 * doesn't stand for any.
 */
export function valueKindOf(placeholder: string): ValueKind | undefined {
  return valueKinds.find((kind) => placeholder === kind || placeholder === `${kind}s`);
}

/**
 * Returns names with the given prefix. Completion never fails, so the list is empty if the vault is
 * unreachable.
 */
export async function listValues(
  kind: ValueKind,
  prefix: string,
  options: VaultOption,
  host: CliHost,
): Promise<readonly string[]> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const vault = connectToVault(options, host);
    const { accountId } = await vault.me(signal);
    const names = await ask[kind]({ vault, accountId, prefix, signal });
    return names.filter((name) => name.startsWith(prefix) && !/\p{C}/u.test(name)).slice(0, mostNames);
  } catch {
    return [];
  }
}

interface Question {
  readonly vault: VaultClient;
  readonly accountId: string;
  readonly prefix: string;
  readonly signal: AbortSignal;
}

const ask: Readonly<Record<ValueKind, (question: Question) => Promise<readonly string[]>>> = {
  agent: async ({ vault, accountId, signal }) =>
    (await vault.agents(accountId, signal)).map(({ agentId }) => agentId),
  identity: async ({ vault, accountId, signal }) =>
    (await vault.identities(accountId, {}, signal)).map(({ id }) => id),
  request: async ({ vault, accountId, signal }) =>
    (await vault.accessRequests(accountId, 'pending', signal)).map(({ id }) => id),
  secret: async ({ vault, accountId, prefix, signal }) => {
    const search = { ...(prefix !== '' && { prefix }), includeDeleted: true };
    return (await vault.secrets(accountId, search, signal)).map(({ name }) => name);
  },
  token: async ({ vault, accountId, signal }) => {
    const tokens = await vault.tokens(accountId, {}, signal);
    return tokens.filter(({ revokedAt }) => revokedAt === undefined).map(({ id }) => id);
  },
  user: async ({ vault, accountId, signal }) => (await vault.users(accountId, signal)).map(({ id }) => id),
  variable: async ({ vault, signal }) => (await vault.environment(signal)).map(({ name }) => name),
};
