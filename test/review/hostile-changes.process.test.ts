import { mkdirSync, renameSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleWithDetector, type Installed } from '../server/support/bundle-with-detector.ts';
import {
  catalogFile,
  credential,
  HostileRepository,
  leak,
  reading,
  type Seen,
} from './support/hostile-repository.ts';

let installed: Installed;
let repository: HostileRepository;
beforeAll(async () => {
  installed = await bundleWithDetector('cli');
});
afterAll(() => installed[Symbol.dispose]());
beforeEach(() => {
  repository = new HostileRepository(installed.program);
});
afterEach(() => repository[Symbol.dispose]());

interface Attack {
  readonly name: string;
  /** Prepares `main`. */
  readonly base?: (on: HostileRepository) => void;
  readonly attack: (on: HostileRepository) => void;
  readonly args?: readonly string[];
  readonly expected: Partial<Seen>;
  /** Whether `main` is checked out, so that its catalog and baseline apply. */
  readonly asCommit?: Partial<Seen>;
}

const leaking = 'secret-in-log a/functions/pay.py';
const found = (...rows: readonly string[]): Partial<Seen> => ({ code: 1, found: rows.toSorted() });
const unread = (...rows: readonly string[]): Partial<Seen> => ({ code: 2, unread: rows });

/** In a file of the author's own, with code that is not hidden otherwise. */
const hiddenIn = (
  name: string,
  file: string,
  content: string | Uint8Array,
  expected: Partial<Seen>,
): Attack => ({
  name,
  attack: (on) => on.write(file, content),
  expected,
});

const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, 'utf16le');
const notebook = (source: string, more: object = {}): string =>
  JSON.stringify({
    cells: [{ cell_type: 'code', source, metadata: {}, outputs: [] }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
    ...more,
  });

const attributes = (line: string, encoded: (text: string) => string | Uint8Array = String): Attack => ({
  name: `.gitattributes with ${line}`,
  attack: (on) => {
    on.write('.gitattributes', `pay.py ${line}\n`);
    on.write('a/functions/pay.py', encoded(leak()));
    on.write('b/functions/pay.py', encoded(reading('pay_key')));
  },
  expected: found(leaking),
});

const attacks: readonly Attack[] = [
  attributes('binary'),
  attributes('-diff -text export-ignore'),
  attributes('filter=missing diff=missing merge=ours'),
  attributes('working-tree-encoding=UTF-16LE-BOM', utf16),
  attributes('linguist-generated eol=crlf'),
  hiddenIn('CRLF', 'a/functions/pay.py', leak().replaceAll('\n', '\r\n'), found(leaking)),
  hiddenIn('a byte-order mark', 'a/functions/pay.py', `\uFEFF${leak()}`, found(leaking)),
  hiddenIn('UTF-16', 'a/functions/pay.py', utf16(leak()), found(leaking)),
  hiddenIn('NUL bytes', 'a/functions/pay.py', `# \0\0\n${leak()}`, found(leaking)),
  hiddenIn(
    'a very long line',
    'a/functions/pay.py',
    `x = "${'y'.repeat(400_000)}"; token = "${credential}"\n${leak()}`,
    found(leaking, 'secret-hardcoded a/functions/pay.py'),
  ),
  hiddenIn(
    'a NUL byte that makes JavaScript look like UTF-16',
    'a/functions/pay.ts',
    '"\0";\nexport function f(conv) { console.log(conv.utils.get_secret("pay_key")); }\n',
    unread('a/functions/pay.ts'),
  ),
  hiddenIn(
    'more steps than the analysis takes',
    'a/functions/pay.py',
    `def f(conv):\n    key = conv.utils.get_secret("pay_key")\n${Array.from({ length: 1500 }, (_, at) => `    if conv.a${String(at)}:\n        key = key + "${String(at)}"\n    else:\n        b = key\n`).join('')}    print(key)\n`,
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'more calls than the analysis follows',
    'a/functions/pay.py',
    `${Array.from({ length: 30 }, (_, at) => `def f${String(at)}(key):\n    f${String(at + 1)}(key)\n\n\n`).join('')}def f30(key):\n    print(key)\n\n\ndef f(conv):\n    f0(conv.utils.get_secret("pay_key"))\n`,
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'more levels of nesting than the analysis follows',
    'a/functions/pay.py',
    `def f(conv):\n    key = conv.utils.get_secret("pay_key")\n    print(${'['.repeat(300)}key${']'.repeat(300)})\n`,
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'more levels of blocks than the analysis follows',
    'a/functions/pay.ts',
    `export function f(conv) {\n  const key = conv.utils.getSecret("pay_key");\n${'{ if (key) '.repeat(300)}console.log(key);${'}'.repeat(300)}\n}\n`,
    unread('a/functions/pay.ts'),
  ),
  hiddenIn(
    'a leak above a very long list',
    'a/functions/pay.py',
    `${leak()}x = [\n${'1,\n'.repeat(200_000)}]\ny = {${Array.from({ length: 150_000 }, (_, at) => `"k${String(at)}": 1,`).join('')}}\n`,
    found(leaking),
  ),
  hiddenIn(
    'a function whose name is spelt with other letters',
    'a/functions/pay.py',
    leak('crm_key').replace('get_secret', 'get_\u017Fecret'),
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'a variable whose name is spelt with other letters',
    'a/functions/pay.py',
    leak().replace('print(key)', 'print(f"{\u{1D424}ey}")'),
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'a name that JavaScript reads from escape sequences',
    'a/functions/pay.ts',
    'export function f(conv) {\n  const key = conv.utils.getSecret("pay_key");\n  console.log(k\\u0065y);\n}\n',
    unread('a/functions/pay.ts'),
  ),
  hiddenIn(
    'a reader in escape sequences',
    'a/functions/pay.py',
    'def f(conv):\n    return getattr(conv.utils, "get_\\x73ecret")("crm_key")\n',
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'a reader that is put together',
    'a/functions/pay.ts',
    "export const f = (conv) => conv.utils['get' + 'Secret']('crm_key');\n",
    unread('a/functions/pay.ts'),
  ),
  ...['\u2028', '\u2029', '\r'].map((end) =>
    hiddenIn(
      `code after a comment that ends with ${JSON.stringify(end)}`,
      'a/functions/pay.ts',
      `export function f(conv) {\n  const key = conv.utils.getSecret("pay_key"); // x${end}console.log(key);\n}\n`,
      unread('a/functions/pay.ts'),
    ),
  ),
  hiddenIn(
    'a comment that ends with a carriage return',
    'a/functions/pay.py',
    leak().replace('    print', '    # x\r    print'),
    found(leaking),
  ),
  hiddenIn(
    'a form feed that changes an indentation',
    'a/functions/pay.py',
    leak().replace('    print', '\f    print'),
    unread('a/functions/pay.py'),
  ),
  ...['a/functions/extra.pyc', 'a/lib/extra.cpython-313-x86_64-linux-gnu.so'].map((file) =>
    hiddenIn(`compiled code in ${file}`, file, Uint8Array.of(0xcb, 0x0d, 0x0d, 0x0a, 0), unread(file)),
  ),
  ...['a/functions/extra.pyw', 'a/tools/run'].map((file) =>
    hiddenIn(`Python in ${file}`, file, `#!/usr/bin/env python3\n${leak()}`, unread(file)),
  ),
  {
    name: 'code of the agent that is named like a test',
    attack: (on) => {
      on.write('a/functions/test_pay.py', leak());
      on.write('a/functions/pay.py', 'from functions.test_pay import f\n\ndef pay(conv):\n    f(conv)\n');
    },
    expected: unread('a/functions/test_pay.py'),
  },
  hiddenIn(
    'a function that is named like a test',
    'a/functions/test_pay.py',
    leak().replace('def f', 'def test_pay'),
    unread('a/functions/test_pay.py'),
  ),
  hiddenIn('a test', 'a/tests/test_pay.py', leak(), { code: 0, unread: [] }),
  {
    name: 'a merge that brings back what one of two merge bases had',
    base: (on) => on.write('a/functions/pay.py', leak()),
    attack: (on) => {
      on.write('b/functions/other.py', 'x = 1\n');
      on.commit();
      on.git('branch', 'harmless');
      on.git('checkout', '--quiet', 'main');
      on.write('a/functions/pay.py', reading('pay_key'));
      on.write('b/functions/later.py', leak());
      on.commit();
      on.git('branch', 'fixed');
      on.git('merge', '--quiet', '--no-ff', '--message=merge', 'harmless');
      on.git('checkout', '--quiet', 'feature');
      on.git('merge', '--quiet', '--no-commit', '--no-ff', 'fixed');
      on.write('a/functions/pay.py', leak());
    },
    expected: found(leaking),
  },
  hiddenIn(
    'an encoding that hides code',
    'a/functions/pay.py',
    '# coding: utf-7\ndef f(conv):\n    print(conv.utils.get+AF8-secret("pay_key"))\n',
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'an encoding that turns comments into code',
    'a/functions/pay.py',
    '# -*- coding: unicode_escape -*-\n#\\nimport os\n',
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'a pointer to a file in Git LFS',
    'a/functions/pay.py',
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 120\n`,
    unread('a/functions/pay.py'),
  ),
  hiddenIn(
    'an upper-case extension',
    'a/functions/PAY.PY',
    leak(),
    found('secret-in-log a/functions/PAY.PY'),
  ),
  hiddenIn(
    'a name that differs only in case',
    'a/Functions/Pay.py',
    leak(),
    found('secret-in-log a/Functions/Pay.py'),
  ),
  hiddenIn(
    'a name with a line break',
    'a/functions/new\n::error::line.py',
    leak(),
    found('secret-in-log a/functions/new\n::error::line.py'),
  ),
  hiddenIn(
    'a name with escape sequences and markup',
    'a/functions/\u001B[2K<b>x|`.py',
    leak(),
    found('secret-in-log a/functions/\u001B[2K<b>x|`.py'),
  ),
  hiddenIn(
    'a name with percent signs',
    'a/functions/%2e%2e%2fx#?.py',
    leak(),
    found('secret-in-log a/functions/%2e%2e%2fx#?.py'),
  ),
  hiddenIn(
    'a name with a backslash',
    'a/functions/x\\y.py',
    leak(),
    found('secret-in-log a/functions/x\\y.py'),
  ),
  ...['node_modules', '_gen', '__pycache__', 'dist', 'venv', '.hidden'].map((folder) =>
    hiddenIn(`code in the folder ${folder}`, `a/${folder}/pay.py`, leak(), unread(`a/${folder}/pay.py`)),
  ),
  hiddenIn(
    'a credential in the folder dist',
    'a/dist/pay.js',
    `const token = "${credential}";\n`,
    unread('a/dist/pay.js'),
  ),
  {
    name: 'an agent in a hidden folder',
    attack: (on) => {
      on.write('.agents/c/project.yaml', 'project_id: C\nproject_name: c\n');
      on.write('.agents/c/functions/pay.py', leak());
    },
    expected: found('secret-in-log .agents/c/functions/pay.py'),
  },
  hiddenIn(
    'a file in a folder of an untracked kind',
    'a/ignored/pay.py',
    leak(),
    found('secret-in-log a/ignored/pay.py'),
  ),
  hiddenIn('a notebook', 'a/n.ipynb', notebook(leak()), found('secret-in-log a/n.ipynb')),
  hiddenIn('a notebook that is not JSON', 'a/n.ipynb', `${notebook(leak())},`, unread('a/n.ipynb')),
  hiddenIn(
    'a notebook in the old format',
    'a/n.ipynb',
    JSON.stringify({ worksheets: [{ cells: [{ cell_type: 'code', input: leak() }] }], nbformat: 3 }),
    unread('a/n.ipynb'),
  ),
  hiddenIn(
    'a notebook that claims to be in another language',
    'a/n.ipynb',
    notebook(leak(), {
      metadata: { language_info: { name: 'r' }, kernelspec: { name: 'python3', language: 'python' } },
    }),
    found('secret-in-log a/n.ipynb'),
  ),
  hiddenIn(
    'a notebook with an upper-case extension',
    'a/n.IPYNB',
    notebook(leak()),
    found('secret-in-log a/n.IPYNB'),
  ),
  hiddenIn(
    'a notebook of more than 50 MB',
    'a/n.ipynb',
    notebook(leak(), { x: 'y'.repeat(50_000_001) }),
    unread('a/n.ipynb'),
  ),
  hiddenIn(
    'a file of more than 50 MB',
    'a/functions/pay.py',
    `${leak()}#${'y'.repeat(50_000_001)}`,
    unread('a/functions/pay.py'),
  ),
  {
    name: 'an ignored file that is tracked',
    attack: (on) => {
      on.write('.gitignore', 'functions/\n');
      on.write('a/functions/pay.py', leak());
    },
    expected: found(leaking),
  },
  {
    name: 'a symbolic link to code that has another extension',
    attack: (on) => {
      on.write('a/data/pay.txt', leak());
      on.remove('a/functions/pay.py');
      on.link('a/functions/pay.py', '../data/pay.txt');
    },
    expected: unread('a/functions/pay.py'),
  },
  {
    name: 'a symbolic link to code outside the agent',
    attack: (on) => {
      on.write('lib/pay.py', leak());
      on.link('a/functions/extra.py', '../../lib/pay.py');
    },
    expected: unread('a/functions/extra.py'),
  },
  {
    name: 'a symbolic link to a folder outside the agent',
    attack: (on) => {
      on.write('lib/pay.py', leak());
      on.link('a/lib', '../lib');
    },
    expected: unread('a/lib'),
  },
  {
    name: 'a folder of code that becomes a symbolic link',
    attack: (on) => {
      renameSync(on.path('a/functions'), on.path('elsewhere'));
      on.write('elsewhere/pay.py', leak());
      on.link('a/functions', '../elsewhere');
    },
    expected: unread('a/functions'),
  },
  {
    name: 'an agent that becomes a symbolic link',
    attack: (on) => {
      renameSync(on.path('a'), on.path('.elsewhere'));
      on.write('.elsewhere/functions/pay.py', leak());
      on.link('a', '.elsewhere');
    },
    expected: { unread: ['a'] },
  },
  {
    name: 'a submodule in an agent',
    attack: (on) => {
      on.git('update-index', '--add', '--cacheinfo', `160000,${on.git('rev-parse', 'HEAD')},a/sub`);
      on.write(
        '.gitmodules',
        '[submodule "a/sub"]\n\tpath = a/sub\n\turl = https://example.com/x\n\tignore = all\n',
      );
      mkdirSync(on.path('a/sub'));
    },
    expected: unread('a/sub'),
  },
  {
    name: 'an agent that becomes a submodule',
    attack: (on) => {
      on.remove('a');
      on.git('rm', '-r', '--quiet', '--cached', 'a');
      on.git('update-index', '--add', '--cacheinfo', `160000,${on.git('rev-parse', 'HEAD')},a`);
      mkdirSync(on.path('a'));
    },
    expected: unread('a'),
  },
  {
    name: 'an executable file that was moved and changed',
    attack: (on) => {
      on.remove('a/functions/pay.py');
      on.write('a/functions/moved.py', leak());
      on.git(
        'update-index',
        '--add',
        '--cacheinfo',
        `100755,${on.git('hash-object', '-w', 'a/functions/moved.py')},a/functions/moved.py`,
      );
    },
    expected: found('secret-in-log a/functions/moved.py'),
  },
  {
    name: 'a leak that an evil merge adds',
    attack: (on) => {
      on.git('checkout', '--quiet', '-b', 'side', 'main');
      on.write('b/functions/other.py', 'x = 1\n');
      on.commit();
      on.git('checkout', '--quiet', 'feature');
      on.write('b/functions/more.py', 'x = 2\n');
      on.commit();
      on.git('merge', '--quiet', '--no-commit', 'side');
      on.write('a/functions/pay.py', leak());
    },
    expected: found(leaking),
  },
  {
    name: 'a branch that is behind',
    attack: (on) => {
      on.git('checkout', '--quiet', 'main');
      on.write('b/functions/later.py', leak());
      on.commit();
      on.git('checkout', '--quiet', 'feature');
      on.write('a/functions/pay.py', leak());
    },
    expected: found(leaking),
  },
  {
    name: 'a replaced commit',
    attack: (on) => {
      on.write('a/functions/pay.py', leak());
      on.commit();
      on.git('replace', 'main', 'feature');
    },
    expected: found(leaking),
  },
  {
    name: 'a grafted history',
    attack: (on) => {
      on.write('a/functions/pay.py', leak());
      on.commit();
      const tree = on.git('commit-tree', 'feature^{tree}', '-m', 'x');
      on.write('.git/info/grafts', `${on.git('rev-parse', 'main')} ${tree}\n`);
    },
    expected: found(leaking),
  },
  {
    name: 'settings that turn a rule off',
    attack: (on) => {
      on.write('.agent-secrets.json', '{ "rules": { "secret-in-log": "off" } }');
      on.write('a/functions/pay.py', leak());
    },
    expected: { suppressed: ['secret-in-log by .agent-secrets.json'] },
  },
  {
    name: 'settings that make a rule a hint',
    attack: (on) => {
      on.write('.agent-secrets.json', '{ "rules": { "secret-in-log": "hint" } }');
      on.write('a/functions/pay.py', leak());
    },
    expected: { suppressed: ['secret-in-log by .agent-secrets.json'], found: [leaking] },
  },
  {
    name: 'settings that ignore everything',
    attack: (on) => {
      on.write('.agent-secrets.json', '{ "ignore": ["**"] }');
      on.write('a/functions/pay.py', leak());
    },
    expected: { suppressed: ['secret-in-log by .agent-secrets.json'] },
  },
  {
    name: 'settings with a function that does not mask',
    attack: (on) => {
      on.write('.agent-secrets.json', '{ "sanitizers": ["functions.masks.same"] }');
      on.write('a/functions/masks.py', 'def same(text):\n    return text\n');
      on.write(
        'a/functions/pay.py',
        `from functions.masks import same\n\n${leak().replace('print(key)', 'print(same(key))')}`,
      );
    },
    expected: { suppressed: ['secret-in-log by .agent-secrets.json'] },
  },
  {
    name: 'settings without a function that reads secrets',
    base: (on) => on.write('.agent-secrets.json', '{ "readers": ["functions.vaults.read"] }'),
    attack: (on) => {
      on.write('.agent-secrets.json', '{}');
      on.write(
        'a/functions/pay.py',
        'from functions.vaults import read\n\ndef f(conv):\n    key = read("crm_key")\n    print(key)\n',
      );
    },
    expected: {
      suppressed: ['secret-access-missing by .agent-secrets.json', 'secret-in-log by .agent-secrets.json'],
    },
  },
  {
    name: 'settings that are no longer valid',
    base: (on) =>
      on.write('.agent-secrets.json', '{ "sinks": [{ "function": "acme.audit.write", "kind": "log" }] }'),
    attack: (on) => {
      on.write('.agent-secrets.json', '{ "sinks": [{ "function": "acme.audit.write", "kind": "log" }] ');
      on.write(
        'a/functions/pay.py',
        `import acme.audit\n\n${leak().replace('print(key)', 'acme.audit.write(key)')}`,
      );
    },
    expected: { suppressed: ['secret-in-log by .agent-secrets.json'] },
  },
  {
    name: 'nearer settings that replace those of the repository',
    base: (on) =>
      on.write('.agent-secrets.json', '{ "sinks": [{ "function": "acme.audit.write", "kind": "log" }] }'),
    attack: (on) => {
      on.write('a/.agent-secrets.json', '{}');
      on.write(
        'a/functions/pay.py',
        `import acme.audit\n\n${leak().replace('print(key)', 'acme.audit.write(key)')}`,
      );
    },
    expected: { suppressed: ['secret-in-log by a/.agent-secrets.json'] },
  },
  {
    name: 'settings with variables that are not set',
    attack: (on) => {
      on.write(
        '.agent-secrets.json',
        '{ "environment": ["SHOP_API_KEY"], "rules": { "env-secret-missing": "warning" } }',
      );
      on.write('a/functions/pay.py', 'import os\n\ndef f(conv):\n    return os.environ["SHOP_API_KEY"]\n');
    },
    expected: {},
  },
  {
    name: 'a comment with a misleading reason',
    attack: (on) =>
      on.write(
        'a/functions/pay.py',
        leak().replace(
          'print(key)',
          'print(key)  # agent-secrets: ignore[secret-in-log] | <b>approved</b> @ops',
        ),
      ),
    expected: { code: 0, suppressed: ['secret-in-log by a/functions/pay.py'] },
  },
  {
    name: 'an accepted comment that is moved to another leak',
    base: (on) =>
      on.write(
        'a/functions/pay.py',
        leak('crm_key').replace('print(key)', 'print(key)  # agent-secrets: ignore[secret-in-log] masked'),
      ),
    attack: (on) =>
      on.write(
        'a/functions/pay.py',
        leak().replace('print(key)', 'print("Bearer " + key)  # agent-secrets: ignore[secret-in-log] masked'),
      ),
    expected: { suppressed: ['secret-in-log by a/functions/pay.py'] },
  },
  {
    name: 'a leak below an accepted comment for the file',
    base: (on) =>
      on.write(
        'a/functions/pay.py',
        `# agent-secrets: ignore-file[secret-in-log] local tool\n${reading('pay_key')}`,
      ),
    attack: (on) =>
      on.write('a/functions/pay.py', `# agent-secrets: ignore-file[secret-in-log] local tool\n${leak()}`),
    expected: { suppressed: ['secret-in-log by a/functions/pay.py'] },
  },
  {
    name: 'a baseline with the own finding',
    base: (on) => on.write('baseline.json', '{ "version": 1, "findings": [] }'),
    attack: (on) => {
      on.write(
        'baseline.json',
        JSON.stringify({
          version: 1,
          findings: [
            { path: 'a/functions/pay.py', rule: 'secret-in-log', agent: 'A', names: ['pay_key'], count: 1 },
          ],
        }),
      );
      on.write('a/functions/pay.py', leak());
    },
    args: ['--baseline', 'baseline.json'],
    expected: { code: 0, suppressed: ['secret-in-log by baseline.json'] },
    asCommit: found(leaking),
  },
  {
    name: 'a baseline whose entry is used by an old finding',
    base: (on) => {
      on.write(
        'baseline.json',
        JSON.stringify({
          version: 1,
          findings: [
            { path: 'a/functions/pay.py', rule: 'secret-hardcoded', agent: 'A', names: [], count: 1 },
          ],
        }),
      );
      on.write('a/functions/pay.py', `old = "${credential}"\n`);
    },
    attack: (on) =>
      on.write('a/functions/pay.py', `old = "${credential}"\nnew = "${credential.replace('zK4', 'zK5')}"\n`),
    args: ['--baseline', 'baseline.json'],
    expected: found('secret-hardcoded a/functions/pay.py'),
  },
  {
    name: 'a catalog that is no longer complete',
    attack: (on) => {
      on.write(
        'catalog.json',
        catalogFile((text) => text.replaceAll('"complete": true', '"complete": false')),
      );
      on.write('a/functions/pay.py', reading('pay_kee'));
    },
    expected: { code: 0, suppressed: ['secret-not-found by catalog.json'] },
    asCommit: found('secret-not-found a/functions/pay.py'),
  },
  {
    name: 'a catalog without the agent',
    attack: (on) => {
      on.write(
        'catalog.json',
        catalogFile((text) => text.replace('"agentId": "A"', '"agentId": "C"')),
      );
      on.write('a/functions/pay.py', reading('crm_key'));
    },
    expected: { code: 2 },
    asCommit: found('secret-access-missing a/functions/pay.py'),
  },
  {
    name: 'a catalog behind a symbolic link',
    base: (on) => {
      on.write('access/now.json', catalogFile());
      on.remove('catalog.json');
      on.link('catalog.json', 'access/now.json');
    },
    attack: (on) => {
      on.write(
        'access/now.json',
        catalogFile((text) => text.replace('"missing"', '"granted"')),
      );
      on.write('a/functions/pay.py', reading('crm_key'));
    },
    expected: { catalog: ['crm_key granted'] },
  },
  {
    name: 'an agent that takes the id of another one',
    attack: (on) => {
      on.write('a/project.yaml', 'project_id: B\nproject_name: a\n');
      on.write('a/functions/pay.py', reading('crm_key'));
    },
    expected: { code: 2 },
  },
  {
    name: 'a folder that becomes an agent with the id of another one',
    attack: (on) => {
      on.write('a/functions/project.yaml', 'project_id: B\nproject_name: a\n');
      on.write('a/functions/pay.py', reading('crm_key'));
    },
    expected: { code: 2 },
  },
  {
    name: 'an agent with an unknown id',
    attack: (on) => {
      on.write('a/project.yaml', 'project_id: C\nproject_name: a\n');
      on.write('a/functions/pay.py', reading('crm_key'));
    },
    expected: { code: 2 },
  },
  {
    name: 'a project file that is a folder',
    attack: (on) => {
      on.write('a/functions/project.yaml/x', '');
      on.write('a/functions/pay.py', leak());
    },
    expected: { code: 2 },
  },
  {
    name: 'a moved agent',
    attack: (on) => {
      renameSync(on.path('a'), on.path('c'));
      on.write('c/functions/pay.py', leak());
    },
    expected: found('secret-in-log c/functions/pay.py'),
  },
  {
    name: 'code that is moved out of the agent',
    attack: (on) => {
      mkdirSync(on.path('tools'));
      renameSync(on.path('a/functions/pay.py'), on.path('tools/pay.py'));
    },
    expected: { code: 2 },
  },
];

describe('an author who controls the head cannot make the check green unseen', () => {
  it.each(attacks)(
    'with $name',
    ({ base, attack, args = [], expected, asCommit: expectedOfCommit = expected }) => {
      base?.(repository);
      if (base) repository.isBase();
      attack(repository);
      const { onDisk, asCommit } = repository.seen(...args);
      expect(onDisk).toMatchObject(expected);
      expect(asCommit).toMatchObject(expectedOfCommit);
    },
  );
});
