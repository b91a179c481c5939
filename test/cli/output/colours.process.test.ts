import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usesColour } from '../../../cli/output/colours.ts';
import { bundle } from '../../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../../server/support/catalog.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';

describe('colors', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: 'true', NO_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: 'false' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j, and a terminal: %s', (env, isTerminal, expected) => {
    expect(usesColour(env, isTerminal)).toBe(expected);
  });

  describe('of the command', () => {
    const workspace = new TemporaryWorkspace('');
    let cli: string;
    beforeAll(async () => {
      cli = await bundle('cli');
      workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('a'))));
      workspace.write('a/project.yaml', 'project_id: a\n');
      workspace.write('a/f.py', 'def f(conv):\n    print(conv.utils.get_secret("nope"))\n');
    });
    afterAll(() => workspace[Symbol.dispose]());

    const check = (env: Readonly<Record<string, string>>, ...formats: readonly string[]): string =>
      spawnSync(process.execPath, [cli, 'check', '--catalog', 'catalog.json', ...formats], {
        cwd: workspace.root,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], ...env },
      }).stdout;

    it('are not in a pipe', () => {
      expect(check({})).toContain('secret-in-log');
      expect(check({})).not.toContain('\u001B[');
    });

    it('are in a pipe if FORCE_COLOR is set, but neither in files nor in formats for programs', () => {
      const printed = check({ FORCE_COLOR: '1' }, '--format=text', '--format=text=report.txt');
      expect(printed).toContain('\u001B[');
      expect(readFileSync(workspace.path('report.txt'), 'utf8')).not.toContain('\u001B[');
      for (const format of ['json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'])
        expect(check({ FORCE_COLOR: '1' }, `--format=${format}`)).not.toContain('\u001B');
    });
  });
});
