import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isText, parseJson } from '../../contracts/guards.ts';
import { createVaultClient } from '../../vault-client/index.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { type ExampleServices, startExampleServices } from '../support/example-services.ts';
import { pythonPackage, type PythonRun, runPython } from '../support/python.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';
import {
  type ExampleCall,
  exampleAnswer,
  exampleCalls,
  exampleModules,
} from './support/example-functions.ts';

const examples = path.resolve(import.meta.dirname, '../../examples');
const agents: Readonly<Record<string, string>> = {
  'clinic-reception': 'PROJECT-CLINIC03',
  'hotel-booking': 'PROJECT-HOTEL01',
  'order-support': 'PROJECT-ORDER02',
};
const secrets = secretsOf(parseJson(readFileSync(path.join(examples, 'vault.json'), 'utf8')));
const values = secrets.flatMap(({ value }) => (isText(value) ? [value] : Object.values(value)));

/** Files by their paths: a title shortens longer texts. */
const calls = exampleCalls.map((one) => [one.file, one] as const);

describe('the functions of the examples', () => {
  const workspace = new TemporaryWorkspace('');
  const tokens = new Map<string, string>();
  let vault: VaultProcess;
  let services: ExampleServices;

  beforeAll(async () => {
    [vault, services] = await Promise.all([
      startVaultProcess(workspace.path('data')),
      startExampleServices(exampleAnswer),
    ]);
    const admin = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
    const { accountId } = await admin.me();
    for (const agentId of Object.values(agents)) {
      await admin.createAgent(accountId, { agentId, agentName: agentId });
      const { token } = await admin.issueToken(accountId, { name: agentId, role: 'agent', agentId });
      tokens.set(agentId, token);
    }
    for (const secret of secrets) await admin.createSecret(accountId, secret);
    for (const [folder, agentId] of Object.entries(agents)) {
      const fakes = secrets.map(({ name, value, agentIds }) => [
        name,
        agentIds.includes(agentId) ? value : null,
      ]);
      writeFileSync(workspace.path(`${folder}.json`), JSON.stringify(Object.fromEntries(fakes)));
    }
  });
  afterAll(async () => {
    await Promise.all([vault.stop('SIGTERM'), services.stop()]);
    workspace[Symbol.dispose]();
  });

  const call = (
    one: ExampleCall,
    args: readonly string[],
    env: Record<string, string>,
  ): Promise<PythonRun> => {
    const conv = workspace.path(`${path.basename(one.file)}.conv.json`);
    writeFileSync(conv, JSON.stringify(one.conv ?? {}));
    const words = ['-m', 'agent_secrets', 'call', one.file, ...(one.args ?? []), '--conv', conv, ...args];
    const source = path.join(pythonPackage, 'src');
    return runPython(words, { cwd: examples, env: { PYTHONPATH: source, ...services.environment, ...env } });
  };
  const folderOf = ({ file }: ExampleCall): string => file.split('/')[0] ?? '';
  const readingFromVault = (one: ExampleCall): Record<string, string> => ({
    AGENT_SECRETS_VAULT_URL: vault.url,
    AGENT_SECRETS_AGENT_TOKEN: tokens.get(agents[folderOf(one)] ?? '') ?? '',
  });
  /** The parts of a run's output that the table describes, in the same shape. */
  const seenIn = (run: PythonRun, { returns, raises, logs, file }: ExampleCall) => ({
    code: run.code,
    returns: returns === undefined ? undefined : run.stdout.slice(0, returns.length),
    raises:
      raises !== undefined && run.stderr.includes(path.join(examples, file))
        ? foundIn(run.stderr, raises)
        : undefined,
    logs: foundIn(run.stderr, logs),
    values: values.filter((value) => `${run.stdout}${run.stderr}`.includes(value)),
  });
  const described = ({ returns, raises, logs }: ExampleCall) => {
    return { code: raises === undefined ? 0 : 1, returns, raises, logs, values: [] };
  };

  it('are all called here', () => {
    const files = globSync('*/{functions,flows/*/functions,flows/*/function_steps}/*.py', { cwd: examples });
    const called = exampleCalls.map(({ file }) => file);
    expect([...called, ...exampleModules].toSorted()).toEqual(files.toSorted());
  });

  it.each(calls)('%s runs unchanged against a vault', async (_, one) => {
    expect(seenIn(await call(one, [], readingFromVault(one)), one)).toEqual(described(one));
  });

  it.each(calls)('%s runs unchanged with fakes', async (_, one) => {
    const fakes = ['--fakes', workspace.path(`${folderOf(one)}.json`)];
    expect(seenIn(await call(one, fakes, {}), one)).toEqual(described(one));
  });

  it('send the values that they read to the services, and nowhere else', async () => {
    const deposit: ExampleCall = { ...callOf('take_deposit.py'), returns: 'The deposit is paid.' };
    const fakes = { fraud_check_key: 'not-a-real-risk-key', payments_api_key: 'not-a-real-payments-key' };
    writeFileSync(workspace.path('granted.json'), JSON.stringify(fakes));
    services.requests.splice(0);
    const run = await call(deposit, ['--fakes', workspace.path('granted.json')], {});
    expect(run).toEqual({ code: 0, stdout: 'The deposit is paid.\n', stderr: '' });
    expect(
      services.requests.map(({ url, headers }) => [url, headers['x-api-key'] ?? headers.authorization]),
    ).toEqual([
      ['https://risk.example.com/checks', 'not-a-real-risk-key'],
      ['https://payments.example.com/v1/charges', 'Bearer not-a-real-payments-key'],
    ]);
  });

  it('raise what their own except clauses catch, from a vault and from fakes', async () => {
    workspace.write('agent/project.yaml', 'project_id: PROJECT-HOTEL01\n');
    workspace.write('agent/fakes.json', JSON.stringify({ fraud_check_key: null }));
    workspace.write('agent/_gen/__init__.py', platformModule);
    workspace.write('agent/functions/it.py', catchingFunction);
    const read = (args: readonly string[], env: Record<string, string>): Promise<PythonRun> =>
      runPython(['-m', 'agent_secrets', 'call', 'functions/it.py', ...args], {
        cwd: workspace.path('agent'),
        env: { PYTHONPATH: path.join(pythonPackage, 'src'), ...env },
      });
    const caught = '["MissingAccess fraud_check_key", "SecretNotFound nobody_knows_it"';
    const fromVault = await read([], readingFromVault(callOf('take_deposit.py')));
    expect(fromVault).toEqual({ code: 0, stdout: `${caught}, "InvalidInput  space"]\n`, stderr: '' });
    const fromFakes = await read(['--fakes', 'fakes.json'], {});
    expect(fromFakes.stdout).toBe(`${caught}, "InvalidInput  space"]\n`);
  });

  it('are refused with the very next read after a revoke', async () => {
    const one: ExampleCall = { ...callOf('weather_on_arrival.py') };
    const admin = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
    const { accountId } = await admin.me();
    expect(seenIn(await call(one, [], readingFromVault(one)), one)).toEqual(described(one));
    const { etag } = await admin.access(accountId, 'weather_api_key');
    await admin.changeAccess(accountId, 'weather_api_key', { revoke: ['PROJECT-HOTEL01'] }, etag);
    const after = await call(one, [], readingFromVault(one));
    expect(after).toMatchObject({ code: 1, stdout: '' });
    expect(after.stderr).toContain('weather_on_arrival.py", line 9');
    expect(after.stderr).toContain('MissingAccess: Agent "PROJECT-HOTEL01" has no access');
  });
});

const platformModule = `
class SecretNotFound(Exception):
    def __init__(self, secret_name: str) -> None: ...
class MissingAccess(Exception):
    def __init__(self, assistant_id: str, secret_name: str) -> None: ...
class InvalidInput(Exception):
    def __init__(self, assistant_id: str, secret_name: str) -> None: ...
class Conversation: ...
`;
const catchingFunction = `from _gen import *


def it(conv: Conversation):
    seen = []
    for name in ("fraud_check_key", "nobody_knows_it", " space"):
        try:
            seen.append(conv.utils.get_secret(name))
        except MissingAccess as error:
            seen.append(f"MissingAccess {error.secret_name}")
        except SecretNotFound as error:
            seen.append(f"SecretNotFound {error.secret_name}")
        except InvalidInput as error:
            seen.append(f"InvalidInput {error.secret_name}")
    return seen
`;

function foundIn(text: string, part: string | undefined): string | undefined {
  return part !== undefined && text.includes(part) ? part : undefined;
}

function callOf(name: string): ExampleCall {
  const found = exampleCalls.find(({ file }) => file.endsWith(name));
  if (!found) throw new Error(`No call of ${name}`);
  return found;
}

interface ExampleSecret {
  readonly name: string;
  readonly kind: 'single' | 'key_value';
  readonly value: string | Record<string, string>;
  readonly agentIds: string[];
}

/** `npm start` puts the same file into its vault. */
function secretsOf(example: unknown): readonly ExampleSecret[] {
  return (example as { readonly secrets: ExampleSecret[] }).secrets;
}
