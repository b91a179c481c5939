import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CatalogSecret } from '../../../contracts/catalog.ts';
import type { CatalogAnswer } from '../../../contracts/vault-api/catalog.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { SecretFilter, View } from '../../storage/storage.ts';
import { verifyAccount, verifySecret } from '../rows/row-macs.ts';
import { findAgent } from '../accounts/agents.ts';
import { endOf } from '../rows/grants.ts';
import { auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { deprecationOf } from './secret-metadata.ts';
import type { Vault } from '../context/vault.ts';

/** Secrets read per batch; other requests are served between batches. */
const secretsAtOnce = 250;

/** A catalog and its tag. The catalog is absent if the caller already has it. */
export interface TaggedCatalog {
  readonly etag: string;
  readonly catalog?: WrittenCatalog;
}

/**
 * The catalog without its list, and the list as JSON. The list can be long; it is shared and stays the same
 * until something changes.
 */
export interface WrittenCatalog {
  readonly head: Omit<CatalogAnswer, 'secrets'>;
  readonly secrets: Buffer;
}

/**
 * What one agent is allowed to see of the account's secrets. People see all of them; an agent sees only those
 * it was granted, so its catalog is never complete.
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

/** The list as JSON. */
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
  const { name, kind, fields, description, updatedAt, access, upkeep } = record;
  const { expiresOn, rotateBy, rotateEveryDays } = upkeep;
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
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(rotateBy === undefined ? {} : { rotateBy }),
    ...(rotateEveryDays === undefined ? {} : { rotateEveryDays }),
  };
}

/** About 50 MB: two catalogs of 100,000 secrets, or a great many of the usual size. */
const mostBytes = 48 * 2 ** 20;

interface Kept {
  readonly version: number;
  readonly list: Buffer;
}

/**
 * Caches the verified lists of catalogs in the form in which they are sent, until the version of their
 * account's catalog changes. Concurrent requests share one, even while it is being built. Never contains a
 * value.
 */
export class CatalogMemory {
  readonly #catalogs = new Map<string, Kept>();
  readonly #making = new Map<string, Promise<Buffer>>();
  readonly #most: number;
  #bytes = 0;

  constructor(most: number = mostBytes) {
    this.#most = most;
  }

  /** The caller must have just read the version from storage. */
  async read(key: string, version: number, make: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#catalogs.get(key);
    if (kept?.version === version) {
      // Re-inserting moves it to the end, so that recently used lists are evicted last.
      this.#catalogs.delete(key);
      this.#catalogs.set(key, kept);
      return kept.list;
    }
    const place = `${key} ${String(version)}`;
    const making = this.#making.get(place);
    if (making) return making;
    const made = make().finally(() => this.#making.delete(place));
    this.#making.set(place, made);
    const list = await made;
    this.#keep(key, version, list);
    return list;
  }

  /** If several versions are read concurrently, the newest is kept. */
  #keep(key: string, version: number, list: Buffer): void {
    if ((this.#catalogs.get(key)?.version ?? 0) > version || list.length > this.#most) return;
    this.#forget(key);
    this.#catalogs.set(key, { version, list });
    this.#bytes += list.length;
    for (const oldest of this.#catalogs.keys()) {
      if (this.#bytes <= this.#most) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#catalogs.get(key)?.list.length ?? 0;
    this.#catalogs.delete(key);
  }
}
