import type { Keyring, MacPurpose } from '../../crypto/index.ts';
import { environmentsText } from '../../storage/environments-text.ts';
import { upkeepText } from '../../storage/upkeep-text.ts';
import type {
  AccessRequestRecord,
  AccountRecord,
  AgentRecord,
  EnvironmentSecretRecord,
  IdempotencyRecord,
  SandboxSessionRecord,
  SecretRecord,
  TokenRecord,
  UserRecord,
  VersionRecord,
  WorkloadIdentityRecord,
} from '../../storage/records.ts';

type MacContent = Parameters<Keyring['mac']>[1];

/**
 * The MAC for one kind of row, over its `content`. `verify` throws an IntegrityError if the row was edited in
 * the database; the error has the row's id if `idOf` returns one.
 */
function rowMac<Row extends { readonly mac: Buffer }>(
  purpose: MacPurpose,
  what: string,
  content: (row: Omit<Row, 'mac'>) => MacContent,
  idOf: (row: Row) => string | undefined = () => undefined,
) {
  return {
    withMac: (keyring: Keyring, row: Omit<Row, 'mac'>) => ({
      ...row,
      mac: keyring.mac(purpose, content(row)),
    }),
    verify: (keyring: Keyring, row: Row): void =>
      keyring.verifyMac(purpose, content(row), row.mac, what, idOf(row)),
  };
}

const ownId = ({ id }: { readonly id: string }): string => id;

/**
 * Covers every field of an account except the version of its catalog. With one approver, the content is the
 * same as before two approvers were possible.
 */
export const { withMac: withAccountMac, verify: verifyAccount } = rowMac<AccountRecord>(
  'account',
  'an account',
  ({ id, name, vaultEnabled, createdAt, revision, secondApprover, assistants, environments }) => {
    const plain = [id, name, vaultEnabled ? 1 : 0, createdAt, revision];
    // Rows that were written before these settings existed keep their MAC.
    return [
      ...plain,
      ...(secondApprover ? ['second approver'] : []),
      ...(assistants ? [] : ['assistants off']),
      ...(environments.length > 0 ? [environmentsText(environments)] : []),
    ];
  },
  ownId,
);

/** Binds an agent to its account and deletion. */
export const { withMac: withAgentMac, verify: verifyAgent } = rowMac<AgentRecord>(
  'agent',
  'an agent',
  ({ accountId, agentId, agentName, createdAt, updatedAt, deletedAt, revision }) => [
    accountId,
    agentId,
    agentName,
    createdAt,
    updatedAt,
    deletedAt,
    revision,
  ],
);

export const { withMac: withUserMac, verify: verifyUser } = rowMac<UserRecord>(
  'user',
  'a user',
  (user) => {
    const { name, email, createdAt, updatedAt, revision } = user;
    return [...firstUserContent(user), name, email, createdAt, updatedAt, revision];
  },
  ownId,
);

/**
 * Revision 0 dates from when the MAC covered less.
 * @throws IntegrityError if the covered part was changed outside the vault
 */
export function verifyFirstUser(keyring: Keyring, user: UserRecord): void {
  keyring.verifyMac('user', firstUserContent(user), user.mac, 'a user');
}

function firstUserContent({ id, accountId, role, issuer, subject, disabledAt }: Omit<UserRecord, 'mac'>) {
  return [id, accountId, role, issuer, subject, disabledAt];
}

/** Binds a sandbox session to its person and expiry. */
export const { withMac: withSessionMac, verify: verifySession } = rowMac<SandboxSessionRecord>(
  'session',
  'a sandbox session',
  ({ id, accountId, userId, digest, createdAt, expiresAt, revokedAt }) => [
    id,
    accountId,
    userId,
    digest,
    createdAt,
    expiresAt,
    revokedAt,
  ],
  ownId,
);

/**
 * Covers every field except the last use. Without an issuer, the content is the same as before issuers were
 * stored.
 */
export const { withMac: withTokenMac, verify: verifyToken } = rowMac<TokenRecord>(
  'token',
  'a token',
  (token) => {
    const { userId, addresses, name, createdAt, issuedBy } = token;
    const issuer = issuedBy === null ? [] : [issuedBy];
    return [...firstTokenContent(token), userId, addresses, name, createdAt, ...issuer];
  },
  ownId,
);

/**
 * The MAC of the first tokens covered less.
 * @throws IntegrityError if the covered part was changed outside the vault
 */
export function verifyFirstToken(keyring: Keyring, token: TokenRecord): void {
  const { userId, addresses } = token;
  const first = firstTokenContent(token);
  const isFirst = userId === null && addresses.length === 0;
  keyring.verifyMac('token', isFirst ? first : [...first, userId, addresses], token.mac, 'a token');
}

function firstTokenContent(token: Omit<TokenRecord, 'mac'>) {
  const { id, accountId, role, agentId, expiresAt, revokedAt, digest } = token;
  return [id, accountId, role, agentId, expiresAt, revokedAt, digest];
}

export const { withMac: withIdentityMac, verify: verifyIdentity } = rowMac<WorkloadIdentityRecord>(
  'identity',
  'an identity of a workload',
  ({ id, accountId, agentId, name, issuer, claims, tokenMinutes, createdAt }) => [
    id,
    accountId,
    agentId,
    name,
    issuer,
    claims,
    tokenMinutes,
    createdAt,
  ],
  ownId,
);

/**
 * Covers an entire request, including the decision. Without a first approval and an expiry, the content is
 * the same as before these fields existed.
 */
export const { withMac: withRequestMac, verify: verifyRequest } = rowMac<AccessRequestRecord>(
  'request',
  'an access request',
  (request) => {
    const { id, accountId, agentId, secretName, status, reason, place, note } = request;
    const { requestedBy, requestedByName, createdAt, decidedBy, decidedByName, decidedAt } = request;
    const asked = [id, accountId, agentId, secretName, status, reason, place];
    const decision = [requestedBy, requestedByName, createdAt, decidedBy, decidedByName, decidedAt, note];
    const { approvedBy, approvedByName, approvedAt, until } = request;
    const first = [approvedBy, approvedByName, approvedAt];
    const isLater = until !== null || first.some((part) => part !== null);
    return [...asked, ...decision, ...(isLater ? first : []), ...(until === null ? [] : [until])];
  },
  ownId,
);

/**
 * Binds a stored response to who can get it again, and for how long. The first item separates it from other
 * content that uses a MAC of this purpose.
 */
export const { withMac: withAnswerMac, verify: verifyAnswer } = rowMac<IdempotencyRecord>(
  'idempotency',
  'a stored answer',
  ({ accountId, actorId, route, digest, requestDigest, answer, createdAt, expiresAt }) => [
    'answer',
    accountId,
    actorId,
    route,
    digest,
    requestDigest,
    answer,
    createdAt,
    expiresAt,
  ],
);

/** Covers every field of an environment secret except its values. */
export const { withMac: withEnvironmentMac, verify: verifyEnvironmentSecret } =
  rowMac<EnvironmentSecretRecord>(
    'environment',
    'an environment secret',
    ({ id, accountId, userId, name, description, version, createdAt, updatedAt, revision }) => [
      id,
      accountId,
      userId,
      name,
      description,
      version,
      createdAt,
      updatedAt,
      revision,
    ],
    ownId,
  );

/**
 * Covers every field of a secret except its values: its account and name, state, access list and upkeep. For
 * lists without expiries and secrets without upkeep, the content is the same as before these existed.
 */
export const { withMac: withSecretMac, verify: verifySecret } = rowMac<SecretRecord>(
  'secret',
  'a secret',
  (secret) => {
    const { id, accountId, name, kind, fields, description, version, latestVersion, access } = secret;
    const { createdAt, updatedAt, deletedAt, purgeAfter, deprecatedAt, replacement, revision } = secret;
    const content = [id, accountId, name, kind, fields, description, version, latestVersion];
    const state = [createdAt, updatedAt, deletedAt, purgeAfter, deprecatedAt, replacement];
    const list = [access.version, access.updatedAt, access.agentIds];
    const ends = access.ends.flatMap(({ agentId, until }) => [until, agentId]);
    const upkeep = upkeepText(secret.upkeep);
    const later = [...(ends.length > 0 ? [ends] : []), ...(upkeep === '{}' ? [] : [upkeep])];
    return [...content, ...state, ...list, revision, ...later];
  },
  ownId,
);

/** The changed secret, with the next revision and a new MAC. */
export function changedSecret(
  keyring: Keyring,
  secret: SecretRecord,
  changes: Partial<Omit<SecretRecord, 'id' | 'accountId' | 'name' | 'createdAt' | 'revision' | 'mac'>>,
): SecretRecord {
  return withSecretMac(keyring, { ...secret, ...changes, revision: secret.revision + 1 });
}

/**
 * Revision 0 dates from when the MAC covered only the access list.
 * @throws IntegrityError if the list was changed outside the vault
 */
export function verifyFirstRevision(keyring: Keyring, { id, accountId, access, mac }: SecretRecord): void {
  const { version, agentIds } = access;
  keyring.verifyMac('access-list', [accountId, id, version, agentIds], mac, 'an access list');
}

/**
 * Covers the metadata of a version. Its value and data key are authenticated separately, and the data key
 * changes with every term.
 */
export const { withMac: withVersionMac, verify: verifyVersion } = rowMac<VersionRecord>(
  'version',
  'a version of a secret',
  ({ secretId, version, kind, fields, createdAt, createdBy }) => [
    secretId,
    version,
    kind,
    fields,
    createdAt,
    createdBy,
  ],
  ({ secretId }) => secretId,
);
