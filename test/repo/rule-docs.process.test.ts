import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

it('the pages of the rules and the schema of the settings are those of the code', () => {
  const args = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'scripts/docs.mjs', '--check'];
  expect(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })).toBe('');
});
