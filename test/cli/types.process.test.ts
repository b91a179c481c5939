import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const pyright = path.join(root, 'node_modules', 'pyright', 'index.js');

/** Every correct way to use a value; a type checker reports nothing. */
const right = `from _gen import *


def right(conv: Conversation, name: str) -> None:
    one: str = conv.utils.get_secret("payments_api_key")
    two: str = conv.utils.get_secret("crm_oauth")["client_id"]
    all_of_it: dict[str, str] = conv.utils.get_secret("crm_oauth")
    maybe = conv.utils.get_secret("crm_oauth").get("anything")
    unknown = conv.utils.get_secret(name)["any_field"]
    not_ours = conv.utils.get_secret("nobody_knows_it")["any_field"]
    choice = conv.utils.get_secret("order_api_uk" if name else "order_api_us")["key"]
    by_keyword: str = conv.utils.get_secret(secret_name="crm_oauth")["client_secret"]
    print(one, two, all_of_it, maybe, unknown, not_ours, choice, by_keyword)
`;
const wrong = `from _gen import *


def wrong(conv: Conversation) -> None:
    print(conv.utils.get_secret("crm_oauth")["client_idd"])
    print(conv.utils.get_secret("payments_api_key")["key"])
    print("Bearer " + conv.utils.get_secret("crm_oauth"))
    number: int = conv.utils.get_secret("payments_api_key")
    print(number)
`;

/** As the platform writes them; its `utils` comes at the end. */
const platformUtils = `from typing import Any


class Utils:
    EntityType: Any

    def prompt_llm(self, prompt: str, *, return_json: bool = False) -> str | dict: ...
    def get_secret(self, secret_name: str) -> str | dict: ...
`;
const platformConversation = `# type: ignore
from typing import Any

from runtime.conv_utils import Utils

__all__ = ["Conversation"]


class FunctionExecutor(dict):
    def __init__(self, conv: Conversation) -> None: ...


class Conversation:
    """Object exposing useful information from the conversation runtime"""

    @property
    def id(self) -> str: ...
    def say(self, utterance: str) -> None: ...
`;

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], cwd: string): Promise<Run> {
  return promisify(execFile)(process.execPath, args, { cwd }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failure: Run) => ({ code: failure.code, stdout: failure.stdout, stderr: failure.stderr }),
  );
}

describe('agent-secrets types', () => {
  let cli: string;
  let examples: string;
  beforeAll(async () => {
    cli = await bundle('cli');
    examples = mkdtempSync(path.join(tmpdir(), 'agent-secrets-types-'));
    cpSync(path.join(root, 'examples'), examples, { recursive: true });
  });
  afterAll(() => rmSync(examples, { recursive: true, force: true }));

  const types = (...args: readonly string[]): Promise<Run> =>
    run([cli, 'types', ...args, '--catalog', 'catalog.json'], examples);

  /** The lines in which Pyright finds an error, e.g. `functions/x.py:5`. */
  const errorsIn = async (agent: string, ...files: readonly string[]): Promise<readonly string[]> => {
    const folder = path.join(examples, agent);
    const { stdout } = await run([pyright, '--outputjson', ...files], folder);
    const report: unknown = JSON.parse(stdout);
    const found: unknown = Object.entries(report ?? {}).find(([name]) => name === 'generalDiagnostics')?.[1];
    return diagnosticsFrom(found)
      .filter(({ severity }) => severity === 'error')
      .map(({ file, range }) => `${path.relative(folder, file)}:${range.start.line + 1}`)
      .toSorted();
  };

  it('writes the stubs of every agent, and prints the paths', async () => {
    const { code, stdout } = await types();
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.endsWith('conversation.pyi'))).toEqual([
      'clinic-reception/typings/_gen/conversation.pyi',
      'hotel-booking/typings/_gen/conversation.pyi',
      'order-support/typings/_gen/conversation.pyi',
    ]);
  });

  it('makes Pyright accept correct code and report wrong code', async () => {
    await types('order-support');
    const functions = path.join(examples, 'order-support', 'functions');
    writeFileSync(path.join(functions, 'right.py'), right);
    writeFileSync(path.join(functions, 'wrong.py'), wrong);
    expect(await errorsIn('order-support', 'functions/right.py', 'functions/wrong.py')).toEqual([
      'functions/wrong.py:5',
      'functions/wrong.py:6',
      'functions/wrong.py:7',
      'functions/wrong.py:8',
    ]);
  });

  it('makes Pyright report only the deliberate mistakes in the examples', async () => {
    await types('hotel-booking');
    mkdirSync(path.join(examples, 'hotel-booking', 'typings', 'requests'), { recursive: true });
    writeFileSync(
      path.join(examples, 'hotel-booking', 'typings', 'requests', '__init__.pyi'),
      stubOfRequests,
    );
    expect(await errorsIn('hotel-booking')).toEqual(['functions/late_checkout.py:13']);
  });

  it('works next to the generated modules, too', async () => {
    const { stdout } = await types('clinic-reception', '--out', '.');
    expect(stdout).toBe('clinic-reception/_gen/conversation.pyi\n');
    const stub = readFileSync(path.join(examples, 'clinic-reception/_gen/conversation.pyi'), 'utf8');
    expect(stub).toContain('class ClinicDirectoryCredentialsSecret(');
  });

  it.each([
    ['without them', '', { 'conv_utils.py': platformUtils }],
    ['that are anything', '    utils: Any\n', { 'conv_utils.py': platformUtils }],
    [
      'from a package that is not there',
      '    utils: Utils\n',
      { 'runtime/__init__.py': '', 'runtime/conv_utils.py': platformUtils },
    ],
    ['without them, where no module has any', '', {}],
  ])('knows utils in a conversation %s', async (_, utils, modules) => {
    const agent = path.join(examples, 'order-support');
    rmSync(path.join(agent, 'typings'), { recursive: true, force: true });
    rmSync(path.join(agent, '_gen'), { recursive: true });
    const files = {
      '__init__.py': 'from .conversation import Conversation as Conversation\n',
      'conversation.py': platformConversation + utils,
      ...modules,
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(agent, '_gen', name)), { recursive: true });
      writeFileSync(path.join(agent, '_gen', name), text);
    }
    writeFileSync(path.join(agent, 'functions', 'right.py'), right);
    writeFileSync(path.join(agent, 'functions', 'wrong.py'), wrong);
    const wrongLines = [5, 6, 7, 8].map((line) => `functions/wrong.py:${String(line)}`);
    const judged = ['functions/right.py', 'functions/wrong.py'];
    expect(await errorsIn('order-support', ...judged)).not.toEqual(wrongLines);
    const { code } = await types('order-support');
    expect(code).toBe(0);
    expect(await errorsIn('order-support', ...judged)).toEqual(wrongLines);
  });

  it('says why nothing was written', async () => {
    writeFileSync(
      path.join(examples, 'empty.json'),
      JSON.stringify({ version: 1, asOf: '2026-01-02T03:04:05Z', agents: [] }),
    );
    const { code, stderr } = await run(
      [cli, 'types', 'order-support', '--catalog', 'empty.json', '--out', 'none'],
      examples,
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/note: No catalog is available for .*\nerror: No agent here/);
    expect(existsSync(path.join(examples, 'order-support', 'none'))).toBe(false);
  });
});

const stubOfRequests = 'from typing import Any\n\ndef __getattr__(name: str) -> Any: ...\n';

interface PyrightDiagnostic {
  readonly file: string;
  readonly severity: string;
  readonly range: { readonly start: { readonly line: number } };
}

function diagnosticsFrom(value: unknown): readonly PyrightDiagnostic[] {
  return Array.isArray(value) ? value.filter(isDiagnostic) : [];
}

function isDiagnostic(value: unknown): value is PyrightDiagnostic {
  return (
    typeof value === 'object' && value !== null && 'file' in value && 'severity' in value && 'range' in value
  );
}
