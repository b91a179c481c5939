import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderPlace } from '../../../vault/archive/place.ts';
import { exportSegments } from '../../../vault/domain/audit/archive-segments.ts';
import { pruneLog } from '../../../vault/domain/audit/prune-log.ts';
import { sealSegments } from '../../../vault/domain/audit/seal-segments.ts';
import {
  makeTestDirectory,
  openTestVault,
  secretUrl,
  type TestVault,
} from '../../vault/support/test-vault.ts';
import { shellOf } from '../support/admin-shell.ts';

let test: TestVault;
let shell: ReturnType<typeof shellOf>;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  shell = shellOf(test);
});
afterAll(() => test.close());

it('a secret is shown with its last read, to the hour', async () => {
  await test.addAgents('READER');
  await test.addSecret('read_once', 'not-a-real-1', ['READER']);
  expect((await shell.run(['secrets', 'show', 'read_once'])).output).not.toContain('Last read');
  const key = await test.issue('agent', { agentId: 'READER' });
  await test.send({ url: '/v1/agents/READER/secrets/read_once/value', key });
  await test.vault.reads.write(test.vault.storage);
  expect((await shell.run(['secrets', 'show', 'read_once'])).output).toMatch(
    /^Last read .*\(.*:00:00\.000Z\)$/m,
  );
});

describe('the upkeep of a secret', () => {
  const upkeep = ['secrets', 'upkeep', 'kept'];

  it('is recorded, shown, and found in the list', async () => {
    await test.addSecret('kept', 'not-a-real-1');
    const given = ['--owner', 'Payments team', '--labels', 'live', 'eu', '--rotate-every', '10'];
    const saved = await shell.run([...upkeep, ...given]);
    expect(saved).toMatchObject({ code: 0 });
    expect(saved.output).toMatch(/^Owner +Payments team$/m);
    expect(saved.output).toMatch(/^Labels +eu, live$/m);
    expect(saved.output).toMatch(/^Rotation +every 10 days, next by \d{4}-\d\d-\d\d$/m);
    for (const filter of [
      ['--label', 'eu'],
      ['--owner', 'Payments team'],
    ])
      expect((await shell.run(['secrets', 'list', ...filter])).output).toMatch(/^kept /m);
    for (const filter of [['--label', 'us'], ['--due']])
      expect((await shell.run(['secrets', 'list', ...filter])).output).toContain('No matching secrets.');
    await shell.run([...upkeep, '--expires-on', '2026-01-02']);
    expect((await shell.run(['secrets', 'list', '--due'])).output).toMatch(/^kept .*expires tomorrow/m);
    expect((await shell.run(['secrets', 'show', 'kept'])).output).toMatch(/^State +expires tomorrow$/m);
    await shell.run([...upkeep, '--owner', 'none', '--labels', 'none', '--expires-on', 'none']);
    const { output } = await shell.run([...upkeep, '--rotate-every', 'none']);
    expect(output).not.toMatch(/^(Owner|Labels|Expires on|Rotation|State)/m);
  });

  it.each([
    ['nothing to record', [], 'Use --owner'],
    ['an interval without a number', ['--rotate-every', 'monthly'], 'from 1 to 3650'],
    ['a day that does not exist', ['--expires-on', '2031-02-30'], 'expiresOn'],
  ])('is refused with %s', async (_what, options, reason) => {
    const refused = await shell.run([...upkeep, ...options]);
    expect(refused).toMatchObject({ code: 2, notes: expect.stringContaining(reason) as string });
  });
});

describe('access', () => {
  it('for many secrets changes together, or not at all', async () => {
    await test.addSecret('one', 'not-a-real-1');
    await test.addSecret('two', 'not-a-real-2');
    const granted = await shell.run(['access', 'grant', 'one', 'two', '--agent', 'A', 'B', '--json']);
    expect(JSON.parse(granted.output)).toMatchObject({
      lists: [{ agentIds: ['A', 'B'] }, { agentIds: ['A', 'B'] }],
    });
    const failed = await shell.run(['access', 'revoke', 'one', 'three', '--agent', 'A']);
    expect(failed).toMatchObject({ code: 2, output: '' });
    expect((await shell.run(['access', 'list', 'one'])).output).toBe('A\nB\n');
  });

  it('ends automatically after the given time, and not once the limit is removed', async () => {
    await test.addSecret('limited', 'not-a-real-6');
    const grant = ['access', 'grant', 'limited', '--agent', 'A'];
    const granted = await shell.run([...grant, '--for', '8h']);
    expect(granted.output).toMatch(/^A can read "limited" until \d{4}-\d\d-\d\dT[\d:.]+Z\.\n$/);
    expect((await shell.run(['access', 'list', 'limited'])).output).toMatch(/^A until \d{4}-/);
    expect((await shell.run(['secrets', 'show', 'limited'])).output).toMatch(/^Agents +A until \d{4}-/m);
    const shown = JSON.parse((await shell.run(['secrets', 'show', 'limited', '--json'])).output) as object;
    expect(shown).toMatchObject({ ends: [{ agentId: 'A' }] });
    const entries = await shell.run(['audit', 'list', '--secret', 'limited', '--action', 'access.change']);
    expect(entries.output).toMatch(/\+A until \d{4}-\d\d-\d\dT/);
    expect(await shell.run([...grant, '--until', 'never'])).toMatchObject({ code: 0 });
    expect((await shell.run(['access', 'list', 'limited'])).output).toBe('A\n');
    const both = await shell.run([...grant, '--until', '2099-01-01', '--for', '8h']);
    expect(both).toMatchObject({ code: 2, notes: expect.stringContaining('not both') as string });
    expect(await shell.run([...grant, '--until', '2001-01-01'])).toMatchObject({ code: 2 });
  });

  it('is approved and declined by the id of the request alone', async () => {
    await test.addSecret('asked', 'not-a-real-3');
    const asked = await shell.run([
      'requests',
      'create',
      'asked',
      '--agent',
      'A',
      '--reason',
      'why',
      '--json',
    ]);
    const { id } = JSON.parse(asked.output) as { id: string };
    expect((await shell.run(['requests', 'list'])).output).toContain(id);
    expect(await shell.run(['requests', 'approve', id])).toMatchObject({
      output: '"asked" for A: approved.\n',
    });
    expect((await shell.run(['requests', 'list'])).output).toBe('No pending requests.\n');
  });

  it('is approved for a limited time, and the list of requests shows the end', async () => {
    await test.addSecret('asked for long', 'not-a-real-8');
    const create = ['requests', 'create', 'asked for long', '--agent', 'A', '--json'];
    const { id } = JSON.parse((await shell.run(create)).output) as { id: string };
    const approve = ['requests', 'approve', id];
    expect(await shell.run([...approve, '--for', '8h', '--until', '2099-01-01'])).toMatchObject({ code: 2 });
    expect(await shell.run([...approve, '--until', '2001-01-01'])).toMatchObject({ code: 2 });
    const end = new Date(test.vault.now().getTime() + 8 * 3_600_000).toISOString();
    expect((await shell.run([...approve, '--for', '8h'])).output).toBe(
      `"asked for long" for A: approved until ${end}.\n`,
    );
    expect((await shell.run(['access', 'list', 'asked for long'])).output).toBe(`A until ${end}\n`);
    expect((await shell.run(['requests', 'list', '--status', 'approved'])).output).toContain(
      `approved until ${end}`,
    );
    expect(await shell.run(['requests', 'decline', id, '--for', '8h'])).toMatchObject({ code: 2 });
  });
});

describe('an account with two approvers', () => {
  it('says that one more approval is needed', async () => {
    const issue = ['tokens', 'issue', 'second', '--json', '--user'];
    const added = await shell.run(['users', 'add', 'Bob', '--role', 'admin', '--json']);
    const { token } = JSON.parse(
      (await shell.run([...issue, (JSON.parse(added.output) as { id: string }).id])).output,
    ) as { token: string };
    await test.addSecret('guarded', 'not-a-real-7');
    expect(await shell.run(['account', 'second-approver', 'on', '--yes'])).toMatchObject({
      output: 'Test (acc_test): the vault is turned on. Two admins must approve access.\n',
    });
    const alone = await shell.run(['access', 'grant', 'guarded', '--agent', 'A']);
    expect(alone).toMatchObject({ code: 2, notes: expect.stringContaining('two account admins') as string });
    const body = { secretName: 'guarded' };
    const author = await test.issue('author', { userId: await test.addUser('author') });
    const asked = { method: 'POST', url: '/v1/agents/A/access-requests', key: author, body } as const;
    const { id } = (await test.send(asked)).json as { id: string };
    expect((await shell.run(['requests', 'approve', id])).output).toBe(
      '"guarded" for A: approved by you. Another admin must approve it too.\n',
    );
    expect((await shell.run(['requests', 'list'])).output).toContain('pending (approved by');
    const url = `/v1/agents/A/access-requests/${id}:approve`;
    expect(await test.send({ method: 'POST', url, key: token, body: {} })).toMatchObject({ status: 200 });
    expect((await shell.run(['access', 'list', 'guarded'])).output).toBe('A\n');
    expect(await shell.run(['account', 'second-approver', 'off', '--yes'])).toMatchObject({ code: 0 });
  });
});

describe('a key for a person', () => {
  it('has the rights of its owner, without listing them again', async () => {
    const added = await shell.run(['users', 'add', 'Ann', '--role', 'author', '--json']);
    const { id } = JSON.parse(added.output) as { id: string };
    const issued = await shell.run(['tokens', 'issue', 'laptop', '--user', id, '--json']);
    expect(JSON.parse(issued.output)).toMatchObject({ role: 'author', userId: id });
    expect((await shell.run(['tokens', 'issue', 'laptop', '--user', 'Ann'])).notes).toContain(
      'No person has the id Ann',
    );
    expect((await shell.run(['tokens', 'issue', 'laptop'])).notes).toContain(
      "Choose the token's owner or role",
    );
  });
});

describe('a rejected change of an access list', () => {
  it('names the one secret that caused it', async () => {
    await test.addSecret('lonely', 'not-a-real-5');
    const { notes } = await shell.run(['access', 'grant', 'lonely', '--agent', 'NOBODY']);
    expect(notes).toContain('Cannot change the access list of "lonely"');
  });
});

describe('a command that an author may not run', () => {
  it.each([
    [
      ['secrets', 'list'],
      ['catalog', 'export', '--agent', 'A'],
    ],
    [
      ['requests', 'list'],
      ['requests', 'list', '--agent', 'A'],
    ],
  ])('%j names the supported command', async (refused, way) => {
    const key = await test.issue('author', { userId: await test.addUser('author') });
    const { code, notes } = await shell.run(refused, { key });
    expect(code).toBe(2);
    expect(notes).toContain('your role does not allow this');
    expect(notes).toContain(`agent-secrets ${way.join(' ').replace(/A$/, 'ID')}\``);
    const helped = await shell.run(way, { key });
    expect(helped).toMatchObject({ code: 0 });
    expect(helped.notes).not.toContain('error');
    expect(await shell.run(['agents', 'list'], { key })).toMatchObject({ code: 0 });
  });
});

describe('what the vault does not have', () => {
  it('is reported with the command that lists it', async () => {
    const { code, notes } = await shell.run(['tokens', 'revoke', 'nope', '--yes']);
    expect(code).toBe(2);
    expect(notes).toContain('with the `list` command');
    expect(notes).not.toContain('Refresh');
  });
});

describe('a destructive command', () => {
  it('asks first, and does nothing without a yes', async () => {
    await test.addSecret('dear', 'not-a-real-4', ['A']);
    const remove = ['secrets', 'delete', 'dear'];
    expect(await shell.run(remove)).toMatchObject({
      code: 2,
      notes: expect.stringContaining('--yes') as string,
    });
    expect(await shell.run(remove, { typed: ['n'] })).toMatchObject({
      code: 2,
      notes: 'error: Nothing was changed.',
    });
    expect(await test.send({ url: secretUrl('dear'), key: test.adminKey })).toMatchObject({ status: 200 });
    expect(await shell.run(remove, { typed: ['y'] })).toMatchObject({ code: 0 });
    expect(await test.send({ url: secretUrl('dear'), key: test.adminKey })).toMatchObject({ status: 404 });
  });

  it('deletes an agent with all its tokens only after a yes', async () => {
    await test.addAgents('LEAVING');
    const key = await test.issue('agent', { agentId: 'LEAVING' });
    const remove = ['agents', 'delete', 'LEAVING'];
    expect(await shell.run(remove, { typed: ['n'] })).toMatchObject({ code: 2 });
    expect(await test.send({ url: '/v1/me', key })).toMatchObject({ status: 200 });
    const { code, output } = await shell.run([...remove, '--yes']);
    expect([code, output]).toEqual([0, 'Deleted the agent LEAVING. Its tokens no longer work.\n']);
    expect(await test.send({ url: '/v1/me', key })).toMatchObject({ status: 401 });
    expect(await shell.run([...remove, '--yes'])).toMatchObject({ code: 2 });
  });

  it('is rejected when the secret changed in the meantime, and says what to do', async () => {
    await test.addSecret('shared', 'not-a-real-5');
    const shown = (await shell.run(['secrets', 'show', 'shared'])).output;
    const revision = /^Revision +(\S+)$/m.exec(shown)?.[1] ?? '';
    const first = ['secrets', 'describe', 'shared', 'x', '--revision', revision];
    expect(await shell.run(first)).toMatchObject({ code: 0 });
    const second = await shell.run(first);
    expect(second).toMatchObject({ code: 2, notes: expect.stringContaining('Review it') as string });
  });

  it('does not take a number for a revision: another secret of the same name could have it', async () => {
    const { code, notes } = await shell.run(['secrets', 'describe', 'shared', 'x', '--revision', '1']);
    expect(code).toBe(2);
    expect(notes).toContain('Copy it from `agent-secrets secrets show`');
  });
});

describe('an account', () => {
  it('is switched off after a yes, and on again', async () => {
    expect(await shell.run(['account', 'off'], { typed: ['n'] })).toMatchObject({ code: 2 });
    expect((await shell.run(['account', 'off', '--yes'])).output).toBe(
      'Test (acc_test): the vault is turned off.\n',
    );
    const refused = await shell.run(['secrets', 'list']);
    expect(refused).toMatchObject({ code: 2, notes: expect.stringContaining('turned off') as string });
    expect(await shell.run(['account', 'on'])).toMatchObject({ code: 0 });
    expect(await shell.run(['secrets', 'list'])).toMatchObject({ code: 0 });
    expect((await shell.run(['account', 'rename', 'Trips'])).output).toContain('Trips');
    expect((await shell.run(['account', 'show', '--json'])).output).toContain('"vaultEnabled": true');
  });
});

describe('a token', () => {
  it('is alone on standard output', async () => {
    const { code, output } = await shell.run(['tokens', 'issue', 'x', '--agent', 'A', '--expires', '1d']);
    expect(code).toBe(0);
    expect(output).toMatch(/^ags_agent_\w+\n$/);
  });

  it('goes into a new file that only its owner can read, and is not printed then', async () => {
    const folder = mkdtempSync(path.join(makeTestDirectory(), 'x'));
    const args = ['tokens', 'issue', 'x', '--agent', 'A', '--out', path.join(folder, 'key')];
    const { output, notes } = await shell.run(args);
    expect(output + notes).not.toContain('ags_');
    expect(statSync(path.join(folder, 'key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(folder, 'key'), 'utf8')).toMatch(/^ags_agent_/);
    expect(await shell.run(args)).toMatchObject({ code: 2 });
    rmSync(path.dirname(folder), { recursive: true });
  });

  it('is not accepted in place of its id', async () => {
    const { code, notes } = await shell.run(['tokens', 'revoke', test.adminKey, '--yes']);
    expect(code).toBe(2);
    expect(notes).toContain('by its id');
    expect(notes).not.toContain(test.adminKey);
  });
});

describe('a stored key', () => {
  it('is used by later commands until it is removed, and is refused when others can read it', async () => {
    const home = makeTestDirectory();
    const env = { HOME: home, AGENT_SECRETS_KEY: '' };
    expect(await shell.run(['login'], { piped: `${test.adminKey}\n`, env })).toMatchObject({ code: 0 });
    expect((await shell.run(['whoami'], { env })).output).toMatch(/^Role +admin$/m);
    const file = path.join(home, '.config/agent-secrets/keys.json');
    chmodSync(file, 0o644);
    expect((await shell.run(['whoami'], { env })).notes).toContain('Others can read');
    chmodSync(file, 0o600);
    expect(await shell.run(['logout'], { env })).toMatchObject({ code: 0 });
    expect(await shell.run(['whoami'], { env })).toMatchObject({ code: 2 });
    rmSync(home, { recursive: true });
  });
});

describe('people', () => {
  it('are added, changed, removed and enabled again', async () => {
    const { output } = await shell.run(['users', 'add', 'Ada', '--role', 'author', '--json']);
    const { id } = JSON.parse(output) as { id: string };
    expect(await shell.run(['users', 'change', id, '--role', 'reviewer'])).toMatchObject({ code: 0 });
    expect(await shell.run(['users', 'remove', id, '--yes'])).toMatchObject({ code: 0 });
    expect((await shell.run(['users', 'list'])).output).toMatch(/Ada .*reviewer .*now/);
    expect(await shell.run(['users', 'change', id, '--enable'])).toMatchObject({ code: 0 });
    expect(await shell.run(['users', 'change', id])).toMatchObject({ code: 2 });
  });
});

describe('the audit log', () => {
  it('is filtered by action and stops at its limit', async () => {
    const { output } = await shell.run([
      'audit',
      'list',
      '--action',
      'agent.create',
      '--limit',
      '1',
      '--json',
    ]);
    expect(JSON.parse(output)).toMatchObject({ events: [{ action: 'agent.create', agentId: 'LEAVING' }] });
    expect((await shell.run(['audit', 'list', '--since', '2030-01-01'])).output).toBe(
      'No matching audit entries.\n',
    );
  });

  it('since a time includes entries that a clock set back has written after later times', async () => {
    const day = 86_400_000;
    test.advance(2 * day);
    await test.addAgents('WRITTEN-TOMORROW');
    test.advance(-2 * day);
    await test.addAgents('WRITTEN-TODAY');
    const since = new Date(test.vault.now().getTime() + day).toISOString();
    const { output } = await shell.run(['audit', 'list', '--since', since, '--json']);
    const { events } = JSON.parse(output) as { events: { agentId?: string }[] };
    expect(events.map(({ agentId }) => agentId)).toEqual(['WRITTEN-TOMORROW']);
  });

  it('says which older entries were exported and removed, where a list would have shown them', async () => {
    const own = await openTestVault();
    const folder = makeTestDirectory();
    const place = folderPlace(folder);
    const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 'r' } as const;
    const before = new Date(own.vault.now().getTime() + 1);
    for await (const _ of sealSegments(own.vault));
    for await (const _ of exportSegments(own.vault, place));
    for await (const _ of pruneLog(own.vault, { place, before, actor }));
    const whole = await shellOf(own).run(['audit', 'list']);
    expect(whole.notes).toMatch(
      /^note: Entries up to \d+ \(2026-01-01T.*Z\) were exported and removed on 2026-01-01T.*Z\. Read them in the vault's --audit-archive/,
    );
    expect(JSON.parse((await shellOf(own).run(['audit', 'list', '--json'])).output)).toMatchObject({
      pruned: { through: expect.any(Number) as number },
    });
    for (const narrow of [
      ['--limit', '1'],
      ['--since', '2026-01-02'],
    ])
      expect((await shellOf(own).run(['audit', 'list', ...narrow])).notes).toBe('');
    await own.close();
    rmSync(folder, { recursive: true });
  });
});
