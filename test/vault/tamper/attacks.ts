import { openKeys, WrongRootKey, wrappedKeys } from '../../../vault/domain/context/read-keys.ts';
import { attemptsOnPeople } from './attacks-on-people.ts';
import { type Attempt, flipAll, type Notice, rows } from './attempt.ts';
import { tagOf } from '../support/test-vault.ts';
import type { TamperedVault } from './tampered-vault.ts';

/**
 * Every `step`-th of all attempts. Reading makes the log longer, so attempts that read all of it come first.
 */
export async function* attempts(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  await requireQuiet(vault);
  yield* editedChain(vault, step);
  yield* editedCheckpoint(vault, step);
  yield* editedColumns(vault);
  yield* editedVersions(vault);
  yield* oldRows(vault);
  yield* attemptsOnPeople(vault, step);
  yield* flippedBytes(vault, step);
  yield* shortenedTags(vault, step);
  yield* exchangedRows(vault, step);
  await requireQuiet(vault);
  for (const name of vault.names) {
    if (await vault.readIsRefused(name)) throw new Error('An untouched value is refused');
  }
}

/** An alarm that always rings detects everything: there must be none without an attack. */
async function requireQuiet(vault: TamperedVault): Promise<void> {
  const alarms = [
    await vault.chainComplains(),
    await vault.startComplains(vault.checkpoint),
    await vault.verifyComplains(),
    await keysAreRefused(vault),
  ];
  if (alarms.includes(true)) throw new Error('The vault complains although nothing happened');
}

/** The versions that an agent of the account reads. */
const current = `v.version = s.version and s.account_id = 'acc_test'`;

async function* flippedBytes(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  const byName =
    (name: string): Notice =>
    () =>
      vault.readIsRefused(name);
  for (const column of ['wrapped_key', 'sealed_value']) {
    for (const { rowid, name, bytes } of rows(vault, versionsOf(column, current))) {
      yield* flipAll(
        vault,
        `${column} of a value`,
        'secret_versions',
        column,
        rowid,
        bytes,
        step,
        byName(name),
      );
    }
  }
  for (const { rowid, name, bytes } of rows(
    vault,
    `select rowid as rowid, name, mac as bytes from secrets where account_id = 'acc_test'`,
  )) {
    yield* flipAll(vault, 'MAC of a secret', 'secrets', 'mac', rowid, bytes, step, byName(name));
  }
  const others: readonly (readonly [table: string, column: string, where: string, notice: Notice])[] = [
    ['tokens', 'mac', `role = 'agent'`, () => vault.tokenIsRefused()],
    ['tokens', 'digest', `role = 'agent'`, () => vault.tokenIsRefused()],
    ['keys', 'wrapped', 'true', () => keysAreRefused(vault)],
    ['checkpoints', 'mac', 'true', () => vault.chainComplains()],
    ['checkpoints', 'signature', 'true', () => vault.chainComplains()],
    ['audit', 'mac', 'seq in (1, 12, 24)', () => vault.chainComplains()],
  ];
  for (const [table, column, where, notice] of others) {
    const select = `select rowid as rowid, '' as name, ${column} as bytes from ${table} where ${where}`;
    for (const { rowid, bytes } of rows(vault, select)) {
      yield* flipAll(vault, `${column} in ${table}`, table, column, rowid, bytes, step, notice);
    }
  }
}

/** Everything besides the values that affects a decision. */
async function* editedColumns(vault: TamperedVault): AsyncGenerator<Attempt> {
  const secret = {
    account_id: 'acc_other',
    name: 'other',
    kind: 'key_value',
    fields: '["x"]',
    description: 'other',
    version: 1,
    latest_version: 9,
    created_at: '2020-01-01T00:00:00.000Z',
    updated_at: '2020-01-01T00:00:00.000Z',
    deleted_at: '2020-01-01T00:00:00.000Z',
    purge_after: '2020-01-01T00:00:00.000Z',
    deprecated_at: '2020-01-01T00:00:00.000Z',
    replacement: 'other',
    agent_ids: '["A","B"]',
    access_version: 9,
    access_updated_at: '2020-01-01T00:00:00.000Z',
    access_ends: '["2099-01-01T00:00:00.000Z","A"]',
    revision: 9,
  };
  for (const [column, value] of Object.entries(secret)) {
    const attack = column.startsWith('a') && column !== 'account_id' ? 'access list edited' : 'secret edited';
    for (const name of vault.names.slice(0, 3)) {
      const statement = `update secrets set ${column} = ? where name = ?`;
      const notice = () => vault.verifyComplains();
      yield { attack, where: column, noticed: await vault.whileEdited(statement, [value, name], notice) };
    }
  }
  const token = {
    id: 'tok_other',
    account_id: 'acc_other',
    role: 'admin',
    agent_id: 'B',
    expires_at: '2999-01-01T00:00:00.000Z',
    revoked_at: '2025-01-01T00:00:00.000Z',
    addresses: '["0.0.0.0/0"]',
    user_id: 'usr_other',
  };
  for (const [column, value] of Object.entries(token)) {
    const statement = `update tokens set ${column} = ? where role = 'agent'`;
    const noticed = await vault.whileEdited(statement, [value], () => vault.tokenIsRefused());
    yield { attack: 'token edited', where: column, noticed };
  }
}

/** Of versions that are no longer read, and of those in use. */
async function* editedVersions(vault: TamperedVault): AsyncGenerator<Attempt> {
  const said = {
    created_at: '2020-01-01T00:00:00.000Z',
    created_by: 'tok_other',
    fields: '["x"]',
    kind: 'key_value',
  };
  const notice = () => vault.verifyComplains();
  const owners = [...vault.names.slice(0, 1), 'foreign', 'KEY_OF_S0'];
  for (const owner of owners) {
    const ofOwner = `secret_id in (select id from secrets where name = ?
      union all select id from environment_secrets where name = ?)`;
    const versions = owner.startsWith('s') ? [1, 2] : [1];
    for (const version of versions) {
      const where = `version = ${String(version)} of ${owner}`;
      const which = `where version = ${String(version)} and ${ofOwner}`;
      for (const [column, value] of Object.entries(said)) {
        const edit = `update secret_versions set ${column} = ? ${which}`;
        const noticed = await vault.whileEdited(edit, [value, owner, owner], notice);
        yield { attack: 'version edited', where: `${column}, ${where}`, noticed };
      }
      const edits = {
        'version lost': 'delete from secret_versions',
        'version without its MAC': `update secret_versions set mac = x'', created_by = 'tok_other'`,
      };
      for (const [attack, edit] of Object.entries(edits)) {
        const noticed = await vault.whileEdited(`${edit} ${which}`, [owner, owner], notice);
        yield { attack, where, noticed };
      }
    }
  }
}

async function* shortenedTags(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  for (const column of ['wrapped_key', 'sealed_value']) {
    for (const { rowid, name, bytes } of rows(vault, versionsOf(column, current))) {
      for (let cut = 1 + (rowid % step); cut <= 16; cut += step) {
        const shorter = bytes.subarray(0, bytes.length - cut);
        const statement = `update secret_versions set ${column} = ? where rowid = ?`;
        const notice = () => vault.readIsRefused(name);
        const noticed = await vault.whileEdited(statement, [shorter, rowid], notice);
        yield { attack: 'tag shortened', where: `${name}, ${column}, by ${String(cut)}`, noticed };
      }
    }
  }
}

/**
 * Replaces the ciphertext and key of every version with those of every other version, of the same secret and
 * of others.
 */
async function* exchangedRows(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  const counts: Record<string, number> = {};
  for (const { rowid, name } of rows(vault, versionsOf('sealed_value', current))) {
    for (const source of rows(vault, versionsOf('sealed_value', 'true'))) {
      if (source.rowid === rowid) continue;
      const attack = `values exchanged between ${kindOf(source.name, name)}`;
      const count = counts[attack] ?? 0;
      counts[attack] = count + 1;
      if (count % step !== 0) continue;
      for (const columns of [['sealed_value'], ['wrapped_key'], ['sealed_value', 'wrapped_key']]) {
        const sets = columns.map((one) => `${one} = (select ${one} from secret_versions where rowid = ?)`);
        const statement = `update secret_versions set ${sets.join(', ')} where rowid = ?`;
        const values = [...columns.map(() => source.rowid), rowid];
        const noticed = await vault.whileEdited(statement, values, () => vault.readIsRefused(name));
        yield { attack, where: `${columns.join(' and ')} of ${source.name} in ${name}`, noticed };
      }
    }
  }
}

/** A row with its MAC from before a change: everything in it is genuine, but old. */
async function* oldRows(vault: TamperedVault): AsyncGenerator<Attempt> {
  for (const name of vault.names.slice(0, 3)) {
    const { test, database } = vault;
    const old =
      database.prepare<[string], Record<string, unknown>>('select * from secrets where name = ?').get(name) ??
      {};
    const url = `/v1/accounts/acc_test/secrets/${name}/access`;
    const headers = { 'if-match': await tagOf(test, name, 1, 'access') };
    const body = { grant: ['B'] };
    const { status } = await test.send({ method: 'PATCH', url, key: test.adminKey, headers, body });
    if (status !== 200) throw new Error(`The access list could not be changed: ${String(status)}`);
    if (await vault.verifyComplains()) throw new Error('The vault complains about what it did itself');
    vault.remember();
    const columns = Object.keys(old);
    const copy = `update secrets set ${columns.map((column) => `${column} = ?`).join(', ')} where name = ?`;
    const values = [...Object.values(old), name];
    const notice = () => vault.verifyComplains();
    const noticed = await vault.whileEdited(copy, values, notice);
    yield { attack: 'older copy of a row', where: name, noticed };
    const removed = await vault.whileEdited('delete from secrets where name = ?', [name], notice);
    yield { attack: 'row removed', where: name, noticed: removed };
  }
}

async function* editedChain(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  const query = vault.database.prepare<[], { seq: number }>('select max(seq) as seq from old_audit');
  const last = query.get()?.seq ?? 0;
  const chain = () => vault.chainComplains();
  for (let seq = 1; seq <= last; seq += Math.ceil(step / 2)) {
    const [column, value] = auditEdits[seq % auditEdits.length] ?? ['at', ''];
    const edit = `update audit set ${column} = ? where seq = ?`;
    const remove = 'delete from audit where seq = ?';
    const tries: readonly (readonly [attack: string, tryIt: Notice])[] = [
      ['entry edited', () => vault.whileEdited(edit, [value, seq], chain)],
      ['entry removed', () => vault.whileEdited(remove, [seq], chain)],
      ['log cut, with its checkpoints', () => cutAt(vault, seq)],
      ...(seq < last ? ([['entries exchanged', () => exchangeWithNext(vault, seq)]] as const) : []),
    ];
    for (const [attack, tryIt] of tries) {
      yield { attack, where: `entry ${String(seq)}, ${column}`, noticed: await tryIt() };
    }
  }
}

/** For every column, a value that the vault would accept. */
const auditEdits: readonly (readonly [column: string, value: string])[] = [
  ['at', '2020-01-01T00:00:00.000Z'],
  ['account_id', 'acc_other'],
  ['actor_id', 'tok_other'],
  ['actor_role', 'reviewer'],
  ['action', 'other'],
  ['decision', 'failed'],
  ['code', 'Forbidden'],
  ['secret_name', 'other'],
  ['agent_id', 'other'],
  ['granted', '["Z"]'],
  ['revoked', '["Z"]'],
  ['request_id', 'other'],
  ['secret_id', 'sec_other'],
  ['user_id', 'usr_other'],
  ['target_id', 'other'],
  ['address', '192.0.2.1'],
];

/** Everything in the database about later entries goes with them. */
async function cutAt(vault: TamperedVault, seq: number): Promise<boolean> {
  return vault.whileEdited('delete from audit where seq >= ?', [seq], () => {
    vault.database.exec('delete from checkpoints');
    return vault.startComplains(vault.checkpoint);
  });
}

async function exchangeWithNext(vault: TamperedVault, seq: number): Promise<boolean> {
  const move = 'update audit set seq = ? where seq = ?';
  return vault.whileEdited(move, [-1, seq], () => {
    vault.database.prepare(move).run(seq, seq + 1);
    vault.database.prepare(move).run(seq + 1, -1);
    return vault.chainComplains();
  });
}

async function* editedCheckpoint(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  const checkpoint = vault.checkpoint;
  for (let index = 0; index < checkpoint.length; index += Math.ceil(step / 4)) {
    const changed = Buffer.from(checkpoint, 'latin1');
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    const noticed = await vault.startComplains(changed.toString('latin1'));
    yield { attack: 'checkpoint edited', where: `byte ${String(index)}`, noticed };
  }
}

function kindOf(source: string, name: string): string {
  if (source === name) return 'versions';
  return source === 'foreign' ? 'accounts' : 'secrets';
}

function versionsOf(column: string, where: string): string {
  return `select v.rowid as rowid, s.name as name, v.${column} as bytes
    from secret_versions v join secrets s on s.id = v.secret_id where ${where}`;
}

async function keysAreRefused({ test }: TamperedVault): Promise<boolean> {
  try {
    await openKeys(await wrappedKeys(test.vault.storage), test.vault.seal.rootKey);
    return false;
  } catch (error) {
    return error instanceof WrongRootKey;
  }
}
