import type {
  IdempotencyRecord,
  FoundToken,
  SecretRecord,
  TokenRecord,
} from '../../../../vault/storage/records.ts';
import { StorageError, type View } from '../../../../vault/storage/storage.ts';
import { byBytes, fits, keyOf, pageOf, type State } from './state.ts';

/** The simplest implementation of all queries. */
export function viewOf(state: State): View {
  const secretsOf = (accountId: string) =>
    [...state.secrets.values()].filter((one) => one.accountId === accountId);
  const environmentOf = (userId: string) =>
    [...state.environment.values()].filter((one) => one.userId === userId);
  const sealedOf = ({ id, version }: { readonly id: string; readonly version: number }) => {
    const found = state.versions.get(keyOf(id, version));
    if (!found) throw new StorageError('A secret lacks its value');
    return found.sealed;
  };
  const inOrder = (secrets: readonly SecretRecord[]) =>
    secrets.toSorted((one, other) => byBytes(one.name, other.name));

  return {
    vaultId: async () => state.vaultId,
    knownTime: async () => state.knownTime,
    keys: async () =>
      [...state.keys.values()].toSorted(
        (one, other) => byBytes(one.purpose, other.purpose) || one.term - other.term,
      ),

    findAccount: async (id) => state.accounts.get(id),
    firstAccount: async () =>
      [...state.accounts.values()].toSorted(
        (one, other) => byBytes(one.createdAt, other.createdAt) || byBytes(one.id, other.id),
      )[0],
    listAccounts: async (page) => pageOf(state.accounts.values(), ({ id }) => id, page),
    listAgents: async (accountId, page, idPrefix = '') => {
      const wanted = [...state.agents.values()].filter(
        (one) => fits(one, { accountId, deletedAt: null }) && one.agentId.startsWith(idPrefix),
      );
      return pageOf(wanted, ({ agentId }) => agentId, page);
    },
    agentsById: async (accountId, page) =>
      pageOf(
        [...state.agents.values()].filter((one) => fits(one, { accountId })),
        ({ agentId }) => agentId,
        page,
      ),
    findAgent: async (accountId, agentId) => state.agents.get(keyOf(accountId, agentId)),
    unknownAgents: async (accountId, agentIds) =>
      agentIds.filter((agentId) => state.agents.get(keyOf(accountId, agentId))?.deletedAt !== null),

    async listSecrets(accountId, page, { namePrefix = '', kind, agentId, deleted = false } = {}) {
      const wanted = secretsOf(accountId).filter(
        (one) =>
          one.name.startsWith(namePrefix) &&
          (kind === undefined || one.kind === kind) &&
          (agentId === undefined || one.access.agentIds.includes(agentId)) &&
          (one.deletedAt !== null) === deleted,
      );
      return pageOf(wanted, ({ name }) => name, page);
    },
    findSecret: async (accountId, name) => secretsOf(accountId).find((one) => one.name === name),
    findSecrets: async (accountId, names) =>
      inOrder(secretsOf(accountId).filter(({ name }) => names.includes(name))),
    async findReadable(accountId, name) {
      const secret = secretsOf(accountId).find((one) => one.name === name);
      return secret && { secret, sealed: sealedOf(secret) };
    },
    listVersions: async (secretId, { before = Infinity, limit }) =>
      [...state.versions.values()]
        .filter((one) => one.secretId === secretId && one.version < before)
        .toSorted((one, other) => other.version - one.version)
        .slice(0, limit),
    hasVersionsWithoutMac: async () => [...state.versions.values()].some(({ mac }) => mac.length === 0),
    findVersion: async (secretId, version) => state.versions.get(keyOf(secretId, version)),
    secretsToPurge: async (now, limit) =>
      [...state.secrets.values()]
        .filter(({ purgeAfter }) => purgeAfter !== null && purgeAfter <= now)
        .toSorted((one, other) => byBytes(one.purgeAfter ?? '', other.purgeAfter ?? ''))
        .slice(0, limit),
    secretsWithEndedAccess: async (now, limit) =>
      [...state.secrets.values()]
        .map((secret) => ({ secret, first: secret.access.ends.map(({ until }) => until).toSorted()[0] }))
        .filter(({ first }) => first !== undefined && first <= now)
        .toSorted((one, other) => byBytes(one.first ?? '', other.first ?? ''))
        .slice(0, limit)
        .map(({ secret }) => secret),
    countDue: async (before) =>
      [...state.secrets.values()].filter(
        ({ deletedAt, upkeep: { expiresOn, rotateBy } }) =>
          deletedAt === null && [expiresOn, rotateBy].some((date) => date !== undefined && date < before),
      ).length,
    secretsById: async (page) => pageOf(state.secrets.values(), ({ id }) => id, page),
    secretsOfDeletedAgents: async (limit) => {
      const isGone = (accountId: string, agentId: string) =>
        (state.agents.get(keyOf(accountId, agentId))?.deletedAt ?? null) !== null;
      const wanted = [...state.secrets.values()].filter(({ accountId, access }) =>
        access.agentIds.some((agentId) => isGone(accountId, agentId)),
      );
      return pageOf(wanted, ({ id }) => id, { after: undefined, limit });
    },
    secretsWithoutRevision: async (limit) =>
      pageOf(state.secrets.values(), ({ id }) => id, { after: undefined, limit: Infinity })
        .filter(({ revision }) => revision === 0)
        .slice(0, limit),
    versionsOfTerm: async (term, { after, limit }) =>
      [...state.versions.values()]
        .filter((one) => one.term === term)
        .toSorted((one, other) => byBytes(one.secretId, other.secretId) || one.version - other.version)
        .filter((one) => {
          if (!after) return true;
          const order = byBytes(one.secretId, after.secretId);
          return order > 0 || (order === 0 && one.version > after.version);
        })
        .slice(0, limit),

    listUsers: async (accountId, page) =>
      pageOf(
        [...state.users.values()].filter((one) => fits(one, { accountId })),
        ({ id }) => id,
        page,
      ),
    findUser: async (accountId, id) => [...state.users.values()].find((one) => fits(one, { accountId, id })),
    findUserBySubject: async (accountId, issuer, subject) =>
      [...state.users.values()].find((one) => fits(one, { accountId, issuer, subject })),
    findToken: async (digest) => foundToken(state, digest),
    findTokenById: async (accountId, id) =>
      [...state.tokens.values()].find((one) => fits(one, { accountId, id })),
    listTokens: async (accountId, page, filter = {}) =>
      pageOf(
        [...state.tokens.values()].filter((one) => fits(one, { accountId, ...filter })),
        ({ id }) => id,
        page,
      ),
    findIdentity: async (id) => state.identities.get(id),
    listIdentities: async (accountId, page, filter = {}) =>
      pageOf(
        [...state.identities.values()].filter((one) => fits(one, { accountId, ...filter })),
        ({ id }) => id,
        page,
      ),
    async findSession(digest) {
      const session = [...state.sessions.values()].find((one) => one.digest.equals(digest));
      const account = session && state.accounts.get(session.accountId);
      const user = session && state.users.get(session.userId);
      return session && account && user && { session, account, user };
    },
    listSessions: async (userId, page) =>
      pageOf(
        [...state.sessions.values()].filter((one) => fits(one, { userId })),
        ({ id }) => id,
        page,
      ),
    sessionsOfAccount: async (accountId, page) =>
      pageOf(
        [...state.sessions.values()].filter((one) => fits(one, { accountId })),
        ({ id }) => id,
        page,
      ),
    expiredSessions: async (now, limit) =>
      [...state.sessions.values()]
        .filter(({ expiresAt }) => expiresAt < now)
        .toSorted((one, other) => byBytes(one.expiresAt, other.expiresAt))
        .slice(0, limit),
    tokensEnding: async ({ from, before, role, idPrefix = '' }, limit) => {
      const endOf = ({ revokedAt, expiresAt }: TokenRecord) => revokedAt ?? expiresAt;
      return [...state.tokens.values()]
        .filter((one) => endOf(one) >= from && endOf(one) < before)
        .filter((one) => (role === undefined || one.role === role) && one.id.startsWith(idPrefix))
        .toSorted((one, other) => byBytes(endOf(one), endOf(other)))
        .slice(0, limit);
    },
    endedOf: async (ids) => ids.filter((id) => state.ends.has(id)),
    listEnds: async (page) => pageOf(state.ends.values(), ({ id }) => id, page),

    listEnvironment: async (userId, page) => pageOf(environmentOf(userId), ({ name }) => name, page),
    findEnvironmentSecret: async (userId, name) => environmentOf(userId).find((one) => one.name === name),
    readEnvironment: async (userId) =>
      environmentOf(userId)
        .toSorted((one, other) => byBytes(one.name, other.name))
        .map((secret) => ({ secret, sealed: sealedOf(secret) })),

    async listAccessRequests(accountId, { after, limit }, filter = {}) {
      const newestFirst = [...state.requests.values()].toSorted(
        (one, other) => byBytes(other.createdAt, one.createdAt) || byBytes(other.id, one.id),
      );
      const start = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
      const older = after !== undefined && start === 0 ? [] : newestFirst.slice(start);
      return older.filter((one) => fits(one, { accountId, ...filter })).slice(0, limit);
    },
    findAccessRequest: async (accountId, id) =>
      [...state.requests.values()].find((one) => fits(one, { accountId, id })),
    pendingAccessRequest: async (accountId, agentId, secretName, requestedBy) =>
      [...state.requests.values()].find((one) =>
        fits(one, { accountId, agentId, secretName, requestedBy, status: 'pending' }),
      ),
    findIdempotent: async ({ accountId, actorId, route, digest }) =>
      state.idempotency.get(keyOf(accountId, actorId, route, digest.toString('hex'))),

    async listIdempotent(after, limit) {
      const placeOf = ({
        accountId,
        actorId,
        route,
        digest,
      }: Pick<IdempotencyRecord, 'accountId' | 'actorId' | 'route' | 'digest'>) =>
        [accountId, actorId, route, digest.toString('hex')].join('\0');
      const start = after ? placeOf(after) : '';
      const all = [...state.idempotency.values()].filter((one) => placeOf(one) > start);
      return all.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)).slice(0, limit);
    },
    async listAudit(accountId, { before = Infinity, limit }, filter = {}) {
      const { actions, since = '', until, ...equal } = filter;
      const entries = state.audit
        .filter((one) => one.seq < before && fits(one, { accountId, ...equal }))
        .filter(({ at }) => at >= since && (until === undefined || at < until))
        .filter(({ action }) => {
          const wanted = new Set([action, `${action.split('.')[0]}.*`]);
          return actions?.some((one) => wanted.has(one)) ?? true;
        })
        .toReversed()
        .slice(0, limit);
      const last = entries.at(-1)?.seq ?? 1;
      return { entries, next: entries.length === limit && last > 1 ? last : undefined };
    },
    lastCheckpoint: async () => state.checkpoints.at(-1),
    checkpointsAfter: async (seq, limit) => state.checkpoints.filter((one) => one.seq > seq).slice(0, limit),
    segmentsAfter: async (seq, limit) =>
      [...state.segments.values()]
        .filter(({ last }) => last > seq)
        .toSorted((one, other) => one.last - other.last)
        .slice(0, limit),
    lastSegment: async () => [...state.segments.values()].toSorted((one, other) => other.last - one.last)[0],
    snapshotPart: async (part) => state.snapshot[part],
    figures: async () => ({
      accounts: state.accounts.size,
      agents: [...state.agents.values()].filter(({ deletedAt }) => deletedAt === null).length,
      secrets: [...state.secrets.values()].filter(({ deletedAt }) => deletedAt === null).length,
      entries: state.audit.at(-1)?.seq ?? 0,
    }),
    // There is no disk, so this is any number that grows with the content.
    databaseBytes: async () => (state.audit.length + state.secrets.size + 1) * 1024,
  };
}

function foundToken(state: State, digest: Buffer): FoundToken | undefined {
  const token = [...state.tokens.values()].find((one) => one.digest.equals(digest));
  const account = token && state.accounts.get(token.accountId);
  if (!token || !account) return undefined;
  return { token, account, user: state.users.get(token.userId ?? ''), isEnded: state.ends.has(token.id) };
}
