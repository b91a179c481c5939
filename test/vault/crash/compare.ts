import { unpackEntries } from '../../../vault/storage/sql/audit-groups.ts';
import type { AuditGroupRow } from '../../../vault/storage/sql/tables.ts';
import { ask } from './ask.ts';
import { inParallel } from './in-parallel.ts';
import type { KeptSecret, KeptToken } from './kept.ts';
import type { Ledger } from './ledger.ts';
import type { Writer } from './writer.ts';
import type { Reachable } from './crew.ts';

/** Queries the database itself. */
export type Select = (sql: string) => Promise<readonly unknown[]>;

const sampled = 3;

/**
 * Compares a restarted vault with everything that its writers know: values, access and keys that were touched
 * (and some others), the audit log, and whether rows match each other.
 */
export async function compareAll(
  vault: Reachable,
  writers: readonly Writer[],
  ledger: Ledger,
  select: Select,
  everything = false,
): Promise<void> {
  await inParallel(writers, (writer) => compareWriter(vault, writer, ledger, everything));
  await compareChain(vault, writers, ledger);
  await compareLog(ledger, select);
  for (const [what, sql] of Object.entries(halves)) {
    for (const row of await select(sql)) ledger.lose(`${what}: ${JSON.stringify(row)}`);
  }
}

async function compareWriter(
  vault: Reachable,
  writer: Writer,
  ledger: Ledger,
  everything: boolean,
): Promise<void> {
  const { kept } = writer;
  const some = everything ? [...kept.secrets, ...kept.tokens] : sample(kept.secrets);
  for (const one of new Set([...kept.touched, ...some])) {
    if ('token' in one) await compareToken(vault, one, ledger);
    else await compareSecret(vault, writer, one, ledger);
  }
  kept.touched.clear();
  if ((await writer.readVariables(vault.url)) !== 'acknowledged') {
    ledger.lose(`The variables of ${writer.keys.agentId} cannot be read`);
  }
}

async function compareSecret(
  vault: Reachable,
  writer: Writer,
  secret: KeptSecret,
  ledger: Ledger,
): Promise<void> {
  if ((await writer.read(vault.url, secret)) === 'unknown') ledger.lose(`${secret.name} cannot be read`);
}

async function compareToken({ url }: Reachable, token: KeptToken, ledger: Ledger): Promise<void> {
  const answer = await ask(url, { method: 'GET', path: '/v1/me', key: token.token });
  const isActive = answer?.status === 200;
  if (!isActive && answer?.status !== 401) ledger.lose(`A key answers ${String(answer?.status)}`);
  if (!token.active.wasSeen(isActive)) ledger.lose(`The key ${token.id} ${isActive ? 'counts' : 'is gone'}`);
}

async function compareChain(vault: Reachable, [first]: readonly Writer[], ledger: Ledger): Promise<void> {
  const path = `/v1/accounts/${first?.keys.accountId ?? ''}/audit-events:verify`;
  const answer = await ask(vault.url, { method: 'GET', path, key: vault.adminKey });
  if (answer?.body['intact'] !== true) ledger.lose(`The audit chain: ${JSON.stringify(answer?.body)}`);
}

/** Some of those that were not touched lately. */
function sample(secrets: readonly KeptSecret[]): readonly KeptSecret[] {
  const stride = Math.max(1, Math.floor(secrets.length / sampled));
  return secrets.filter((_, index) => index % stride === 0).slice(0, sampled);
}

/** Entry by entry, as stored in the database. */
async function compareLog(ledger: Ledger, select: Select): Promise<void> {
  // The columns are those that the text names; PostgreSQL returns counts as texts.
  const rows = (await select(groups)) as readonly (Omit<AuditGroupRow, 'last'> & { last: number | string })[];
  const entries = rows.flatMap((row) => unpackEntries({ ...row, last: Number(row.last) }));
  const gap = entries.findIndex(({ seq }, index) => seq !== index + 1);
  if (gap >= 0) ledger.lose(`a gap in the audit log: entry ${String(gap + 1)}`);
  // Entries without a request are written by the vault itself, such as the first admin key.
  const allowed = entries.filter(
    ({ decision, actorRole }) => decision === 'allowed' && actorRole !== 'vault',
  );
  ledger.compareEntries(allowed.filter(({ action }) => compared.has(action)));
  const created = new Set(
    allowed.filter(({ action }) => action === 'secret.create').map(({ secretName }) => secretName),
  );
  const names = (await select('select name from secrets')) as readonly { name: string }[];
  for (const { name } of names) {
    if (!created.has(name)) ledger.lose(`a creation without its entry: ${name}`);
  }
}

const groups = 'select last, mac, entries from audit_groups order by last';
const compared: ReadonlySet<string> = new Set([
  'secret.create',
  'secret.rotate',
  'access.change',
  'value.read',
  'environment.create',
  'environment.change',
  'token.issue',
  'token.revoke',
]);

/** Queries that return rows only where a change was incomplete. */
const halves: Readonly<Record<string, string>> = {
  'a secret without its version': `select s.id from secrets s
    left join secret_versions v on v.secret_id = s.id and v.version = s.version where v.version is null`,
  'a variable without its version': `select e.id from environment_secrets e
    left join secret_versions v on v.secret_id = e.id and v.version = e.version where v.version is null`,
  'a version of nothing': `select v.secret_id from secret_versions v left join secrets s on s.id = v.secret_id
    left join environment_secrets e on e.id = v.secret_id where s.id is null and e.id is null`,
  'a version that nothing knows': `select v.secret_id from secret_versions v
    join secrets s on s.id = v.secret_id where v.version > s.latest_version`,
  'an access list of nothing': `select a.secret_id from secret_agents a
    left join secrets s on s.id = a.secret_id where s.id is null`,
  'an index against the access list': `select s.id from secrets s
    left join secret_agents a on a.secret_id = s.id where (s.agent_ids = '[]') <> (a.secret_id is null)`,
  'a name that is there twice': `select account_id, name from secrets
    group by account_id, name having count(*) > 1`,
};
