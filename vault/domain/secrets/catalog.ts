import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CatalogSecret } from '../../../contracts/catalog.ts';
import type { CatalogAnswer } from '../../../contracts/vault-api/catalog.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { SecretFilter, View } from '../../storage/storage.ts';
import { verifyAccount } from '../rows/account-mac.ts';
import { findAgent } from '../accounts/agents.ts';
import { endOf } from '../rows/grants.ts';
import { auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import type { CatalogMemory } from './catalog-memory.ts';
import { verifySecret } from '../rows/secret-mac.ts';
import { deprecationOf } from './secret-metadata.ts';
import type { Vault } from '../context/vault.ts';

/** Secrets read per batch; other requests are answered between batches. */
const secretsAtOnce = 250;

/** A catalog and its tag; without the catalog if the caller already has it. */
export interface TaggedCatalog {
  readonly etag: string;
  readonly catalog?: WrittenCatalog;
}

/**
 * The catalog without its list, and the list as JSON, which can be long, is the same until something changes,
 * and is shared.
 */
export interface WrittenCatalog {
  readonly head: Omit<CatalogAnswer, 'secrets'>;
  readonly secrets: Buffer;
}

/**
 * What one agent can know about the account's secrets. People see all of them; an agent sees only those it
 * was granted, so its catalog is never complete.
 * @throws ProblemError `NotFound`
 */
export async function readCatalog(
  vault: Vault,
  memory: CatalogMemory,
  caller: Caller,
  agentId: string,
  knownEtag: string | undefined,
): Promise<TaggedCatalog> {
  return auditedLook(vault, caller, 'catalog.read', async (view, subject) => {
    const complete = caller.agentId === null;
    const account = await view.findAccount(caller.account.id);
    if (account) verifyAccount(vault.keyring, account);
    if (!account || (!complete && caller.agentId !== agentId)) throw unknownAgent();
    const agent = await findAgent(vault, view, account.id, agentId);
    subject.agentId = agentId;
    const etag = `"${String(account.catalogVersion)}${complete ? '' : '-own'}"`;
    if (etag === knownEtag) return { etag };
    const { catalogVersion: version } = account;
    const asOf = vault.now().toISOString();
    const key = JSON.stringify([account.id, agentId, complete]);
    const list = () => listFor(vault, view, account.id, agentId, complete ? {} : { agentId });
    const secrets = await memory.read(key, version, list);
    return {
      etag,
      catalog: { head: { agentId, agentName: agent.agentName, complete, asOf, version }, secrets },
    };
  });
}

/** As JSON. */
async function listFor(
  { keyring }: Vault,
  view: View,
  accountId: string,
  agentId: string,
  filter: SecretFilter,
): Promise<Buffer> {
  const listed: string[] = [];
  for (let after: string | undefined; ;) {
    const records = await view.listSecrets(accountId, { after, limit: secretsAtOnce }, filter);
    for (const record of records) {
      verifySecret(keyring, record);
      const entry = toCatalogSecret(record, agentId);
      // The filter uses an index that no MAC covers, so the verified list decides.
      if (filter.agentId === undefined || entry.access === 'granted') listed.push(JSON.stringify(entry));
    }
    if (records.length < secretsAtOnce) return Buffer.from(`[${listed.join(',')}]`);
    after = records.at(-1)?.name;
    await nextTurn();
  }
}

function unknownAgent(): ProblemError {
  return new ProblemError('NotFound', 'The account has no agent with this id.');
}

function toCatalogSecret(record: SecretRecord, agentId: string): CatalogSecret {
  const { name, kind, fields, description, updatedAt, access } = record;
  const until = endOf(access.ends, agentId);
  return {
    name,
    kind,
    fields: [...fields],
    description,
    updatedAt,
    access: access.agentIds.includes(agentId) ? 'granted' : 'missing',
    ...(until === undefined ? {} : { accessUntil: until }),
    ...deprecationOf(record),
  };
}
