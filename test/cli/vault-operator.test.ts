import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import type { VaultModule } from '../../cli/host/cli-host.ts';
import { fakeVault } from './support/fake-vault.ts';
import { capture } from './support/captured-host.ts';

type Operator = VaultModule['operator'];
type Status = Awaited<ReturnType<Operator['vaultStatus']>>;
type Verdict = Awaited<ReturnType<Operator['verifyAudit']>>;

const open: Status = {
  state: 'open',
  address: 'http://127.0.0.1:8250',
  process: { id: 7, startedAt: '2026-01-02T01:04:05.000Z' },
  storage: 'SQLite',
  schemaVersion: 3,
  accounts: 1,
  agents: 2,
  secrets: 3,
  auditEntries: 1234,
  lastCheckpoint: { entry: 1200, at: '2026-01-02T03:03:05.000Z' },
  terms: [{ term: 2, state: 'active', createdAt: '2026-01-01T00:00:00.000Z' }],
  rootKey: 'file',
};

async function run(operator: Partial<Operator>, ...args: readonly string[]) {
  const { host, output, notes } = capture({ loadVault: () => fakeVault({ operator }) });
  const code = await runCommandLine(['vault', ...args], host);
  return { code, output: output(), notes };
}

describe('vault status', () => {
  it.each([
    ['is open', {}, 0, /^State +open$/m],
    [
      'is sealed',
      { state: 'sealed', sealed: { reason: 'missing', sentence: 'No key.' } },
      3,
      /^State +sealed\. No key\.$/m,
    ],
    ['does not run', { state: 'stopped' }, 4, /^State +not running$/m],
  ] as const)('says when the vault %s, also by its exit code', async (_what, changes, code, line) => {
    const status = { ...open, ...changes };
    const ended = await run({ vaultStatus: () => Promise.resolve(status) }, 'status', '--data', 'd');
    expect(ended).toMatchObject({ code, notes: [] });
    expect(ended.output).toMatch(line);
    expect(ended.output).toMatch(/^Holds +1 account, 2 agents, 3 secrets$/m);
    expect(ended.output).toMatch(/^Audit log +1,234 entries$/m);
  });

  it('uses the vault of the folder and the database of the environment', async () => {
    const asked: unknown[] = [];
    const vaultStatus: Operator['vaultStatus'] = async (target) => {
      asked.push(target);
      return open;
    };
    const loadVault = () => fakeVault({ operator: { vaultStatus } });
    const { host } = capture({ loadVault, env: { AGENT_SECRETS_DATABASE: 'postgres://h/d' } });
    await runCommandLine(['vault', 'status', '--data', 'd', '--root-key', 'keyring:k'], host);
    expect(asked).toEqual([{ dataDir: '/work/d', database: 'postgres://h/d', rootKey: 'keyring:k' }]);
  });
});

describe('vault status in the text format', () => {
  const told = async (changes: Partial<Status>): Promise<string> => {
    const vaultStatus: Operator['vaultStatus'] = async () => ({ ...open, ...changes });
    return (await run({ vaultStatus }, 'status', '--data', 'd')).output;
  };

  it('says that the clock is ahead and what to do, and is silent when it is not', async () => {
    expect(await told({})).not.toContain('Clock');
    const running = await told({ clockAheadSeconds: 691_200 });
    expect(running).toMatch(
      /^Clock +8\.0 days ahead .*nothing is destroyed or pruned.*vault confirm-clock$/m,
    );
    expect(await told({ clockAheadSeconds: 691_200, state: 'stopped' })).toMatch(/^Clock +8\.0 days ahead/m);
  });

  it('names admin keys that expire soon', async () => {
    expect(await told({})).not.toContain('expiring');
    const expiringKeys = [{ id: 'tok_1', name: 'Ada', expiresAt: '2026-01-12T03:04:05.000Z' }];
    expect(await told({ expiringKeys })).toMatch(/^Keys expiring soon +Ada \(tok_1\) ends in 10 days$/m);
  });

  it('shows the generation of the seed, and that its rotation is not finished', async () => {
    expect(await told({ seed: { generation: 2, isRotating: false } })).toMatch(/^Seed +generation 2$/m);
    const rotating = await told({ seed: { generation: 2, isRotating: true } });
    expect(rotating).toMatch(/^Seed +generation 2\. Its rotation is not finished: .*--seed$/m);
  });

  it('shows the number of a term and how many there are', async () => {
    const [term] = open.terms;
    expect(await told({})).toMatch(/^Key terms +term 2: active$/m);
    const terms = term ? [{ ...term, term: 1, state: 'retiring' }, term] : [];
    expect(await told({ terms })).toMatch(/^Key terms +term 1: retiring, term 2: active$/m);
  });

  it.each([
    ['file', 'key file'],
    ['key file or keyring', 'key file or keyring'],
    ['keyring', 'keyring'],
    ['aws-kms', 'key service (AWS KMS)'],
    ['key service', 'key service'],
  ])('uses the same words for the root key (%s) with and without a running vault', async (rootKey, words) => {
    expect(await told({ rootKey })).toMatch(
      new RegExp(`^Root key +${words.replace(/[()]/g, String.raw`\$&`)}$`, 'm'),
    );
  });
});

describe('the next step', () => {
  it('is given after a vault was created: when its admin key expires, and how to issue another one', async () => {
    const initVault: Operator['initVault'] = async () => ({
      accountId: 'acc_1',
      adminKeyPath: '/work/d/admin.key',
      adminKeyExpiresAt: '2027-01-02T03:04:05.000Z',
      rootKeyPath: '/work/d/root.key',
    });
    const { code, output } = await run({ initVault }, 'init', '--data', 'd');
    expect(code).toBe(0);
    expect(output).toMatch(/^Admin key expires +in 12 months \(2027-01-02T03:04:05\.000Z\)$/m);
    expect(output).toContain('Before the admin key expires, issue another one: agent-secrets tokens issue');
  });

  it('is given after a restore: check while no one else has access', async () => {
    const verdict: Verdict = { entries: 2, checkpoints: 1, fault: undefined, rows: [] };
    const restore: Operator['restore'] = async () => ({ verdict, secrets: 3 });
    const args = ['restore', '--from', 'x.db', '--data', 'new', '--root-key', 'keyring:k'];
    const { code, output } = await run({ restore }, ...args);
    expect(code).toBe(0);
    expect(output).toContain("agent-secrets vault serve --data new --root-key 'keyring:k'\n");
    expect(output).toContain('access list SECRET, tokens list');
  });

  it('is given with the key of a new admin: the whole command', async () => {
    const newAdminKey: Operator['newAdminKey'] = async () => '/d/admin-1.key';
    const { output } = await run({ newAdminKey }, 'new-admin-key', '--data', 'd');
    expect(output).toContain("agent-secrets login --vault URL --key-file '/d/admin-1.key'\n");
  });
});

describe('vault audit verify', () => {
  const good: Verdict = { entries: 2, checkpoints: 1, fault: undefined, rows: [] };
  const verify = (verdict: Verdict) =>
    run({ verifyAudit: () => Promise.resolve(verdict) }, 'audit', 'verify', '--data', 'd');

  it('says what is intact', async () => {
    expect(await verify(good)).toEqual({ code: 0, output: 'Intact: 2 entries, 1 checkpoint.\n', notes: [] });
  });

  it.each([
    ['missing', 'is missing'],
    ['cut', 'is missing'],
    ['checkpoint', 'has a checkpoint that this vault did not sign'],
  ] as const)('names the first broken entry (%s), and exits with 1', async (what, words) => {
    const { code, output } = await verify({ ...good, fault: { seq: 3, what } });
    expect(code).toBe(1);
    expect(output).toContain(`Broken: entry 3 ${words}`);
  });

  it('names edited rows, without characters that control a terminal', async () => {
    const { code, output } = await verify({
      ...good,
      rows: [{ row: 'secret', id: 'x\u001b[2J', what: 'older' }],
    });
    expect(code).toBe(1);
    expect(output).toContain('Broken: secret x\\u{1b}[2J was older.');
  });
});

describe('vault rotate-keys', () => {
  it('replaces the seed, and explains the effect on tokens', async () => {
    const asked: unknown[] = [];
    const rotateKeys: Operator['rotateKeys'] = async (_target, rotation) => {
      asked.push(rotation);
      return { wrapped: 9, damaged: 0, kept: [], seed: 1, ended: 4 };
    };
    const kept = await run({ rotateKeys }, 'rotate-keys', '--data', 'd', '--seed');
    expect(kept.output).toContain('The seed was replaced (generation 1); 9 rows got a new MAC.');
    expect(kept.output).toContain('Tokens stay valid.');
    const ended = await run({ rotateKeys }, 'rotate-keys', '--data', 'd', '--seed', '--end-tokens');
    expect(ended.output).toContain('4 tokens revoked.');
    expect(asked).toEqual([
      { what: 'seed', endTokens: false },
      { what: 'seed', endTokens: true },
    ]);
    expect((await run({}, 'rotate-keys', '--data', 'd', '--end-tokens')).code).toBe(2);
  });

  it('does one thing at a time', async () => {
    const { code, notes } = await run({}, 'rotate-keys', '--data', 'd', '--term', '--root');
    expect({ code, notes }).toEqual({ code: 2, notes: [expect.stringContaining('Use only one of')] });
  });

  it('exits with 1 when records could not be opened', async () => {
    const rotateKeys: Operator['rotateKeys'] = async () => ({ wrapped: 3, damaged: 1, term: 2, kept: [1] });
    const { code, output } = await run({ rotateKeys }, 'rotate-keys', '--data', 'd');
    expect(code).toBe(1);
    expect(output).toContain('1 record could not be decrypted');
    expect(output).toContain('Still in use: term 1.');
  });
});

it.each([
  'migrate --from d --to',
  'migrate --to d --from',
  'serve --data',
  'init --data',
  'restore --from d --data',
])('does not take a misspelt address for a folder, and does not repeat its contents: %s', async (args) => {
  const { code, notes } = await run({}, ...args.split(' '), 'postgre://vault:not-a-real-password@h/d');
  expect({ code, notes }).toEqual({
    code: 2,
    notes: ['error: postgre://… is not a folder. Write a database as postgres://…'],
  });
});
