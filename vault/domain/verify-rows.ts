import { IntegrityError } from '../crypto/index.ts';
import type { SecretRecord } from '../storage/records.ts';
import { verifySecret } from './secret-mac.ts';
import { verifyToken } from './token-mac.ts';
import type { Vault } from './vault.ts';

/**
 * Something that is not as the vault left it. `older`: an earlier copy of the row was put back.
 * `lost`: the audit log knows it, but it is gone.
 */
export interface RowFault {
  readonly row: 'secret' | 'version' | 'token';
  readonly id: string;
  readonly what: 'edited' | 'older' | 'lost';
}

const pageSize = 500;
/** A revision that no row reaches: whatever is there was put back. */
const purged = Number.POSITIVE_INFINITY;

/**
 * Checks every secret with all its versions, and every token, against their keys and the audit log,
 * while the vault goes on answering. The log itself must have been verified.
 */
export async function* verifyRows(vault: Vault): AsyncGenerator<RowFault> {
  const known = new Map<string, number>();
  const seen = new Set<string>();
  const seq = await followRevisions(vault, known, 0);
  for await (const secret of allSecrets(vault)) {
    const what = faultOf(vault, secret, known.get(secret.id));
    if (what) yield { row: 'secret', id: secret.id, what };
    seen.add(secret.id);
    yield* faultyVersions(vault, secret);
  }
  // What was purged since the walk began is no loss; what was made since is not looked for.
  const expected = [...known.keys()];
  await followRevisions(vault, known, seq);
  for (const id of expected) {
    if (known.get(id) !== purged && !seen.has(id)) yield { row: 'secret', id, what: 'lost' };
  }
  yield* faultyTokens(vault);
}

/** Collects the last revision of every secret from the log. Resolves to where the log ended. */
async function followRevisions(
  { storage }: Vault,
  revisions: Map<string, number>,
  after: number,
): Promise<number> {
  for (let seq = after; ;) {
    const entries = await storage.auditAfter(seq, pageSize);
    for (const { action, decision, secretId, revision } of entries) {
      if (decision === 'denied' || secretId === null) continue;
      if (action === 'secret.purge') revisions.set(secretId, purged);
      else if (revision !== null) revisions.set(secretId, revision);
    }
    seq = entries.at(-1)?.seq ?? seq;
    if (entries.length < pageSize) return seq;
  }
}

function faultOf(
  { keyring }: Vault,
  secret: SecretRecord,
  revision: number | undefined,
): RowFault['what'] | undefined {
  if (isBroken(() => verifySecret(keyring, secret))) return 'edited';
  return revision !== undefined && secret.revision < revision ? 'older' : undefined;
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

async function* faultyTokens({ storage, keyring }: Vault): AsyncGenerator<RowFault> {
  const accounts = await storage.look((view) => view.listAccounts({ after: undefined, limit: pageSize }));
  for (const account of accounts) {
    for (let after: string | undefined; ;) {
      const page = { after, limit: pageSize };
      const tokens = await storage.look((view) => view.listTokens(account.id, page));
      for (const token of tokens) {
        if (isBroken(() => verifyToken(keyring, token))) {
          yield { row: 'token', id: token.id, what: 'edited' };
        }
      }
      if (tokens.length < pageSize) break;
      after = tokens.at(-1)?.id;
    }
  }
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
