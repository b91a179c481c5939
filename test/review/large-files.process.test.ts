import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleWithDetector, type Installed } from '../server/support/bundle-with-detector.ts';
import { HostileRepository, leak, reading } from './support/hostile-repository.ts';

const megabyte = 1_000_000;

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

/** The largest amount of memory that a check has, in bytes. Its exit code must be 1. */
function memoryOf(...args: readonly string[]): number {
  const [peak, hook] = ['peak.txt', 'peak.cjs'].map((name) => repository.path(`.git/${name}`));
  if (peak === undefined || hook === undefined) throw new Error('two names give two files');
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS * 1024)));`,
  );
  const program = ['--require', hook, installed.program, 'check', '--catalog', 'catalog.json', ...args];
  const { status, stderr } = spawnSync(process.execPath, program, {
    cwd: repository.root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: repository.root, GIT_CONFIG_NOSYSTEM: '1' },
  });
  expect({ status, stderr }).toMatchObject({ status: 1 });
  return Number(readFileSync(peak, 'utf8'));
}

function writeVideos(bytes: number): void {
  for (let at = 0; at < 20; at += 1)
    repository.write(`a/videos/${String(at)}.bin`, Buffer.alloc(bytes, String(at)));
}

describe('large files in a change', () => {
  it('takes no memory for 20 changed videos of 20 MB', () => {
    writeVideos(20 * megabyte);
    repository.isBase();
    writeVideos(20);
    repository.write('a/functions/pay.py', leak());
    repository.commit();
    const changedBefore = memoryOf('--diff', 'main');

    // The large files are only in the index, and then in a commit that is not checked out.
    repository.git('restore', '--source=main', '--staged', 'a/videos');
    repository.write('b/functions/pay.py', leak());
    repository.git('add', 'b');
    const staged = memoryOf('--staged');
    repository.git('switch', '--quiet', '--create=restored');
    repository.git('commit', '--quiet', '--message=restore');
    repository.git('switch', '--quiet', '--force', 'feature');
    const changedAfter = memoryOf('--diff', 'feature..restored');

    for (const bytes of [changedBefore, staged, changedAfter]) expect(bytes).toBeLessThan(300 * megabyte);
  }, 120_000);

  it('still reads code that is larger than most', () => {
    const long = '# a comment\n'.repeat(90_000);
    repository.write('a/functions/pay.py', `${long}${leak()}`);
    repository.write('a/start', `#!/usr/bin/env python\n${long}${reading('x')}`);
    const outputs = ['x'.repeat(megabyte)];
    const cells = [{ cell_type: 'code', source: leak(), metadata: {}, outputs }];
    repository.write('a/pay.ipynb', JSON.stringify({ cells, nbformat: 4, nbformat_minor: 5, metadata: {} }));
    const { onDisk, asCommit } = repository.seen();
    expect(onDisk).toMatchObject({
      found: ['secret-in-log a/functions/pay.py', 'secret-in-log a/pay.ipynb'],
      unread: ['a/start'],
    });
    expect(asCommit).toEqual(onDisk);
  }, 120_000);
});
