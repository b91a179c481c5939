import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const pyright = path.join(root, 'node_modules', 'pyright', 'index.js');
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

const pythonSource = path.join(root, 'runtime', 'python', 'src');

const pythonTest = `from fake_secrets import FakeSecrets

secrets = FakeSecrets()
key: str = secrets.get_secret("payments_api_key")
client: str = secrets.get_secret("crm_oauth")["client_id"]
unknown = secrets.get_secret(client)["any_field"]
wrong: int = secrets.get_secret("payments_api_key")
misspelt = secrets.get_secret("crm_oauth")["client_idd"]
`;
const typescriptTest = `import { fakeUtils } from './fake-secrets';

export const key: string = fakeUtils.getSecret('payments_api_key');
export const client: string = fakeUtils.getSecret('crm_oauth').client_id;
export const wrong: number = fakeUtils.getSecret('payments_api_key');
export const misspelt = fakeUtils.getSecret('crm_oauth').client_idd;
export const nobody = fakeUtils.getSecret('nobody_knows_it');
`;
/** The parts that are used: not every machine that runs tests has it. */
const pytest = `from typing import Any, Callable


def fixture(function: Callable[..., Any]) -> Callable[..., Any]:
    return function
`;

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], cwd: string): Promise<Run> {
  return promisify(execFile)(program, args, { cwd }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failure: Run) => ({ code: failure.code, stdout: failure.stdout, stderr: failure.stderr }),
  );
}

describe('agent-secrets fakes', () => {
  let cli: string;
  let examples: string;
  const inTests = (file: string): string => path.join(examples, 'order-support', 'tests', file);
  beforeAll(async () => {
    cli = await bundle('cli');
    examples = mkdtempSync(path.join(tmpdir(), 'agent-secrets-fakes-'));
    cpSync(path.join(root, 'examples'), examples, { recursive: true });
    mkdirSync(inTests(''));
    writeFileSync(inTests('pytest.py'), pytest);
  });
  afterAll(() => rmSync(examples, { recursive: true, force: true }));

  const fakes = (...args: readonly string[]): Promise<Run> =>
    run(process.execPath, [cli, 'fakes', ...args, '--catalog', 'catalog.json'], examples);
  /** Lines in which a checker finds an error. */
  const linesOf = (text: string, pattern: RegExp): readonly number[] =>
    [...text.matchAll(pattern)].map(([, line]) => Number(line));

  it('writes Python that Pyright checks tests against', async () => {
    const written = await fakes('order-support');
    expect(written).toMatchObject({ code: 0, stdout: 'order-support/tests/fake_secrets.py\n' });
    writeFileSync(inTests('test_types.py'), pythonTest);
    const { stdout } = await run(process.execPath, [pyright, '.'], inTests(''));
    expect(linesOf(stdout, /test_types\.py:(\d+):\d+ - error/g)).toEqual([7, 8]);
    expect(stdout).not.toContain('fake_secrets.py:');
  });

  it('writes TypeScript that the compiler checks tests against', async () => {
    const written = await fakes('order-support', '--language', 'typescript');
    expect(written).toMatchObject({ code: 0, stdout: 'order-support/tests/fake-secrets.ts\n' });
    writeFileSync(inTests('types.ts'), typescriptTest);
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'preserve', '--types', ''];
    const { stdout } = await run(process.execPath, [tsc, ...options, 'types.ts'], inTests(''));
    expect(linesOf(stdout, /types\.ts\((\d+),/g)).toEqual([5, 6, 7]);
    expect(stdout).not.toContain('fake-secrets.ts(');
  });

  it('gives values that are obviously not real, and none for what the agent cannot read', async () => {
    await fakes('order-support');
    const script = `from fake_secrets import FakeSecrets
print(FakeSecrets().get_secret("payments_api_key"), FakeSecrets().get_secret("crm_oauth")["client_id"])
`;
    const { stdout } = await run('python3', ['-B', '-c', script], inTests(''));
    expect(stdout).toBe('not-a-real-payments_api_key not-a-real-crm_oauth-client_id\n');
  });

  it.each([
    ['of the platform', 'from _gen.conversation import MissingAccess, SecretNotFound', ['..']],
    ['of the Python package', 'from agent_secrets import MissingAccess, SecretNotFound', [pythonSource]],
    [
      'of both',
      'import agent_secrets\nfrom _gen.conversation import MissingAccess, SecretNotFound',
      ['..', pythonSource],
    ],
  ])('raises the exceptions %s', async (_, imported, folders) => {
    await fakes('order-support');
    const script = `${imported}
import sys
from fake_secrets import FakeSecrets

for name in ("loyalty_api_token", "nobody_knows_it"):
    try:
        FakeSecrets().get_secret(name)
    except MissingAccess as error:
        print("missing:", error, error.secret_name)
    except SecretNotFound as error:
        print("not found:", error, error.secret_name)
`;
    const paths = folders.map((folder) => `sys.path.append(${JSON.stringify(folder)})\n`).join('');
    const { stdout } = await run('python3', ['-B', '-c', `import sys\n${paths}${script}`], inTests(''));
    expect(stdout.split('\n')).toEqual([
      "missing: The agent has no access to the secret 'loyalty_api_token'. loyalty_api_token",
      "not found: The secret 'nobody_knows_it' does not exist. nobody_knows_it",
      '',
    ]);
  });

  it('gives one test a different value, as the fixture of the Python package does', async () => {
    await fakes('order-support');
    const script = `from fake_secrets import FakeSecrets

one = FakeSecrets()
one["loyalty_api_token"] = "not-a-real-other"
print(one.get_secret("loyalty_api_token"))
one["loyalty_api_token"] = None
for fakes in (one, FakeSecrets()):
    try:
        fakes.get_secret("loyalty_api_token")
    except Exception as error:
        print(type(error).__name__)
`;
    const { stdout } = await run('python3', ['-B', '-c', script], inTests(''));
    expect(stdout).toBe('not-a-real-other\nMissingAccess\nMissingAccess\n');
  });

  it('throws errors in TypeScript that tests can distinguish', async () => {
    await fakes('order-support', '--language', 'typescript');
    const script = `import { fakeUtils } from './fake-secrets.ts';
for (const name of ['loyalty_api_token', 'nobody_knows_it'])
  try { fakeUtils.getSecret(name as never) } catch (error) { console.log(String(error), (error as any).code) }
`;
    writeFileSync(inTests('throws.ts'), script);
    const { stdout } = await run(process.execPath, ['--no-warnings', inTests('throws.ts')], inTests(''));
    expect(stdout.split('\n')).toEqual([
      'MissingAccess: The secret "loyalty_api_token" cannot be read by this agent. MissingAccess',
      'SecretNotFound: The secret "nobody_knows_it" does not exist. SecretNotFound',
      '',
    ]);
  });

  it('writes the same text again, and does not overwrite a file that it did not generate', async () => {
    await fakes('order-support');
    const before = readFileSync(inTests('fake_secrets.py'), 'utf8');
    await fakes('order-support');
    expect(readFileSync(inTests('fake_secrets.py'), 'utf8')).toBe(before);
    writeFileSync(inTests('fake_secrets.py'), 'mine = 1\n');
    const refused = await fakes('order-support');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('fake_secrets.py was not generated by this command.');
    expect(readFileSync(inTests('fake_secrets.py'), 'utf8')).toBe('mine = 1\n');
  });
});
