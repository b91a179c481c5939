import { Check } from 'typebox/value';
import {
  ClaimCondition,
  type NewWorkloadIdentity,
  WorkloadIdentity,
  type WorkloadIdentityPage,
} from '../../../contracts/vault-api/workloads.ts';
import { IntegrityError } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import { isIdentified, nameOf } from '../../sign-in/claim-conditions.ts';
import type { WorkloadIssuerSettings } from '../../sign-in/workload-settings.ts';
import type { WorkloadIdentityRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { requireAgents } from '../accounts/agents.ts';
import { type Actor, actorOf, appendEntry, audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import { isWhole } from '../rows/is-whole.ts';
import { type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { isStorable, requireReadable, requireText } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';
import { verifyIdentity, withIdentityMac } from '../rows/row-macs.ts';
import { endTokensOf } from '../people/identity-tokens.ts';

const defaultMinutes = 15;
const pageSize = 500;

export async function listIdentities(
  vault: Vault,
  caller: Caller,
  query: PageQuery & { readonly agentId?: string },
): Promise<WorkloadIdentityPage> {
  const filter = query.agentId === undefined ? {} : { agentId: query.agentId };
  requireText(query.agentId, 'The agent');
  const request = toPageRequest(query);
  return auditedLook(vault, caller, 'identity.list', async (view) => {
    const list = (page: typeof request) => view.listIdentities(caller.account.id, page, filter);
    const { items, ...rest } = await readPage(request, list, ({ id }) => id);
    return { identities: items.map((identity) => toIdentity(vault, identity)), ...rest };
  });
}

/**
 * Lets matching workloads act as an agent.
 * @throws ProblemError `InvalidInput`, also if the operator does not trust the issuer; `KeyReused`
 */
export async function createIdentity(
  vault: Vault,
  issuers: readonly WorkloadIssuerSettings[],
  caller: Caller,
  input: NewWorkloadIdentity,
  key?: string,
): Promise<WorkloadIdentity> {
  const call: Repeatable = { key, route: 'createIdentity', request: input };
  return audited(vault, caller, 'identity.create', async (tx, subject) => {
    requireReadable(input.name, 'The name');
    await requireAgents(tx, caller.account.id, [input.agentId]);
    subject.agentId = input.agentId;
    requireSafe(input, issuers);
    return once(vault, tx, caller, call, isIdentity, async () => {
      const { agentId, name, issuer, claims, tokenMinutes = defaultMinutes } = input;
      const identity = withIdentityMac(vault.keyring, {
        id: vault.newId('wid'),
        accountId: caller.account.id,
        agentId,
        name,
        issuer,
        claims: JSON.stringify(claims),
        tokenMinutes,
        createdAt: vault.now().toISOString(),
      });
      await tx.insertIdentity(identity);
      Object.assign(subject, { targetId: identity.id, revision: 1 });
      return toIdentity(vault, identity);
    });
  });
}

/**
 * Once this resolves, workloads can no longer sign in through the identity, and every token that was issued
 * through it is revoked.
 * @throws ProblemError `NotFound`
 */
export async function removeIdentity(vault: Vault, caller: Caller, id: string): Promise<void> {
  await audited(vault, caller, 'identity.remove', async (tx, subject) => {
    const identity = isStorable(id) ? await tx.findIdentity(id) : undefined;
    if (identity?.accountId !== caller.account.id) {
      throw new ProblemError('NotFound', 'The account has no identity with this id.');
    }
    verifyIdentity(vault.keyring, identity);
    Object.assign(subject, { targetId: id, agentId: identity.agentId });
    await endIdentity(vault, tx, identity);
    await endTokensOf(vault, tx, actorOf(caller), identity);
    await tx.appendEvent(caller.account.id, { type: 'people-changed' });
  });
}

/**
 * For a deleted agent, whose tokens the caller revokes. An edited row is removed too, since it cannot be used
 * to sign in.
 */
export async function removeIdentitiesOf(
  vault: Vault,
  tx: Transaction,
  actor: Actor,
  agentId: string,
): Promise<void> {
  for (;;) {
    const page = { after: undefined, limit: pageSize };
    const identities = await tx.listIdentities(actor.accountId, page, { agentId });
    for (const identity of identities) {
      const refusal = isWhole(() => verifyIdentity(vault.keyring, identity))
        ? undefined
        : new IntegrityError('an identity of a workload', identity.id);
      await endIdentity(vault, tx, identity);
      const subject = { action: 'identity.remove', targetId: identity.id, agentId } as const;
      await appendEntry(vault, tx, actor, subject, refusal);
    }
    if (identities.length < pageSize) return;
  }
}

const never = '9999-12-31T23:59:59.999Z';

/** The end record outlives the row, so that a row that is put back cannot be used. */
async function endIdentity(
  vault: Vault,
  tx: Transaction,
  { id, accountId }: WorkloadIdentityRecord,
): Promise<void> {
  await tx.deleteIdentity(id);
  await tx.insertEnd({ id, accountId, endedAt: vault.now().toISOString(), expiresAt: never });
}

/** Verifies an identity's MAC and returns its conditions. @throws IntegrityError */
export function conditionsOf(vault: Vault, identity: WorkloadIdentityRecord): readonly ClaimCondition[] {
  verifyIdentity(vault.keyring, identity);
  const claims: unknown = JSON.parse(identity.claims);
  if (Array.isArray(claims) && claims.every(isCondition)) return claims;
  throw new IntegrityError('an identity of a workload', identity.id);
}

function requireSafe(
  { issuer, claims }: NewWorkloadIdentity,
  issuers: readonly WorkloadIssuerSettings[],
): void {
  const trusted = issuers.find((one) => one.issuer === issuer);
  if (!trusted) {
    throw new ProblemError(
      'InvalidInput',
      'The vault does not trust this issuer. The vault operator can add it to the file passed with --workload-issuers.',
    );
  }
  const names = claims.map(({ claim }) => JSON.stringify([claim].flat()));
  if (new Set(names).size < names.length) {
    throw new ProblemError('InvalidInput', 'The conditions contain the same claim twice.');
  }
  if (isIdentified(claims, trusted.identifiedBy)) return;
  const needed = trusted.identifiedBy.map(nameOf).join(', ');
  throw new ProblemError(
    'InvalidInput',
    `Any workload of the issuer could match. Require the exact value of one of these claims: ${needed}.`,
  );
}

function toIdentity(vault: Vault, identity: WorkloadIdentityRecord): WorkloadIdentity {
  const { id, agentId, name, issuer, tokenMinutes, createdAt } = identity;
  const claims = [...conditionsOf(vault, identity)];
  return { id, agentId, name, issuer, claims, tokenMinutes, createdAt };
}

function isIdentity(value: unknown): value is WorkloadIdentity {
  return Check(WorkloadIdentity, value);
}

function isCondition(value: unknown): value is ClaimCondition {
  return Check(ClaimCondition, value);
}
