import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { folderOfRun } from '../../support/bundles.ts';
import project from '../../../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * The tarball of the command line, as published; packed once for all test files of a run. `NPM_TARBALL` names
 * an existing one to test instead.
 */
export function packedPackage(): string {
  const given = process.env['NPM_TARBALL'];
  if (given !== undefined) return path.resolve(given);
  const folder = path.join(folderOfRun(), 'npm-packages');
  const tarball = path.join(folder, `agent-secrets-${project.version}.tgz`);
  if (existsSync(tarball)) return tarball;
  const own = `${folder}-${String(process.pid)}`;
  execFileSync(process.execPath, [path.join(root, 'scripts/package-npm.mjs'), '--out', own], {
    cwd: root,
    stdio: 'pipe',
  });
  // Test files run in parallel: the first one wins.
  if (existsSync(folder)) rmSync(own, { recursive: true });
  else renameSync(own, folder);
  return tarball;
}

/** The folder of the unpacked package. */
export function unpackedPackage(): string {
  const folder = path.join(folderOfRun(), `unpacked-${String(process.pid)}`);
  if (!existsSync(folder)) {
    mkdirSync(folder);
    execFileSync('tar', ['-xzf', packedPackage(), '-C', folder]);
  }
  return path.join(folder, 'package');
}
