import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

let cli: string;
beforeAll(async () => {
  cli = await bundle('cli');
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('a review that is stopped while Git works', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('stops Git as well (%s)', async (signal) => {
    using workspace = new TemporaryWorkspace('');
    workspace.write('catalog.json', '{ "version": 1, "asOf": "2026-11-20T09:00:00.000Z", "agents": [] }');
    // A Git that never answers.
    workspace.write(
      'bin/git',
      `#!/bin/sh\necho $$ > ${workspace.path('new')}\nmv ${workspace.path('new')} ${workspace.path('pid')}\nexec sleep 600\n`,
    );
    chmodSync(workspace.path('bin/git'), 0o755);
    const child = spawn(process.execPath, [cli, 'check', '--diff', 'main', '--catalog', 'catalog.json'], {
      cwd: workspace.root,
      stdio: 'ignore',
      env: { PATH: `${workspace.path('bin')}${path.delimiter}${process.env['PATH'] ?? ''}` },
    });
    const ended = once(child, 'exit');
    while (child.exitCode === null && !existsSync(workspace.path('pid'))) await nextTurn();
    const git = Number(readFileSync(workspace.path('pid'), 'utf8'));
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    while (isRunning(git)) await nextTurn();
  });
});
