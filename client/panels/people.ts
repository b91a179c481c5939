import { compareNames } from '../../contracts/name-order.ts';
import { isValidKey, type ListedKey, type ListedPerson } from '../../contracts/people-messages.ts';
import type { Agent } from '../../contracts/vault-api/agents.ts';
import type { TokenMetadata } from '../../contracts/vault-api/identity.ts';
import type { User } from '../../contracts/vault-api/users.ts';
import { withoutUndefined } from '../../contracts/without-undefined.ts';

/** Sorted by name; those who are disabled come last. */
export function listedPeople(users: readonly User[]): readonly ListedPerson[] {
  return users
    .map(({ id, name, email, role, disabledAt }) => ({
      id,
      name,
      role,
      ...withoutUndefined({ email, disabledAt }),
    }))
    .toSorted(
      (one, other) =>
        Number(one.disabledAt !== undefined) - Number(other.disabledAt !== undefined) ||
        compareNames(one.name, other.name),
    );
}

/** Keys that are valid come first, the earliest expiry on top; then the others, the latest end on top. */
export function listedKeys(
  tokens: readonly TokenMetadata[],
  users: readonly Pick<User, 'id' | 'name'>[],
  agents: readonly Pick<Agent, 'agentId' | 'agentName'>[],
  now: Date,
): readonly ListedKey[] {
  const names = new Map([
    ...users.map(({ id, name }) => [id, name] as const),
    ...agents.map(({ agentId, agentName }) => [agentId, agentName] as const),
  ]);
  const [valid, ended] = [
    tokens.filter((token) => isValidKey(token, now)),
    tokens.filter((token) => !isValidKey(token, now)),
  ];
  return [
    ...valid.toSorted((one, other) => Date.parse(one.expiresAt) - Date.parse(other.expiresAt)),
    ...ended.toSorted((one, other) => endOf(other) - endOf(one)),
  ].map((token) => listedKey(token, names));
}

function endOf({ expiresAt, revokedAt }: TokenMetadata): number {
  return Date.parse(revokedAt ?? expiresAt);
}

function listedKey(token: TokenMetadata, names: ReadonlyMap<string, string>): ListedKey {
  const { id, name, role, agentId, userId, createdAt, expiresAt, revokedAt, lastUsedAt } = token;
  const ownerId = agentId ?? userId;
  const owner = ownerId === undefined ? undefined : (names.get(ownerId) ?? ownerId);
  const issuedBy = token.issuedByName ?? token.issuedBy ?? undefined;
  return {
    id,
    name,
    role,
    isSignIn: id.startsWith('ses_'),
    createdAt,
    expiresAt,
    ...withoutUndefined({ owner, issuedBy, revokedAt, lastUsedAt }),
  };
}
