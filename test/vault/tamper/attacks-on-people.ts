import { type Attempt, flipAll, type Notice, rows } from './attempt.ts';
import { startSession } from '../support/session.ts';
import type { TamperedVault } from './tampered-vault.ts';

/** Attacks on accounts, agents, people and their data. */
export async function* attemptsOnPeople(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  yield* editedTerms(vault);
  yield* olderCopies(vault);
  yield* resurrected(vault);
  yield* edited(vault);
  yield* exchanged(vault);
  yield* flipped(vault, step);
}

const long = '2999-01-01T00:00:00.000Z';

/** For every column, another value that the vault would accept. */
const edits: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  accounts: {
    id: 'acc_new',
    name: 'other',
    vault_enabled: 0,
    second_approver: 1,
    environments: '[{"name":"Live","suffix":"_live"}]',
    created_at: long,
    revision: 9,
  },
  agents: {
    account_id: 'acc_other',
    agent_id: 'new',
    agent_name: 'other',
    created_at: long,
    updated_at: long,
    deleted_at: long,
    revision: 9,
  },
  users: {
    id: 'usr_new',
    name: 'other',
    email: 'other@example.com',
    role: 'reviewer',
    issuer: 'https://other.example.com',
    created_at: long,
    updated_at: long,
    disabled_at: long,
    revision: 9,
  },
  tokens: {
    name: 'other',
    created_at: long,
    expires_at: long,
    user_id: 'usr_new',
    issued_by: 'usr_new',
    addresses: '["::/0"]',
  },
  sandbox_sessions: { id: 'sbx_new', account_id: 'acc_other', expires_at: long, created_at: long },
  environment_secrets: {
    id: 'env_new',
    account_id: 'acc_other',
    name: 'OTHER_KEY',
    description: 'other',
    version: 9,
    created_at: long,
    updated_at: long,
    revision: 9,
  },
  access_requests: {
    id: 'req_new',
    approved_by: 'usr_new',
    approved_by_name: 'other',
    approved_at: long,
    agent_id: 'A',
    secret_name: 's9',
    status: 'approved',
    reason: 'other',
    place: 'other.py:1',
    requested_by: 'usr_new',
    requested_by_name: 'other',
    created_at: long,
    decided_by: 'usr_new',
    decided_by_name: 'other',
    decided_at: long,
    note: 'other',
  },
};

async function* edited(vault: TamperedVault): AsyncGenerator<Attempt> {
  for (const [table, columns] of Object.entries(edits)) {
    for (const [column, value] of Object.entries(columns)) {
      const statement = `update ${table} set ${column} = ? where rowid = (select max(rowid) from ${table})`;
      const notice = () => vault.rowsComplain();
      const noticed = await vault.whileEdited(statement, [value], notice);
      yield { attack: `${table} edited`, where: column, noticed };
    }
  }
  // Under another route it is never found.
  const answers = { answer: '{}', expires_at: long, request_digest: Buffer.alloc(32) };
  for (const [column, value] of Object.entries(answers)) {
    const statement = `update idempotency set ${column} = ?`;
    const noticed = await vault.whileEdited(statement, [value], () => vault.repeatIsRefused());
    yield { attack: 'idempotency edited', where: column, noticed };
  }
}

/** Each column of one row in the place of another's, of another person or account. */
async function* exchanged(vault: TamperedVault): AsyncGenerator<Attempt> {
  const columns: Readonly<Record<string, readonly string[]>> = {
    agents: ['account_id', 'mac'],
    users: ['name', 'mac'],
    sandbox_sessions: ['user_id', 'mac'],
    environment_secrets: ['user_id', 'mac'],
    access_requests: ['requested_by', 'secret_name', 'mac'],
  };
  for (const [table, names] of Object.entries(columns)) {
    for (const column of names) {
      const other = `select o.${column} from old_${table} o where o.${column} <> ${table}.${column}`;
      const statement = `update or ignore ${table} set ${column} = (${other} order by o.rowid limit 1)
        where rowid = (select max(rowid) from ${table})`;
      const noticed = await vault.whileEdited(statement, [], () => vault.rowsComplain());
      yield { attack: `rows of ${table} exchanged`, where: column, noticed };
    }
  }
}

async function* flipped(vault: TamperedVault, step: number): AsyncGenerator<Attempt> {
  const complains: Notice = () => vault.rowsComplain();
  const repeats: Notice = () => vault.repeatIsRefused();
  const columns: readonly (readonly [table: string, column: string, notice: Notice])[] = [
    ['accounts', 'mac', complains],
    ['agents', 'mac', complains],
    ['users', 'mac', complains],
    ['sandbox_sessions', 'mac', complains],
    ['sandbox_sessions', 'digest', complains],
    ['environment_secrets', 'mac', complains],
    ['access_requests', 'mac', complains],
    ['idempotency', 'mac', repeats],
    ['idempotency', 'request_digest', repeats],
  ];
  for (const [table, column, notice] of columns) {
    const select = `select rowid as rowid, '' as name, ${column} as bytes from ${table}`;
    for (const { rowid, bytes } of rows(vault, select)) {
      yield* flipAll(vault, `${column} in ${table}`, table, column, rowid, bytes, step, notice);
    }
  }
  for (const column of ['wrapped_key', 'sealed_value']) {
    const select = `select rowid as rowid, '' as name, ${column} as bytes from secret_versions
      where secret_id like 'env%'`;
    const attack = `${column} of a variable`;
    for (const { rowid, bytes } of rows(vault, select)) {
      yield* flipAll(vault, attack, 'secret_versions', column, rowid, bytes, step, complains);
    }
  }
}

async function* editedTerms(vault: TamperedVault): AsyncGenerator<Attempt> {
  const notice = () => vault.verifyComplains();
  const tries: readonly (readonly [where: string, statement: string])[] = [
    ['state', `update keys set state = 'retiring' where purpose = 'term'`],
    ['removed', `delete from keys where purpose = 'term'`],
    [
      'a term that never began',
      `insert into keys select purpose, 7, wrapped, created_at, state from keys where purpose = 'term'`,
    ],
  ];
  for (const [where, statement] of tries) {
    yield { attack: 'keys edited', where, noticed: await vault.whileEdited(statement, [], notice) };
  }
}

/** Credentials after their end: a session that signed out, a key that was revoked, a sandbox that was ended. */
async function* resurrected(vault: TamperedVault): AsyncGenerator<Attempt> {
  const { test, database } = vault;
  const session = await startSession(test, 'admin');
  const key = await test.issue('author', { userId: await test.addUser('author') });
  const other = await test.issue('author', { userId: await test.addUser('author') });
  const started = { method: 'POST', url: '/v1/me/sandbox-sessions', key: other, body: {} } as const;
  const sandbox = (await test.send(started)).json as { id: string; token: string };
  const id = async (of: string) => ((await test.send({ url: '/v1/me', key: of })).json as { id: string }).id;
  const revoke = `/v1/accounts/acc_test/tokens/${await id(key)}`;
  const ends = [
    [
      'tokens',
      session,
      await id(session),
      { method: 'POST', url: '/v1/me/sign-out', key: session, body: {} },
    ],
    ['tokens', key, await id(key), { method: 'DELETE', url: revoke, key: test.adminKey }],
    [
      'sandbox_sessions',
      sandbox.token,
      sandbox.id,
      { method: 'DELETE', url: `/v1/me/sandbox-sessions/${sandbox.id}`, key: other },
    ],
  ] as const;
  const live = ends.map(([table, , of]) =>
    database.prepare<[string], Record<string, unknown>>(`select * from ${table} where id = ?`).get(of),
  );
  for (const [, , of, end] of ends) {
    const { status, text } = await test.send(end);
    if (status >= 300) throw new Error(`${of}: ${text}`);
  }
  if (await vault.verifyComplains()) throw new Error('The vault complains about what it did itself');
  vault.remember();
  for (const [index, [table, bearer, of]] of ends.entries()) {
    const row = live[index] ?? {};
    const url = table === 'tokens' ? '/v1/me' : '/v1/sandbox/environment';
    const isRefused = async () => (await test.send({ url, key: bearer })).status === 500;
    const verify = () => vault.verifyComplains();
    const columns = Object.keys(row);
    const copy = `insert or replace into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
    const putBack = (notice: Notice) => vault.whileEdited(copy, Object.values(row), notice);
    const withoutEnd: Notice = () => {
      database.prepare('delete from ended where id = ?').run(of);
      return verify();
    };
    const forgotten: Notice = () => vault.whileEdited('delete from ended where id = ?', [of], verify);
    const tries: readonly (readonly [attack: string, noticed: boolean])[] = [
      ['ended credential put back and used', await putBack(isRefused)],
      ['ended credential put back and verified', await putBack(verify)],
      ['ended credential put back without its end', await putBack(withoutEnd)],
      ['record of an end removed', await forgotten()],
    ];
    for (const [attack, noticed] of tries) yield { attack, where: `${table} ${of}`, noticed };
  }
  const invented = `insert into ended select id, account_id, created_at, expires_at from tokens where role = 'agent'`;
  const noticed = await vault.whileEdited(invented, [], () => vault.tokenIsRefused());
  yield { attack: 'end invented', where: 'ended', noticed };
}

/** The state before the vault changed it, with its MAC at that time. */
async function* olderCopies(vault: TamperedVault): AsyncGenerator<Attempt> {
  const { test, database } = vault;
  const account = '/v1/accounts/acc_test';
  const idIn = (table: string, where: string) =>
    String(database.prepare<[], { id: string }>(`select id from ${table} where ${where} limit 1`).get()?.id);
  const user = idIn('users', `role = 'author'`);
  const request = idIn('access_requests', 'true');
  const issued = { name: 'doomed', role: 'author' };
  await send({ method: 'POST', url: `${account}/tokens`, body: issued });
  const token = idIn('tokens', `name = 'doomed'`);
  const changes = [
    ['users', 'PATCH', `${account}/users/${user}`, { role: 'reviewer' }, `id = '${user}'`],
    ['agents', 'PATCH', `${account}/agents/B`, { agentName: 'Renamed' }, `agent_id = 'B'`],
    ['tokens', 'DELETE', `${account}/tokens/${token}`, undefined, `id = '${token}'`],
    ['access_requests', 'POST', `/v1/agents/B/access-requests/${request}:decline`, {}, `id = '${request}'`],
  ] as const;
  for (const [table, method, url, body, where] of changes) {
    const old =
      database.prepare<[], Record<string, unknown>>(`select * from ${table} where ${where}`).get() ?? {};
    await send({ method, url, ...(body !== undefined && { body }) });
    if (await vault.verifyComplains()) throw new Error('The vault complains about what it did itself');
    vault.remember();
    const columns = Object.keys(old).map((column) => `${column} = ?`);
    const copy = `update ${table} set ${columns.join(', ')} where ${where}`;
    const notice = () => vault.verifyComplains();
    const noticed = await vault.whileEdited(copy, Object.values(old), notice);
    yield { attack: 'older copy of a row', where: table, noticed };
    const removed = await vault.whileEdited(`delete from ${table} where ${where}`, [], notice);
    yield { attack: 'row removed', where: table, noticed: removed };
  }

  async function send(one: Parameters<typeof test.send>[0]): Promise<void> {
    const { status, text } = await test.send({ key: test.adminKey, ...one });
    if (status >= 300) throw new Error(`${one.url}: ${text}`);
  }
}
