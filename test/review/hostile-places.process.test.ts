import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleWithDetector, type Installed } from '../server/support/bundle-with-detector.ts';
import { HostileRepository, leak, reading } from './support/hostile-repository.ts';

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

/** A path below the repository whose last part is not valid UTF-8. */
function nameless(folder: string, end: string): Buffer {
  return Buffer.concat([Buffer.from(`${repository.path(folder)}/`), Buffer.from([0xff]), Buffer.from(end)]);
}

describe('code that is not where it can be read', () => {
  it.runIf(process.platform === 'linux')('is named if its name is not valid UTF-8', () => {
    writeFileSync(nameless('a/functions', '.py'), leak());
    mkdirSync(nameless('b', ''));
    writeFileSync(nameless('b', '/pay.py'), leak());
    const { onDisk, asCommit } = repository.seen();
    const unread = ['a/functions/\uFFFD.py', 'b/\uFFFD/pay.py'];
    expect(onDisk).toMatchObject({ code: 2, unread });
    // Git knows their content, so it is checked as well.
    expect(asCommit).toMatchObject({ code: 1, unread });
  });

  it.runIf(process.platform === 'linux')('is named if it is an agent whose folder is not valid UTF-8', () => {
    mkdirSync(nameless('.', ''));
    writeFileSync(nameless('.', '/project.yaml'), 'project_id: C\nproject_name: c\n');
    writeFileSync(nameless('.', '/pay.py'), leak());
    expect(repository.seen().onDisk).toMatchObject({
      code: 2,
      unread: ['\uFFFD/pay.py', '\uFFFD/project.yaml'],
    });
  });

  it('does not include generated code that only declares how secrets are read', () => {
    repository.write(
      'a/_gen/conversation.py',
      'class Utils:\n    def get_secret(self, name: str) -> str: ...\n',
    );
    repository.write('a/dist/tools.js', 'export const one = 1;\n');
    expect(repository.seen().onDisk).toMatchObject({ code: 0, unread: [] });
  });

  it.each(['a/functions/pay.py', 'a/project.yaml'])('is named if a sparse checkout leaves out %s', (file) => {
    repository.write('a/functions/pay.py', leak());
    repository.write('a/project.yaml', 'project_id: A\nproject_name: new\n');
    repository.commit();
    repository.git('sparse-checkout', 'set', '--no-cone', '/*', `!/${file}`);
    expect(existsSync(repository.path(file))).toBe(false);
    const { code, report } = repository.check('main');
    expect(code).toBe(2);
    expect(report.failed?.map((one) => one.path)).toContain(file);
  });

  it('is named if it is an unchanged project file that a sparse checkout leaves out', () => {
    repository.write('a/functions/pay.py', leak());
    repository.commit();
    repository.git('sparse-checkout', 'set', '--no-cone', '/*', '!/a/project.yaml');
    expect(repository.check('main').code).not.toBe(0);
  });

  it('is found if the index says that the file has not changed', () => {
    repository.git('update-index', '--assume-unchanged', 'a/functions/pay.py');
    repository.write('a/functions/pay.py', leak());
    repository.write('a/functions/other.py', 'x = 1\n');
    expect(repository.check('main').report.new.map(({ rule }) => rule)).toEqual(['secret-in-log']);
  });

  it('is named if it was moved to where the settings ignore everything', () => {
    repository.write('.agent-secrets.json', '{ "ignore": ["**/tests/**"] }');
    repository.isBase();
    mkdirSync(repository.path('a/tests'));
    renameSync(repository.path('a/functions/pay.py'), repository.path('a/tests/pay.py'));
    const { onDisk, asCommit } = repository.seen();
    expect(onDisk).toMatchObject({ code: 2, unread: ['a/tests/pay.py'] });
    expect(asCommit).toMatchObject({ code: 2, unread: ['a/tests/pay.py'] });
  });
});

describe('reads that the check cannot follow', () => {
  it.each([
    ['conv.utils.get_secret.__call__("pay_key")'],
    ['type(conv.utils).get_secret(conv.utils, "pay_key")'],
    ['operator.methodcaller("get_secret", "pay_key")(conv.utils)'],
    ['(lambda c: c.utils.get_secret)(conv)("pay_key")'],
  ])('are dynamic reads, which take no access away: %s', (read) => {
    repository.write('a/functions/pay.py', `import operator\n\ndef f(conv):\n    ${read}\n    return None\n`);
    const { report } = repository.check('main');
    expect(report.dynamic).toEqual([
      { agent: 'A', path: 'a/functions/pay.py', line: 4, column: expect.any(Number) as number, patterns: [] },
    ]);
    expect(report.gone).toMatchObject([{ secret: 'pay_key', mayRevoke: false }]);
  });

  it('take no access away if they are of another object', () => {
    repository.write('a/functions/pay.py', 'def f(conv):\n    return conv.vault.get_secret("x")\n');
    const { report } = repository.check('main');
    expect(report.dynamic).toEqual([]);
    expect(report.gone).toMatchObject([{ secret: 'pay_key', mayRevoke: false }]);
  });

  it('take no access away if the settings ignore their file', () => {
    repository.write('.agent-secrets.json', '{ "ignore": ["a/**"] }');
    expect(repository.check('main').report.gone).toMatchObject([{ secret: 'pay_key', mayRevoke: false }]);
  });
});

describe('names that an author chooses', () => {
  const commands = [
    '\n::error::x',
    '::stop-commands::x',
    '##[error]x',
    '\u001B[2J\u202E',
    '<img src=x>|`@ops`',
  ];

  it('give no commands to a runner, a terminal or a page', () => {
    for (const [at, name] of commands.entries()) {
      const file = `${name.replaceAll('/', '')}.py`;
      repository.write(`a/${String(at)}/${file}`, reading('pay_key'));
      repository.write(file, reading('pay_key'));
      repository.write(`a/dist/${file}`, leak());
      repository.write(`b/functions/${file}`, leak());
    }
    repository.isBase();
    for (const [at, name] of commands.entries()) {
      const file = `${name.replaceAll('/', '')}.py`;
      repository.write(`${String(at)}-${file}`, reading('pay_key'));
      renameSync(repository.path(`a/${String(at)}/${file}`), repository.path(`moved-${file}`));
      repository.write(`a/dist/${file}`, `${leak()}# changed\n`);
      repository.write(
        `b/functions/${file}`,
        leak('crm_key').replace(
          'print(key)',
          `print(key)  # agent-secrets: ignore[secret-in-log] ${name.trim()}`,
        ),
      );
      repository.git(
        'update-index',
        '--add',
        '--cacheinfo',
        `160000,${repository.git('rev-parse', 'HEAD')},a/sub${name.replace('/', '')}`,
      );
    }
    repository.write(
      'b/project.yaml',
      'project_id: B\nproject_name: "b\\n::error::x ##[error]x \\e[2J <b>"\n',
    );
    const formats = ['markdown', 'github', 'sarif', 'junit', 'gitlab'].map(
      (format) => `--format=${format}=${repository.path(`.git/${format}`)}`,
    );
    const run = repository.check('main', ...formats);
    expect(run.code).not.toBe(0);
    const text = repository.print('main', 'text');
    const pages = [
      run.stderr,
      text.stdout,
      text.stderr,
      ...['markdown', 'github', 'sarif', 'junit', 'gitlab'].map((one) => repository.read(`.git/${one}`)),
    ];
    for (const page of [...pages, run.stdout]) {
      // eslint-disable-next-line no-control-regex
      expect(page).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202E]/);
      expect(
        page
          .split('\n')
          .filter((line) => /^\s*::/.test(line) && !/^::(?:error|warning|notice) (?:file|title)=/.test(line)),
      ).toEqual([]);
      expect(page.split('\n').filter((line) => line.includes('##[') && !line.startsWith('::'))).toEqual([]);
    }
    expect(repository.read('.git/markdown')).not.toMatch(/<img|<b>|@ops/);
  });

  it('start no program that attributes and settings name', () => {
    const program = repository.path('program.sh');
    repository.write('program.sh', `#!/bin/sh\ntouch ${repository.path('was-run')}\ncat\n`);
    chmodSync(program, 0o755);
    repository.write('.gitattributes', '*.py filter=own\n');
    repository.isBase();
    for (const key of ['clean', 'smudge', 'process']) repository.git('config', `filter.own.${key}`, program);
    repository.write('a/functions/pay.py', leak());
    expect(repository.check('main').code).toBe(1);
    expect(existsSync(path.join(repository.root, 'was-run'))).toBe(false);
  });
});
