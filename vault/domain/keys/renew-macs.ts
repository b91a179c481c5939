import { setTimeout as sleep } from 'node:timers/promises';
import { generationOf, type Keyring, type MacPurpose } from '../../crypto/index.ts';
import type { IdempotencyRecord } from '../../storage/records.ts';
import type { PageRequest, Transaction, VersionPosition, View } from '../../storage/storage.ts';
import {
  verifyAccount,
  verifyAgent,
  verifyAnswer,
  verifyEnvironmentSecret,
  verifyIdentity,
  verifyRequest,
  verifySecret,
  verifySession,
  verifyToken,
  verifyUser,
  verifyVersion,
  withAccountMac,
  withAgentMac,
  withAnswerMac,
  withEnvironmentMac,
  withIdentityMac,
  withRequestMac,
  withSecretMac,
  withSessionMac,
  withTokenMac,
  withUserMac,
  withVersionMac,
} from '../rows/row-macs.ts';
import { isWhole } from '../rows/is-whole.ts';
import { eachOf, looked } from '../input/pages.ts';
import { requireCurrentSeed, withKnownTerms } from '../context/refresh-keys.ts';
import type { Vault } from '../context/vault.ts';

/** The progress of a pass since it began. */
export interface RenewedMacs {
  readonly renewed: number;
  /** Rows that were changed outside the vault; they keep their MAC. */
  readonly damaged: number;
}

/** Rows per transaction; each transaction blocks other work. */
const batchSize = 25;
/** Rows per read, which does not block other work. */
const pageSize = 500;

interface Row {
  readonly mac: Buffer;
}

/** How to page through the rows of one kind, and how to give each a new MAC. */
interface Kind<T extends Row, Place> {
  list(view: View, after: Place | undefined, limit: number): Promise<readonly T[]>;
  placeOf(row: T): Place;
  /** @throws IntegrityError if the row was changed outside the vault */
  verify(keyring: Keyring, row: T): void;
  write(tx: Transaction, keyring: Keyring, row: T): Promise<void>;
}

type Walk = (vault: Vault) => AsyncGenerator<RenewedMacs>;

/**
 * Renews the MAC of every row that still has one under an older seed, batch by batch, while the vault keeps
 * serving requests. Rows that are already renewed are left alone, so a stopped pass can be resumed.
 */
export async function* renewMacs(vault: Vault): AsyncGenerator<RenewedMacs> {
  for (const walk of Object.values(walks)) yield* walk?.(vault) ?? [];
}

/** Rows of every purpose must be renewed here, or they are refused once their seed is gone. */
const walks: Readonly<Record<MacPurpose, Walk | undefined>> = {
  account: (vault) =>
    renew(vault, {
      list: (view, after: string | undefined, limit) => view.listAccounts({ after, limit }),
      placeOf: ({ id }) => id,
      verify: verifyAccount,
      write: (tx, keyring, row) => tx.updateAccount(withAccountMac(keyring, row)),
    }),
  agent: (vault) =>
    renewOfAccounts(vault, (view, id, page) => view.agentsById(id, page), {
      placeOf: ({ agentId }) => agentId,
      verify: verifyAgent,
      write: (tx, keyring, row) => tx.updateAgent(withAgentMac(keyring, row)),
    }),
  user: (vault) =>
    renewOfAccounts(vault, (view, id, page) => view.listUsers(id, page), {
      placeOf: ({ id }) => id,
      verify: verifyUser,
      write: (tx, keyring, row) => tx.updateUser(withUserMac(keyring, row)),
    }),
  token: (vault) =>
    renewOfAccounts(vault, (view, id, page) => view.listTokens(id, page), {
      placeOf: ({ id }) => id,
      verify: verifyToken,
      write: (tx, keyring, row) => tx.updateToken(withTokenMac(keyring, row)),
    }),
  session: (vault) =>
    renewOfAccounts(vault, (view, id, page) => view.sessionsOfAccount(id, page), {
      placeOf: ({ id }) => id,
      verify: verifySession,
      write: (tx, keyring, row) => tx.updateSession(withSessionMac(keyring, row)),
    }),
  identity: (vault) =>
    renewOfAccounts(vault, (view, id, page) => view.listIdentities(id, page), {
      placeOf: ({ id }) => id,
      verify: verifyIdentity,
      async write(tx, keyring, row) {
        await tx.deleteIdentity(row.id);
        await tx.insertIdentity(withIdentityMac(keyring, row));
      },
    }),
  request: (vault) =>
    renewOfAccounts(vault, (view, id, page) => view.listAccessRequests(id, page), {
      placeOf: ({ id }) => id,
      verify: verifyRequest,
      write: (tx, keyring, row) => tx.updateAccessRequest(withRequestMac(keyring, row)),
    }),
  secret: (vault) =>
    renew(vault, {
      list: (view, after: string | undefined, limit) => view.secretsById({ after, limit }),
      placeOf: ({ id }) => id,
      verify: verifySecret,
      write: (tx, keyring, row) => tx.updateSecret(withSecretMac(keyring, row)),
    }),
  version: renewVersions,
  environment: renewEnvironment,
  idempotency: (vault) =>
    renew<IdempotencyRecord, IdempotencyRecord>(vault, {
      list: (view, after, limit) => view.listIdempotent(after, limit),
      placeOf: (row) => row,
      verify: verifyAnswer,
      async write(tx, keyring, row) {
        await tx.removeIdempotent(row);
        await tx.insertIdempotent(withAnswerMac(keyring, row));
      },
    }),
  // The entry that begins a seed pins all earlier entries; access lists from the first version were sealed at
  // startup.
  audit: undefined,
  'access-list': undefined,
};

async function* renewOfAccounts<T extends Row>(
  vault: Vault,
  list: (view: View, accountId: string, page: PageRequest) => Promise<readonly T[]>,
  kind: Omit<Kind<T, string>, 'list'>,
): AsyncGenerator<RenewedMacs> {
  for await (const { id } of eachOf(looked(vault, (view, page) => view.listAccounts(page)))) {
    yield* renew(vault, { ...kind, list: (view, after, limit) => list(view, id, { after, limit }) });
  }
}

/** Finds versions by the terms of their data keys, for agent secrets and environment secrets alike. */
async function* renewVersions(vault: Vault): AsyncGenerator<RenewedMacs> {
  const keys = await vault.storage.look((view) => view.keys());
  for (const { term } of keys.filter(({ purpose }) => purpose === 'term')) {
    yield* renew(vault, {
      list: (view, after: VersionPosition | undefined, limit) => view.versionsOfTerm(term, { after, limit }),
      placeOf: ({ secretId, version }) => ({ secretId, version }),
      verify: verifyVersion,
      write: (tx, keyring, row) => tx.setVersionMac(row, withVersionMac(keyring, row).mac),
    });
  }
}

async function* renewEnvironment(vault: Vault): AsyncGenerator<RenewedMacs> {
  for await (const account of eachOf(looked(vault, (view, page) => view.listAccounts(page)))) {
    for await (const { id } of eachOf(looked(vault, (view, page) => view.listUsers(account.id, page)))) {
      yield* renew(vault, {
        list: (view, after: string | undefined, limit) => view.listEnvironment(id, { after, limit }),
        placeOf: ({ name }) => name,
        verify: verifyEnvironmentSecret,
        write: (tx, keyring, row) => tx.updateEnvironmentSecret(withEnvironmentMac(keyring, row)),
      });
    }
  }
}

async function* renew<T extends Row, Place>(vault: Vault, kind: Kind<T, Place>): AsyncGenerator<RenewedMacs> {
  for (let after: Place | undefined; ;) {
    const start = after;
    const page = await vault.storage.look((view) => kind.list(view, start, pageSize));
    const last = page.at(-1);
    if (!last) return;
    after = kind.placeOf(last);
    if (page.every((row) => isOf(vault.keyring.generation, row))) continue;
    let position = start;
    for (let done = 0; done < page.length; done += batchSize) {
      const started = performance.now();
      const from = position;
      const { rows, renewed, damaged } = await withKnownTerms(vault, () => renewBatch(vault, kind, from));
      const end = rows.at(-1);
      if (!end) break;
      position = kind.placeOf(end);
      yield { renewed, damaged };
      // Sleeps as long as the batch took, so that at least half of the time goes to requests.
      await sleep(performance.now() - started);
    }
    after = position;
  }
}

/** Reads the rows in the transaction that writes them, so that no concurrent change is undone. */
async function renewBatch<T extends Row, Place>(
  { storage, keyring: keys }: Vault,
  kind: Kind<T, Place>,
  after: Place | undefined,
): Promise<RenewedMacs & { readonly rows: readonly T[] }> {
  const keyring = keys.pinned();
  return storage.transact(async (tx) => {
    await requireCurrentSeed(keyring, tx);
    const rows = await kind.list(tx, after, batchSize);
    let renewed = 0;
    let damaged = 0;
    for (const row of rows) {
      if (isOf(keyring.generation, row)) continue;
      if (isWhole(() => kind.verify(keyring, row))) {
        await kind.write(tx, keyring, row);
        renewed += 1;
      } else damaged += 1;
    }
    return { rows, renewed, damaged };
  });
}

function isOf(generation: number, { mac }: Row): boolean {
  return generationOf(mac) === generation;
}
