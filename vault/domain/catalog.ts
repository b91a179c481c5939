import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { ProblemError } from '../errors.ts';
import type { SecretRecord } from '../storage/records.ts';
import { auditedReading } from './audit.ts';
import type { Caller } from './caller.ts';
import type { Vault } from './vault.ts';

/** A catalog and its tag; without the catalog when the caller has it already. */
export interface TaggedCatalog {
  readonly etag: string;
  readonly catalog?: CatalogAnswer;
}

/**
 * What one agent can know of the account's secrets. People see all of them; an agent sees only those
 * it was granted, so its catalog is never complete.
 * @throws ProblemError `NotFound`
 */
export async function readCatalog(
  vault: Vault,
  caller: Caller,
  agentId: string,
  knownEtag: string | undefined,
): Promise<TaggedCatalog> {
  return auditedReading(vault, caller, 'catalog.read', async (tx, subject) => {
    const account = await tx.findAccount(caller.account.id);
    const agent = mayAskFor(caller, agentId) ? await tx.findAgent(caller.account.id, agentId) : undefined;
    if (!account || !agent) throw new ProblemError('NotFound', 'The account has no agent of this id.');
    subject.agentId = agentId;
    const complete = caller.agentId === null;
    const etag = `"${String(account.catalogVersion)}${complete ? '' : '-own'}"`;
    if (etag === knownEtag) return { etag };

    const records = await tx.listSecrets(account.id, { after: undefined, limit: Number.MAX_SAFE_INTEGER });
    const secrets = records.map((record) => toCatalogSecret(record, agentId));
    const catalog: CatalogAnswer = {
      agentId,
      agentName: agent.agentName,
      complete,
      secrets: complete ? secrets : secrets.filter((secret) => secret.access === 'granted'),
      asOf: vault.now().toISOString(),
      version: account.catalogVersion,
    };
    return { etag, catalog };
  });
}

function mayAskFor(caller: Caller, agentId: string): boolean {
  return caller.agentId === null || caller.agentId === agentId;
}

function toCatalogSecret(record: SecretRecord, agentId: string): CatalogSecret {
  const { name, kind, fields, description, updatedAt, access } = record;
  return {
    name,
    kind,
    fields: [...fields],
    description,
    updatedAt,
    access: access.agentIds.includes(agentId) ? 'granted' : 'missing',
  };
}
