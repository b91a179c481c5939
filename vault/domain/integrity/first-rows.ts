import { IntegrityError } from '../../crypto/index.ts';
import type { AccountRecord, TokenRecord, UserRecord } from '../../storage/records.ts';
import type { Storage, Transaction, View } from '../../storage/storage.ts';
import {
  verifyFirstToken,
  verifyFirstUser,
  withAccountMac,
  withAgentMac,
  withRequestMac,
  withTokenMac,
  withUserMac,
} from '../rows/row-macs.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { eachBy, eachOf } from '../input/pages.ts';
import type { Vault } from '../context/vault.ts';
import { isWhole } from '../rows/is-whole.ts';

const pageSize = 1000;

/**
 * Adds MACs to rows that had none or whose MAC covered less, because an older version wrote them. Runs once
 * for each account, in one transaction that adds an entry. If an account is sealed according to the log but
 * not according to its row, the row was edited and is still refused.
 */
export async function sealFirstRows(vault: Vault): Promise<void> {
  const accounts = vault.storage.look((view) => view.listAccounts({ after: undefined, limit: pageSize }));
  // Only a vault that has sealed its rows prunes its log.
  const isPruned = await isLogPruned(vault.storage);
  for (const { id } of await accounts) {
    await vault.storage.transact((tx) => sealAccount(vault, tx, id, isPruned));
  }
}

async function sealAccount(
  vault: Vault,
  tx: Transaction,
  accountId: string,
  isPruned: boolean,
): Promise<void> {
  const account = await tx.findAccount(accountId);
  if (account?.revision !== 0) return;
  const actor: Actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'start' };
  const subject: AuditSubject = { action: 'account.seal', targetId: accountId };
  if (isPruned || (await wasSealed(tx, account))) {
    await appendEntry(vault, tx, actor, subject, new IntegrityError('an account'));
    return;
  }
  const { keyring } = vault;
  await tx.updateAccount(withAccountMac(keyring, { ...account, revision: 1 }));
  const agents = eachBy(
    (page) => tx.agentsById(accountId, page),
    ({ agentId }) => agentId,
  );
  for await (const agent of agents) {
    await tx.updateAgent(withAgentMac(keyring, { ...agent, revision: 1 }));
  }
  for await (const user of eachOf((page) => tx.listUsers(accountId, page))) {
    await tx.updateUser(sealedUser(vault, user));
  }
  for await (const token of eachOf((page) => tx.listTokens(accountId, page))) {
    await tx.updateToken(sealedToken(vault, token));
  }
  for await (const request of eachOf((page) => tx.listAccessRequests(accountId, page))) {
    await tx.updateAccessRequest(withRequestMac(keyring, request));
  }
  await appendEntry(vault, tx, actor, { ...subject, revision: 1 }, undefined);
}

/** Whether the log has an entry from a time when the account already had a MAC. */
async function wasSealed(view: View, { id }: AccountRecord): Promise<boolean> {
  for (const action of ['account.seal', 'account.create', 'account.change']) {
    for (let before: number | undefined; ;) {
      const filter = { actions: [action], decision: 'allowed' } as const;
      const { entries, next } = await view.listAudit(id, { before, limit: pageSize }, filter);
      if (entries.some(({ revision }) => revision !== null)) return true;
      if (next === undefined) break;
      before = next;
    }
  }
  return false;
}

/** An edited row gets no new MAC, which would make it valid: it is refused when it is used. */
function sealedUser({ keyring }: Vault, user: UserRecord): UserRecord {
  return isWhole(() => verifyFirstUser(keyring, user))
    ? withUserMac(keyring, { ...user, revision: 1 })
    : { ...user, mac: Buffer.alloc(0) };
}

function sealedToken({ keyring }: Vault, token: TokenRecord): TokenRecord {
  return isWhole(() => verifyFirstToken(keyring, token))
    ? withTokenMac(keyring, { ...token, issuedBy: null })
    : { ...token, mac: Buffer.alloc(0) };
}

/** Whether the beginning of the log was pruned, so that it no longer shows what the vault did first. */
export async function isLogPruned(storage: Pick<Storage, 'auditAfter'>): Promise<boolean> {
  const [oldest] = await storage.auditAfter(0, 1);
  return oldest !== undefined && oldest.seq > 1;
}
