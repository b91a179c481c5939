import type { Transaction, View } from '../../../../vault/storage/storage.ts';
import { StorageError } from '../../../../vault/storage/storage.ts';
import { fits, keyOf, type State } from './state.ts';

const keptEvents = 1000;

/** All operations that change the state. */
export function changesOf(state: State): Omit<Transaction, keyof View | 'appendAudit'> {
  const forgetVersions = (secretId: string) => {
    for (const [key, one] of state.versions) if (one.secretId === secretId) state.versions.delete(key);
  };
  const has = <T>(all: Map<string, T>, wanted: (one: T) => boolean) => [...all.values()].some(wanted);

  return {
    async setVaultId(id) {
      if (state.vaultId !== undefined) throw new StorageError('The vault has an id');
      state.vaultId = id;
    },
    async setKnownTime(text) {
      state.knownTime = text;
    },
    insertKey: async (key) => void state.keys.set(keyOf(key.purpose, key.term), key),
    updateKey: async (key) => void state.keys.set(keyOf(key.purpose, key.term), key),
    deleteKey: async (term, purpose = 'term') => void state.keys.delete(keyOf(purpose, term)),

    insertAccount: async (account) => void state.accounts.set(account.id, account),
    async updateAccount(changes) {
      const account = state.accounts.get(changes.id);
      const { catalogVersion = 1 } = account ?? {};
      if (account) state.accounts.set(account.id, { ...account, ...changes, catalogVersion });
    },
    async bumpCatalogVersion(id) {
      const account = state.accounts.get(id);
      if (account) state.accounts.set(id, { ...account, catalogVersion: account.catalogVersion + 1 });
    },
    async insertAgent(agent) {
      const key = keyOf(agent.accountId, agent.agentId);
      if (state.agents.has(key)) return false;
      state.agents.set(key, agent);
      return true;
    },
    updateAgent: async (agent) => void state.agents.set(keyOf(agent.accountId, agent.agentId), agent),

    async insertSecret(secret, version) {
      const { accountId, name } = secret;
      if (has(state.secrets, (one) => one.accountId === accountId && one.name === name)) return false;
      state.secrets.set(secret.id, secret);
      state.versions.set(keyOf(version.secretId, version.version), version);
      return true;
    },
    async updateSecret(secret) {
      const lastReadAt = state.secrets.get(secret.id)?.lastReadAt ?? null;
      state.secrets.set(secret.id, { ...secret, lastReadAt });
    },
    insertVersion: async (version) =>
      void state.versions.set(keyOf(version.secretId, version.version), version),
    async setVersionMac({ secretId, version }, mac) {
      const found = state.versions.get(keyOf(secretId, version));
      if (found) state.versions.set(keyOf(secretId, version), { ...found, mac });
    },
    async rewrapVersion({ secretId, version }, wrappedKey, term) {
      const found = state.versions.get(keyOf(secretId, version));
      if (!found) return false;
      const sealed = { ...found.sealed, wrappedKey };
      state.versions.set(keyOf(secretId, version), { ...found, term, sealed });
      return true;
    },
    async purgeSecret(id) {
      state.secrets.delete(id);
      forgetVersions(id);
    },

    async insertUser(user) {
      const { accountId, issuer, subject } = user;
      if (issuer !== null && has(state.users, (one) => fits(one, { accountId, issuer, subject }))) {
        return false;
      }
      state.users.set(user.id, user);
      return true;
    },
    updateUser: async (user) => void state.users.set(user.id, user),
    insertToken: async (token) => void state.tokens.set(token.id, token),
    updateToken: async (token) => void state.tokens.set(token.id, token),
    async touchToken(id, lastUsedAt) {
      const token = state.tokens.get(id);
      if (token && (token.lastUsedAt ?? '') < lastUsedAt) state.tokens.set(id, { ...token, lastUsedAt });
    },
    async touchSecret(id, lastReadAt) {
      const secret = state.secrets.get(id);
      if (secret && (secret.lastReadAt ?? '') < lastReadAt) state.secrets.set(id, { ...secret, lastReadAt });
    },
    insertIdentity: async (identity) => void state.identities.set(identity.id, identity),
    deleteIdentity: async (id) => void state.identities.delete(id),
    insertSession: async (session) => void state.sessions.set(session.id, session),
    updateSession: async (session) => void state.sessions.set(session.id, session),
    deleteToken: async (id) => void state.tokens.delete(id),
    deleteSession: async (id) => void state.sessions.delete(id),
    async insertEnd(end) {
      if (!state.ends.has(end.id)) state.ends.set(end.id, end);
    },
    removeEnds: async (expiredBefore, limit) => {
      const old = [...state.ends.values()]
        .filter(({ expiresAt }) => expiresAt < expiredBefore)
        .slice(0, limit);
      for (const { id } of old) state.ends.delete(id);
      return old.length;
    },

    async insertEnvironmentSecret(secret, version) {
      const { userId, name } = secret;
      if (has(state.environment, (one) => one.userId === userId && one.name === name)) return false;
      state.environment.set(secret.id, secret);
      state.versions.set(keyOf(version.secretId, version.version), version);
      return true;
    },
    updateEnvironmentSecret: async (secret) => void state.environment.set(secret.id, secret),
    async deleteEnvironmentSecret(id) {
      state.environment.delete(id);
      forgetVersions(id);
    },

    async insertAccessRequest(request) {
      const { accountId, agentId, secretName, requestedBy } = request;
      const isSame = (one: typeof request) =>
        one.status === 'pending' &&
        one.accountId === accountId &&
        one.agentId === agentId &&
        one.secretName === secretName &&
        one.requestedBy === requestedBy;
      if (has(state.requests, isSame)) return false;
      state.requests.set(request.id, request);
      return true;
    },
    updateAccessRequest: async (request) => void state.requests.set(request.id, request),
    async insertIdempotent(record) {
      const { accountId, actorId, route, digest } = record;
      const key = keyOf(accountId, actorId, route, digest.toString('hex'));
      if (state.idempotency.has(key)) return false;
      state.idempotency.set(key, record);
      return true;
    },
    async removeIdempotent({ accountId, actorId, route, digest }) {
      state.idempotency.delete(keyOf(accountId, actorId, route, digest.toString('hex')));
    },
    async removeExpired(now, limit) {
      const expired = [...state.idempotency].filter(([, one]) => one.expiresAt < now).slice(0, limit);
      for (const [key] of expired) state.idempotency.delete(key);
      return expired.length;
    },
    async appendEvent(accountId, event) {
      state.events.push({ seq: (state.events.at(-1)?.seq ?? 0) + 1, accountId, event });
      if (state.events.length > keptEvents) state.events.shift();
    },
    insertCheckpoint: async (checkpoint) => void state.checkpoints.push(checkpoint),
    insertSegment: async (segment) => void state.segments.set(segment.last, segment),
    updateSegment: async (segment) => void state.segments.set(segment.last, segment),
    async replaceSnapshot(parts) {
      state.snapshot = parts;
    },
    async pruneAudit(through) {
      const count = (all: readonly { readonly seq: number }[]) =>
        all.slice(0, -1).filter(({ seq }) => seq <= through).length;
      const removed = state.audit.splice(0, count(state.audit));
      state.checkpoints.splice(0, count(state.checkpoints));
      return removed.at(-1)?.seq;
    },
  };
}
