import { describe, expect, it } from 'vitest';
import { affectedBy } from '../../scripts/lib/affected.mts';

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
