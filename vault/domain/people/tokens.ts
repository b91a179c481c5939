import type {
  IssuedToken,
  NewToken,
  TokenMetadata,
  TokenPage,
} from '../../../contracts/vault-api/identity.ts';
import { newToken } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { TokenRecord } from '../../storage/records.ts';
import type { Transaction, View } from '../../storage/storage.ts';
import { requireAgents } from '../accounts/agents.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { issueOnce, type Repeatable } from '../callers/idempotency.ts';
import { isNetwork } from '../../rate-limit/networks.ts';
import { type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { requireReadable } from '../input/texts.ts';
import { resurrected } from '../rows/is-whole.ts';
import { endToken } from './credentials.ts';
import { endAfter, requireEnd } from '../context/token-days.ts';
import { verifyToken, verifyUser, withTokenMac } from '../rows/row-macs.ts';
import { requireUser } from './users.ts';
import type { Vault } from '../context/vault.ts';

const defaultDays = 90;

/** Query parameters for listing tokens. */
export interface TokenQuery extends PageQuery {
  readonly agentId?: string;
  readonly userId?: string;
}

/** All tokens, including ended ones. */
export async function listTokens(vault: Vault, caller: Caller, query: TokenQuery): Promise<TokenPage> {
  const { agentId, userId } = query;
  const filter = { ...(agentId !== undefined && { agentId }), ...(userId !== undefined && { userId }) };
  const request = toPageRequest(query);
  return auditedLook(vault, caller, 'token.list', async (tx) => {
    const list = (page: typeof request) => tx.listTokens(caller.account.id, page, filter);
    const { items, ...rest } = await readPage(request, list, (token) => token.id);
    for (const token of items) verifyToken(vault.keyring, token);
    await refuseResurrected(tx, items);
    const names = await namesOfIssuers(vault, tx, caller.account.id, items);
    return { tokens: items.map((token) => toMetadata(token, names)), ...rest };
  });
}

/** A token that has ended must not be listed as valid. @throws IntegrityError */
async function refuseResurrected(view: View, tokens: readonly TokenRecord[]): Promise<void> {
  const open = tokens.filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id);
  const [ended] = open.length === 0 ? [] : await view.endedOf(open);
  if (ended !== undefined) throw resurrected('a token', ended);
}

/** Names of the people who issued tokens, by id. */
async function namesOfIssuers(
  { keyring }: Vault,
  view: View,
  accountId: string,
  tokens: readonly TokenRecord[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(tokens.map(({ issuedBy }) => issuedBy ?? ''))) {
    const user = id.startsWith('usr_') ? await view.findUser(accountId, id) : undefined;
    if (!user) continue;
    verifyUser(keyring, user);
    names.set(id, user.name);
  }
  return names;
}

/**
 * The token is returned only in the response and is never stored.
 * @throws ProblemError `InvalidInput`, `Conflict`, `KeyReused`
 */
export async function issueToken(
  vault: Vault,
  caller: Caller,
  input: NewToken,
  key?: string,
): Promise<IssuedToken> {
  const call: Repeatable = { key, route: 'issueToken', request: input };
  return audited(vault, caller, 'token.issue', async (tx, subject) => {
    requireReadable(input.name, 'The name');
    if ((input.role === 'agent') !== (input.agentId !== undefined)) {
      throw new ProblemError(
        'InvalidInput',
        'Tokens with the role agent, and only those, must name an agent.',
      );
    }
    const agentId = input.agentId ?? null;
    if (agentId !== null) {
      await requireAgents(tx, caller.account.id, [agentId]);
      subject.agentId = agentId;
    }
    const { addresses = [], userId = null } = input;
    if (!addresses.every(isNetwork)) {
      throw new ProblemError(
        'InvalidInput',
        'Write an address range as an address or a network, such as 10.0.0.0/8.',
      );
    }
    if (userId !== null) await requireMayBearRole(vault, tx, caller, userId, input.role);
    const { name, role } = input;
    const speaksFor = { accountId: caller.account.id, agentId, userId };
    const expiresAt =
      input.expiresAt === undefined
        ? endAfter(vault, role, defaultDays)
        : requireEnd(vault, role, input.expiresAt);
    const issuedBy = caller.userId ?? caller.id;
    return issueOnce(vault, tx, caller, call, async () => {
      const { token, record } = createToken(vault, {
        ...speaksFor,
        name,
        role,
        addresses,
        expiresAt,
        issuedBy,
      });
      await tx.insertToken(record);
      subject.targetId = record.id;
      await tx.appendEvent(caller.account.id, { type: 'people-changed' });
      return { token, ...toIssued(record) };
    });
  });
}

/**
 * Once this resolves, the token is refused, and so is every sandbox it started. Revoking twice is not an
 * error.
 */
export async function revokeToken(vault: Vault, caller: Caller, id: string): Promise<void> {
  await audited(vault, caller, 'token.revoke', async (tx, subject) => {
    const token = await tx.findTokenById(caller.account.id, id);
    if (!token) throw new ProblemError('NotFound', 'The account has no token with this id.');
    subject.targetId = id;
    if (token.agentId !== null) subject.agentId = token.agentId;
    if (!(await endToken(vault, tx, token))) return;
    await tx.appendEvent(caller.account.id, { type: 'people-changed' });
  });
}

/**
 * Creates a token, or uses the given one, and returns it with the record to store. The prefix of its id shows
 * how it was issued.
 */
export function createToken(
  vault: Pick<Vault, 'keyring' | 'now' | 'newId'>,
  fields: Pick<TokenRecord, 'accountId' | 'name' | 'role' | 'agentId' | 'expiresAt' | 'issuedBy'> &
    Partial<Pick<TokenRecord, 'addresses' | 'id' | 'userId'>>,
  prefix = 'tok',
  token = newToken(fields.role),
): { token: string; record: TokenRecord } {
  const record = withTokenMac(vault.keyring, {
    userId: null,
    addresses: [],
    ...fields,
    id: fields.id ?? vault.newId(prefix),
    digest: vault.keyring.digestToken(token),
    createdAt: vault.now().toISOString(),
    revokedAt: null,
    lastUsedAt: null,
  });
  return { token, record };
}

/** The time this many days from now. */
export function daysFromNow(vault: Pick<Vault, 'now'>, days: number): string {
  return new Date(vault.now().getTime() + days * 86_400_000).toISOString();
}

/** Refuses to give a person a key with more rights than their own. */
async function requireMayBearRole(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  userId: string,
  role: TokenRecord['role'],
): Promise<void> {
  if (role === 'agent')
    throw new ProblemError('InvalidInput', 'A token of an agent cannot belong to a person.');
  const user = await requireUser(vault, tx, caller.account.id, userId);
  if (user.disabledAt !== null) throw new ProblemError('InvalidInput', 'The user is disabled.');
  if (user.role === role || user.role === 'admin') return;
  throw new ProblemError('InvalidInput', 'The token would have a role that its user does not have.');
}

function toIssued({ id, name, role, agentId, userId, addresses, expiresAt }: TokenRecord) {
  return {
    id,
    name,
    role,
    expiresAt,
    ...(agentId !== null && { agentId }),
    ...(userId !== null && { userId }),
    ...(addresses.length > 0 && { addresses: [...addresses] }),
  };
}

function toMetadata(token: TokenRecord, names: ReadonlyMap<string, string>): TokenMetadata {
  const { addresses, createdAt, issuedBy, revokedAt, lastUsedAt } = token;
  const issuedByName = names.get(issuedBy ?? '');
  return {
    ...toIssued(token),
    addresses: [...addresses],
    createdAt,
    issuedBy,
    ...(issuedByName !== undefined && { issuedByName }),
    ...(revokedAt !== null && { revokedAt }),
    ...(lastUsedAt !== null && { lastUsedAt }),
  };
}
