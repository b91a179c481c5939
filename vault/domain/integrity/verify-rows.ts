import { IntegrityError } from '../../crypto/index.ts';
import type { SecretRecord } from '../../storage/records.ts';
import { KnownRows, type RowKind } from './known-rows.ts';
import { verifySecret } from '../secrets/secret-mac.ts';
import { faultyTerms, rowsToCheck } from './verify-people.ts';
import type { Vault } from '../vault.ts';

/**
 * Something that is not as the vault left it. `older`: an earlier copy of the row was put back.
 * `lost`: the audit log knows it, but it is gone.
 */
export interface RowFault {
  readonly row: RowKind | 'version';
  readonly id: string;
  readonly what: 'edited' | 'older' | 'lost';
}

const pageSize = 500;
/** Rows that stay for ever, or whose end is in the log. */
const lasting = ['account', 'agent', 'environment', 'request', 'secret', 'token', 'user'] as const;

/**
 * Checks every row against its keys and the audit log, secrets with all their versions, while the
 * vault goes on answering. The log itself must have been verified. What was answered to requests
 * that may be repeated is checked when it is used.
 */
export async function* verifyRows(vault: Vault): AsyncGenerator<RowFault> {
  const known = new KnownRows();
  const seen = new Set<string>();
  await known.follow(vault);
  for await (const secret of allSecrets(vault)) {
    const check = () => verifySecret(vault.keyring, secret);
    const what = faultOf(check, secret.revision, known.revision('secret', secret.id));
    if (what) yield { row: 'secret', id: secret.id, what };
    seen.add(`secret ${secret.id}`);
    yield* faultyVersions(vault, secret);
  }
  for await (const { row, id, state, verify } of rowsToCheck(vault)) {
    const what = faultOf(() => verify(vault.keyring), state, known.revision(row, id));
    if (what) yield { row, id, what };
    seen.add(`${row} ${id}`);
  }
  // What was purged since the walk began is no loss; what was made since is not looked for.
  const expected = lasting.flatMap((row) => known.ids(row).map((id) => ({ row, id })));
  await known.follow(vault);
  for (const { row, id } of expected) {
    const isThere = seen.has(`${row} ${id}`) || !known.ids(row).includes(id);
    if (!isThere) yield { row, id, what: 'lost' };
  }
  yield* faultyKeys(vault, known);
}

/** Between two looks at the log that say the same of terms: a rotation may be under way. */
async function* faultyKeys(vault: Vault, known: KnownRows): AsyncGenerator<RowFault> {
  for (;;) {
    const before = known.ids('key').join();
    const keys = await vault.storage.look((view) => view.keys());
    await known.follow(vault);
    if (known.ids('key').join() !== before) continue;
    for (const [id, what] of faultyTerms(keys, known)) yield { row: 'key', id, what };
    return;
  }
}

function faultOf(
  check: () => void,
  revision: number,
  expected: number | undefined,
): RowFault['what'] | undefined {
  if (isBroken(check)) return 'edited';
  return expected !== undefined && revision < expected ? 'older' : undefined;
}

async function* allSecrets({ storage }: Vault): AsyncGenerator<SecretRecord> {
  for (let after: string | undefined; ;) {
    const page = { after, limit: pageSize };
    const secrets = await storage.look((view) => view.secretsById(page));
    yield* secrets;
    if (secrets.length < pageSize) return;
    after = secrets.at(-1)?.id;
  }
}

async function* faultyVersions({ storage, keyring }: Vault, secret: SecretRecord): AsyncGenerator<RowFault> {
  const { id, accountId, name } = secret;
  let found = false;
  for (let before: number | undefined; ;) {
    const page = { before, limit: pageSize };
    const versions = await storage.look((view) => view.listVersions(id, page));
    for (const { version, kind, sealed } of versions) {
      found ||= version === secret.version;
      const place = { accountId, secretId: id, name, kind, version };
      const isWrong = isBroken(() => keyring.open(place, sealed).fill(0));
      if (isWrong) yield { row: 'version', id: `${id}/${String(version)}`, what: 'edited' };
    }
    before = versions.at(-1)?.version;
    if (versions.length < pageSize) break;
  }
  if (!found) yield { row: 'version', id: `${id}/${String(secret.version)}`, what: 'lost' };
}

function isBroken(check: () => void): boolean {
  try {
    check();
    return false;
  } catch (error) {
    if (error instanceof IntegrityError) return true;
    throw error;
  }
}
