import { describe, expect, it } from 'vitest';
import { affectedBy } from '../../scripts/lib/affected.mts';

const routes = ['account', 'agents', 'people', 'secrets', 'value'];
const rules = ['in-log', 'in-state', 'cached', 'unknown', 'denied'];
const imports = (names: readonly string[], folder = './'): string =>
  names.map((name) => `import '${folder}${name}.ts';`).join('\n');
const builder = `const programs = {
  server: { ...node, entryPoints: ['server/main.ts'] },
};`;

const texts = new Map([
  ['esbuild.mjs', builder],
  ...rules.map((name) => [`analysis/rules/${name}.ts`, `import './rule.ts';`] as const),
  ['analysis/rules/rule.ts', ''],
  ['analysis/rules/index.ts', imports(rules)],
  ['analysis/engine.ts', `import './rules/index.ts'; import './text.ts';`],
  ['analysis/text.ts', ''],
  ['vault/app.ts', imports(routes, './routes/')],
  ...routes.map((name) => [`vault/routes/${name}.ts`, ''] as const),
  ['vault/routes/account.ts', `app.get('/v1/me'); app.get('/v1/accounts/:accountId');`],
  ['vault/routes/people.ts', `app.get('/v1/accounts/:accountId/users/:userId');`],
  ['vault/routes/value.ts', `app.get('/v1/agents/:agentId/secrets/:name/value');`],
  [
    'vault-client/value.ts',
    `export function value() {\n  path: ['v1', 'agents', agentId, 'secrets', name, 'value'];\n}`,
  ],
  [
    'test/vault/support.ts',
    [
      `import '../../vault/app.ts';`,
      'export function valueUrl(name) {\n  return `/v1/agents/A/secrets/${encode(name)}/value`;\n}',
      'export function readAll() {\n  return names.map(valueUrl);\n}',
      'export async function start() {\n  return listen();\n}',
    ].join('\n'),
  ],
  ['test/vault/me.test.ts', `import './support.ts'; start(); send('/v1/me');`],
  ['test/vault/user.test.ts', 'import "./support.ts"; start(); send(`${account}/users/${user.id}`);'],
  ['test/vault/users.test.ts', `import './support.ts'; start(); send('/v1/accounts/a/users');`],
  ['test/vault/reading.test.ts', `import './support.ts'; send(valueUrl('x'));`],
  ['test/vault/all.test.ts', `import './support.ts'; readAll();`],
  [
    'test/vault/client.test.ts',
    `import './support.ts'; import '../../vault-client/value.ts'; start(); client.value('x');`,
  ],
  ['server/main.ts', `import '../analysis/engine.ts';`],
  ['client/tree.ts', ''],
  ['docs/page.md', ''],
  ['test/analysis/log.test.ts', `import '../../analysis/engine.ts'; // expects in-log`],
  ['test/analysis/state.test.ts', `import '../../analysis/engine.ts'; // expects in-state`],
  ['test/analysis/text.test.ts', `import '../../analysis/text.ts';`],
  [
    'test/analysis/corpus.test.ts',
    `import '../../analysis/engine.ts'; join(import.meta.dirname, '..', 'corpus')`,
  ],
  ['test/corpus/cases.txt', 'in-log'],
  ['test/server/start.process.test.ts', `spawn('dist/server.js')`],
  ['test/client/tree.test.ts', `import '../../client/tree.ts';`],
  ['test/client/page.test.ts', `read('docs/page.md')`],
  ['test/e2e/story.test.ts', `import '../../client/tree.ts';`],
  ['test/repo/layers.test.ts', ''],
]);

describe('npm test -- --changed', () => {
  it('runs the tests that import a changed file, also through other files', () => {
    expect(testsOf('analysis/text.ts')).toEqual([
      'analysis/log.test.ts',
      'analysis/state.test.ts',
      'analysis/text.test.ts',
      'analysis/corpus.test.ts',
      'server/start.process.test.ts',
    ]);
  });

  it('runs the tests that start a program which contains a changed file', () => {
    expect(testsOf('server/main.ts')).toEqual(['server/start.process.test.ts']);
  });

  it('runs the tests that read a changed document or corpus', () => {
    expect(testsOf('docs/page.md')).toEqual(['client/page.test.ts']);
    expect(testsOf('test/corpus/cases.txt')).toEqual(['analysis/corpus.test.ts']);
  });

  it('runs only the tests that name a changed rule, also in their data', () => {
    expect(testsOf('analysis/rules/in-log.ts')).toEqual(['analysis/log.test.ts', 'analysis/corpus.test.ts']);
  });

  it('runs the tests that name any of the rules that use a changed file', () => {
    expect(testsOf('analysis/rules/rule.ts')).toEqual([
      'analysis/log.test.ts',
      'analysis/state.test.ts',
      'analysis/corpus.test.ts',
    ]);
  });

  it('runs only the tests that request a changed route, in any form', () => {
    expect(testsOf('vault/routes/account.ts')).toEqual(['vault/me.test.ts']);
    expect(testsOf('vault/routes/people.ts')).toEqual(['vault/user.test.ts']);
  });

  it('runs the tests that request a changed route through other functions or the client', () => {
    expect(testsOf('vault/routes/value.ts')).toEqual([
      'vault/reading.test.ts',
      'vault/all.test.ts',
      'vault/client.test.ts',
    ]);
  });

  it('runs a changed test', () => {
    expect(testsOf('test/client/tree.test.ts')).toEqual(['client/tree.test.ts']);
  });

  it.each([
    'package.json',
    'esbuild.mjs',
    'vitest.config.mts',
    'test/tsconfig.json',
    'scripts/lib/setup.mjs',
  ])('runs everything after a change of %s, and says why', (file) => {
    expect(affectedBy(texts, ['client/tree.ts', file])).toEqual({ everythingBecause: file });
  });
});

/** Without those of the repository, which always run. */
function testsOf(changed: string): readonly string[] {
  const affected = affectedBy(texts, [changed]);
  if ('everythingBecause' in affected) throw new Error('everything runs');
  expect(affected.tests).toContain('test/repo/layers.test.ts');
  return affected.tests.filter((file) => !file.includes('/repo/')).map((file) => file.slice('test/'.length));
}
