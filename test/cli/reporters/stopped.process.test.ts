import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../../server/support/catalog.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';

let cli: string;
beforeAll(async () => {
  cli = await bundle('cli');
});

describe('a check that a user stops while it writes a report', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no other file after %s', async (signal) => {
    using workspace = new TemporaryWorkspace('');
    workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('a'))));
    workspace.write('a/project.yaml', 'project_id: a\n');
    const line = `    conv.utils.get_secret("${'n'.repeat(100)}")\n`;
    workspace.write('a/f.py', `def f(conv):\n${line.repeat(20_000)}`);
    workspace.write('out/.keep', '');
    const files = (): readonly string[] => readdirSync(workspace.path('out'));
    const formats = ['json', 'sarif', 'junit', 'gitlab'].map((one) => `--format=${one}=out/report.${one}`);
    const child = spawn(process.execPath, [cli, 'check', '--catalog', 'catalog.json', ...formats], {
      cwd: workspace.root,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    while (child.exitCode === null && files().length === 1) await nextTurn();
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
