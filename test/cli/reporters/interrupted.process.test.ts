import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';

const module = pathToFileURL(
  path.resolve(import.meta.dirname, '../../../cli/reporters/replace-file.ts'),
).href;

/** Writes large reports of one letter each, and says so after each, until it is killed. */
const program = `
const { replaceFile } = await import(${JSON.stringify(module)});
for (let at = 0; ; at++) {
  await replaceFile(process.argv[1], 'abc'[at % 3].repeat(20_000_000), { uninterrupted: (work) => work() }, { shown: 'report' });
  console.log(at);
}`;

describe('a run that is killed while it writes a report', () => {
  it('leaves a whole report, old or new', async () => {
    using workspace = new TemporaryWorkspace('');
    const file = workspace.path('report.json');
    for (const reports of [1, 2, 3, 4]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      // The next report is begun as soon as one is announced.
      for (let seen = 0; seen < reports; seen++) await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await ended;
      const text = readFileSync(file, 'utf8');
      expect(text).toHaveLength(20_000_000);
      expect(text === (text[0] ?? '').repeat(20_000_000)).toBe(true);
    }
  });
});
