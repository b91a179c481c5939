import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { type ExampleServices, startExampleServices } from '../support/example-services.ts';
import { python, pythonPackage } from '../support/python.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';

const root = path.resolve(import.meta.dirname, '../..');
const canary = 'not-a-real-canary-of-a-call';
const catalog = path.join(root, 'examples/catalog.json');

const payments = `
interface Conv {
  readonly utils: { getSecret(name: string): Promise<string> };
  readonly log: { info(message: string): void };
}
class MissingAccess extends Error {}
export async function charge(conv: Conv, amount: number, phone: string, note = 'none') {
  const key = await conv.utils.getSecret('stripe');
  console.log('the key is', key, Buffer.from(key).toString('base64'));
  conv.log.info('again ' + key);
  return { amount, phone, note, key, letters: key.length, ownKey: process.env.AGENT_SECRETS_KEY ?? null };
}
export const denied = (conv: Conv) => conv.utils.getSecret('fraud_check_key');
export const unknown = (conv: Conv) => conv.utils.getSecret('stripe_key');
export async function caught(conv: Conv) {
  try {
    return await conv.utils.getSecret('fraud_check_key');
  } catch (error) {
    return [(error as { code: string }).code, error instanceof MissingAccess];
  }
}
export function waits() {
  console.log('token', process.env.AGENT_SECRETS_AGENT_TOKEN === undefined ? 'absent' : 'here');
  return new Promise(() => setInterval(() => {}, 1000));
}
export function later() {
  setTimeout(() => { throw new Error('too late'); });
}
export const throws = () => { throw new TypeError('no amount'); };
`;

const everyWay = `
import { spawnSync } from 'node:child_process';
import { createWriteStream, writeSync } from 'node:fs';
export async function everyWay(conv) {
  const key = await conv.utils.getSecret('stripe');
  const stream = createWriteStream('', { fd: 2, autoClose: false });
  await new Promise((resolve) => stream.write('stream ' + key + '\\n', resolve));
  writeSync(1, 'sync ' + key + '\\n');
  spawnSync('echo', ['child', key], { stdio: 'inherit' });
  process.stderr._write('raw ' + key + '\\n', 'utf8', () => undefined);
  process.stdout.end('end ' + key + '\\n');
}
`;

describe('agent-secrets call', () => {
  const workspace = new TemporaryWorkspace('');
  const keys = { admin: '', author: '' };
  let cli: string;
  let vault: VaultProcess;
  let services: ExampleServices;

  beforeAll(async () => {
    const [bundled, launcher] = [await bundle('cli'), await bundle('call')];
    const folder = mkdtempSync(path.join(path.dirname(bundled), 'call-'));
    cli = path.join(folder, 'cli.js');
    cpSync(bundled, cli);
    cpSync(launcher, path.join(folder, 'call.js'));
    cpSync(path.join(pythonPackage, 'src'), path.join(folder, 'runtime/python'), { recursive: true });
    cpSync(path.join(pythonPackage, 'call.py'), path.join(folder, 'runtime/python/call.py'));
    [vault, services] = await Promise.all([
      startVaultProcess(workspace.path('data')),
      startExampleServices(() => ({ json: { rooms: 3 } })),
    ]);
    const admin = vaultFor(vault.adminKey);
    const { accountId } = await admin.me();
    for (const agentId of ['PROJECT-HOTEL01', 'PROJECT-ORDER02']) {
      await admin.createAgent(accountId, { agentId, agentName: agentId });
    }
    const agentIds = ['PROJECT-HOTEL01'];
    await admin.createSecret(accountId, { name: 'stripe', kind: 'single', value: `${canary}-key`, agentIds });
    await admin.createSecret(accountId, { name: 'fraud_check_key', kind: 'single', value: canary });
    for (const role of ['admin', 'author'] as const) {
      const user = await admin.createUser(accountId, { name: `Ann ${role}`, role });
      const { token } = await admin.issueToken(accountId, { name: `ann-${role}`, role, userId: user.id });
      for (const name of ['RATES_API_KEY', 'KNOWLEDGE_BEARER_TOKEN', 'ORDERS_BEARER_TOKEN']) {
        await vaultFor(token).createVariable({ name, value: `${canary}-${name}` });
      }
      keys[role] = token;
    }
    workspace.write(
      'agent/project.yaml',
      'project_id: PROJECT-HOTEL01\naccount_id: a\nregion: eu\nproject_name: Hotel\n',
    );
    workspace.write('agent/tools/payments.ts', payments);
    workspace.write('agent/tools/every-way.mjs', everyWay);
    workspace.write(
      'agent/tools/plain.mjs',
      "export const charge = (conv, { amount }) => conv.utils.getSecret('stripe');",
    );
    workspace.write('agent/tools/broken.ts', 'export const a: = 1;\n');
    workspace.write('agent/tools/needs.js', "import 'not-a-real-package';\n");
    workspace.write(
      'agent/functions/pay.py',
      'def pay(conv, amount: int):\n    return [amount, conv.utils.get_secret("stripe")]\n',
    );
    workspace.write('elsewhere/pay.py', 'def pay(conv):\n    return 1\n');
  });
  afterAll(async () => {
    await Promise.all([vault.stop('SIGTERM'), services.stop()]);
    workspace[Symbol.dispose]();
  });

  const vaultFor = (key: string) => createVaultClient({ url: vault.url, key, fetch });
  const tokensOfAgent = async (agentId = 'PROJECT-HOTEL01') => {
    const admin = vaultFor(vault.adminKey);
    return admin.tokens((await admin.me()).accountId, { agentId });
  };
  const livingTokens = async (): Promise<number> =>
    (await tokensOfAgent()).filter(({ revokedAt }) => revokedAt === undefined).length;

  interface Given {
    readonly key?: string;
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
  }
  const start = (
    args: readonly string[],
    { key = keys.admin, cwd = 'agent', env }: Given = {},
  ): ChildProcess =>
    spawn(process.execPath, [cli, 'call', ...args], {
      cwd: workspace.path(cwd),
      env: {
        PATH: [path.dirname(python), process.env['PATH']].join(path.delimiter),
        HOME: workspace.root,
        ...(key !== '' && { AGENT_SECRETS_VAULT_URL: vault.url, AGENT_SECRETS_KEY: key }),
        ...services.environment,
        ...env,
      },
    });
  const call = async (args: readonly string[], given?: Given) => {
    const ended = await endOf(start(args, given));
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(canary);
    return ended;
  };

  describe('runs the tools of the examples, unchanged', () => {
    const hotel = path.join(root, 'examples/hotel-booking/tools/sync-rates.ts');
    const orders = path.join(root, 'examples/order-support/tools/export-orders.js');

    it('against a vault, with the environment secrets of the user', async () => {
      services.requests.splice(0);
      expect(await call([hotel])).toEqual({ code: 0, stdout: '', stderr: 'knowledge answered 200\n' });
      const sent = services.requests.map(({ url, headers }) => [
        url,
        headers['x-api-key'] ?? headers.authorization,
      ]);
      expect(sent).toEqual([
        ['https://rates.example.com/v1/rates', `${canary}-RATES_API_KEY`],
        ['https://knowledge.example.com/v1/topics/rates', `Bearer ${canary}-KNOWLEDGE_BEARER_TOKEN`],
      ]);
      const file = workspace.path('orders.json');
      expect(await call([orders], { env: { EXPORT_FILE: file } })).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(readFileSync(file, 'utf8')).toBe('{"rooms":3}');
    });

    it('with fakes', async () => {
      services.requests.splice(0);
      const names = ['RATES_API_KEY', 'KNOWLEDGE_BEARER_TOKEN', 'ORDERS_BEARER_TOKEN'];
      const snapshot = workspace.path('catalog.json');
      const known = JSON.parse(readFileSync(catalog, 'utf8')) as object;
      workspace.write('catalog.json', JSON.stringify({ ...known, environment: names }));
      const fakes = ['--fakes', '--catalog', snapshot];
      const given = { key: '', env: { EXPORT_FILE: workspace.path('orders.json') } };
      expect(await call([hotel, ...fakes], given)).toMatchObject({
        code: 0,
        stderr: 'knowledge answered 200\n',
      });
      expect(await call([orders, ...fakes], given)).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(services.requests.map(({ headers }) => headers['x-api-key'] ?? headers.authorization)).toEqual([
        'not-a-real-RATES_API_KEY',
        'Bearer not-a-real-KNOWLEDGE_BEARER_TOKEN',
        'Bearer not-a-real-ORDERS_BEARER_TOKEN',
      ]);
    });

    it('and prints what they print when a variable is missing', async () => {
      const { code, stderr } = await call([hotel, '--fakes', '--catalog', catalog], { key: '' });
      expect(code).toBe(1);
      expect(stderr).toContain('RATES_API_KEY and KNOWLEDGE_BEARER_TOKEN are needed');
      expect(stderr).toContain('sync-rates.ts:6:9');
      expect(stderr).not.toContain('node:');
    });
  });

  it('masks what a function reads, in any output', async () => {
    const { code, stdout, stderr } = await call(['tools/every-way.mjs']);
    expect(stderr).toBe('stream [masked]\nraw [masked]\nend [masked]\n');
    expect(stdout).toBe('sync [masked]\nchild [masked]\nnull\n');
    expect(code).toBe(0);
  });

  it('gives a TypeScript function its secrets, prints its result, and masks what it read', async () => {
    const { code, stdout, stderr } = await call(['tools/payments.ts:charge', 'amount=5', 'phone=0123']);
    expect(stderr).toBe('the key is [masked] [masked]\ninfo: again [masked]\n');
    expect(JSON.parse(stdout)).toEqual({
      amount: 5,
      phone: '0123',
      note: 'none',
      key: '[masked]',
      letters: `${canary}-key`.length,
      ownKey: null,
    });
    expect(code).toBe(0);
  });

  it('does the same for a JavaScript function without types', async () => {
    expect(await call(['tools/plain.mjs', 'amount=5'])).toEqual({
      code: 0,
      stdout: '[masked]\n',
      stderr: '',
    });
  });

  it('does the same for a Python function', async () => {
    expect(await call(['functions/pay.py', 'amount=5'])).toEqual({
      code: 0,
      stdout: '[5, "[masked]"]\n',
      stderr: '',
    });
  });

  it.each([
    [
      'tools/payments.ts:denied',
      /^MissingAccess: Agent "PROJECT-HOTEL01" has no access to the secret "fraud_check_key"/,
    ],
    ['tools/payments.ts:unknown', /^SecretNotFound: The secret "stripe_key" does not exist/],
    ['tools/payments.ts:throws', /^TypeError: no amount\n {4}at throws \(.*payments\.ts:29:/],
    ['tools/payments.ts:later', /^Error: too late\n {4}at .*payments\.ts:27:/],
  ])('exits with 1 when %s throws, and shows where', async (target, shown) => {
    const { code, stderr } = await call([target]);
    expect(stderr).toMatch(shown);
    expect(stderr).toContain('payments.ts:');
    expect(stderr).not.toMatch(/node:|call\.js/);
    expect(code).toBe(1);
  });

  it('throws errors that a function can catch', async () => {
    expect((await call(['tools/payments.ts:caught'])).stdout).toBe('["MissingAccess",false]\n');
  });

  it('issues a token for 15 minutes at most, and revokes it', async () => {
    const before = new Set((await tokensOfAgent()).map(({ id }) => id));
    await call(['tools/payments.ts:charge', 'amount=5', 'phone=1']);
    const token = (await tokensOfAgent()).find(({ id }) => !before.has(id));
    expect(token?.revokedAt).toBeDefined();
    const lasts = Date.parse(token?.expiresAt ?? '') - Date.parse(token?.createdAt ?? '');
    expect(lasts).toBeLessThanOrEqual(15 * 60_000);
    expect(await livingTokens()).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends the function on %s, and leaves no token', async (signal) => {
    const child = start(['tools/payments.ts:waits']);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => said, { timeout: 20_000 }).toContain('token here');
    expect(await livingTokens()).toBe(1);
    child.kill(signal);
    expect((await endOf(child)).code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(await livingTokens()).toBe(0);
  });

  it('reads made-up values with fakes, and raises for all others', async () => {
    const fakes = { key: '', cwd: 'agent' };
    workspace.write(
      'agent/snapshot.json',
      JSON.stringify({
        version: 1,
        asOf: '2026-01-01T00:00:00.000Z',
        agents: [
          {
            agentId: 'PROJECT-HOTEL01',
            agentName: 'Hotel',
            complete: true,
            secrets: ['stripe', 'fraud_check_key'].map((name) => ({
              name,
              kind: 'single',
              fields: [],
              description: '',
              access: name === 'stripe' ? 'granted' : 'missing',
              updatedAt: '2026-01-01T00:00:00.000Z',
            })),
          },
        ],
      }),
    );
    const read = (target: string) =>
      call([target, '--fakes', '--catalog', 'snapshot.json', 'amount=1'], fakes);
    expect((await read('tools/plain.mjs')).stdout).toBe('[masked]\n');
    expect((await read('functions/pay.py')).stdout).toBe('[1, "[masked]"]\n');
    const denied = await call(['tools/payments.ts:denied', '--fakes', '--catalog', 'snapshot.json'], fakes);
    expect(denied.stderr).toMatch(/^MissingAccess: Agent "PROJECT-HOTEL01"/);
    const unknown = await call(['tools/payments.ts:unknown', '--fakes', '--catalog', 'snapshot.json'], fakes);
    expect(unknown.stderr).toMatch(/^SecretNotFound: /);
  });

  it('takes no name from a catalog file that gives orders to programs', async () => {
    const environment = ['SHOP_API_KEY', 'NODE_OPTIONS', 'NODE_OPTIONS=--import=./evil.mjs//', 'A\0'];
    const agents = [{ agentId: 'PROJECT-HOTEL01', agentName: 'Hotel', complete: true, secrets: [] }];
    workspace.write(
      'agent/hostile.json',
      JSON.stringify({ version: 1, asOf: '2026-01-01T00:00:00.000Z', environment, agents }),
    );
    workspace.write(
      'agent/tools/names.mjs',
      'export const names = () => Object.keys(process.env).filter((name) => /^(SHOP|NODE_OPTIONS)/.test(name));',
    );
    const { code, stdout, stderr } = await call(['tools/names.mjs', '--fakes', '--catalog', 'hostile.json'], {
      key: '',
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '["SHOP_API_KEY"]\n', stderr: '' });
  });

  it.each<[readonly string[], string | RegExp, Given?]>([
    [['tools/none.ts'], 'File tools/none.ts not found.'],
    [['project.yaml'], 'project.yaml cannot be called'],
    [['tools/payments.ts'], 'exports several functions: caught, charge'],
    [['tools/payments.ts:chrge'], 'exports no function chrge. It exports caught, charge'],
    [['tools/payments.ts:charge'], 'charge needs amount (a number), phone (text). Add amount=… phone=….'],
    [['tools/payments.ts:charge', 'amount=x', 'phone=1'], 'amount must be a number.'],
    [['tools/payments.ts:charge', 'amount'], 'Write parameters as name=value.'],
    [['tools/payments.ts:charge', 'amuont=1'], 'charge has no parameter amuont.'],
    [['tools/broken.ts'], /tools\/broken\.ts:1: Node \d+ cannot read this: /],
    [
      ['tools/needs.js'],
      'needs not-a-real-package, which was not found. Run: npm install not-a-real-package',
    ],
    [['tools/payments.ts:throws', '--conv', 'none.json'], 'none.json cannot be read.'],
    [['tools/payments.ts:throws', '--conv', 'tools/broken.ts'], 'must contain a JSON object.'],
    [['tools/payments.ts:throws', '--catalog', 'x.json'], 'Use --catalog only with --fakes.'],
    [['tools/payments.ts:throws', '--fakes'], 'No vault is configured.', { key: '' }],
    [['tools/payments.ts:throws'], 'Or add --fakes.', { key: '' }],
    [['tools/payments.ts:throws'], 'sign in', { key: 'ags_admin_unknown' }],
    [
      ['functions/pay.py', 'amount=1'],
      'The role author cannot issue a token for PROJECT-HOTEL01. Ask an account admin, or run it with --fakes.',
      { key: 'author' },
    ],
    [['pay.py'], 'does not belong to an agent: no project.yaml was found above it.', { cwd: 'elsewhere' }],
    [['functions/pay.py', 'amount=x'], 'amount must be a whole number.'],
  ])('could not run %j: "%s", and exit code 2', async (args, sentence, given = {}) => {
    const key = given.key === 'author' ? keys.author : given.key;
    const { code, stdout, stderr } = await call(args, { ...given, ...(key !== undefined && { key }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(await livingTokens()).toBe(0);
  });

  it('runs a tool for an author, who cannot issue agent tokens, and says so', async () => {
    const { code, stderr } = await call(['tools/payments.ts:throws'], { key: keys.author });
    expect(stderr).toContain('note: your role cannot issue agent tokens');
    expect(code).toBe(1);
  });
});

async function endOf(child: ChildProcess) {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
