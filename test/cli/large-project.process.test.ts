import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleWithDetector, type Installed } from '../server/support/bundle-with-detector.ts';
import { bundle } from '../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

/** Assembled here, so that a search of this file finds no credential. */
const token = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');

/** More than the number from which threads look at the files first. */
const files = 2_200;

/** Everything that a first look at a file decides about, among many files that do not matter. */
function fill(workspace: TemporaryWorkspace): void {
  workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('booking', 'crm_key'))));
  workspace.write('booking/project.yaml', 'project_id: booking\nproject_name: Booking\n');
  for (let at = 0; at < files; at++)
    workspace.write(`booking/lib/m${at}.py`, `import os\ndef f${at}(value):\n    return value + ${at}\n`);
  workspace.write('booking/lib/m1.py', 'from lib.m2 import show\ndef pass_on(value):\n    show(value)\n');
  workspace.write('booking/lib/m2.py', 'import logging\ndef show(value):\n    logging.info("v %s", value)\n');
  workspace.write(
    'booking/functions/pay.py',
    'from lib.m1 import pass_on\ndef pay(conv):\n    conv.utils.get_secret("misspelt")\n    pass_on(conv.utils.get_secret("crm_key"))\n',
  );
  workspace.write('booking/lib/m7.py', 'x = 1  # agent-secrets: ignore[secret-not-found] nothing here\n');
  workspace.write('booking/lib/m8.py', `TOKEN = "${token}"\n`);
  workspace.write(
    'booking/lib/wide.py',
    Buffer.from('\uFEFFdef g(conv): conv.utils.get_secret("wide")', 'utf16le'),
  );
  workspace.write('booking/lib/large.py', `# ${'x'.repeat(5_000_001)}`);
  workspace.write('booking/helpers.ts', 'export const key = (conv) => conv.utils.get_secret("typed");\n');
}

describe('a project with thousands of files', () => {
  it('has the same findings with several threads as with one', async () => {
    using workspace = new TemporaryWorkspace('');
    fill(workspace);
    using alone = await bundleWithDetector('cli');
    using threaded = await bundleWithDetector('cli');
    copyFileSync(await bundle('scan'), path.join(path.dirname(threaded.program), 'scan.js'));
    const check = ({ program }: Installed) => {
      const args = [program, 'check', '--catalog', 'catalog.json', '--format', 'json'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: workspace.root,
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    };
    const found = check(threaded);
    expect(found).toEqual(check(alone));
    expect(found.status).toBe(1);
    for (const part of ['misspelt', 'secret-in-log', 'wide', 'typed', 'lib/m7.py', 'lib/m8.py'])
      expect(found.stdout).toContain(part);
    expect(found.stderr).toContain('large.py is larger than 5 MB and was left out.');
  });
});
