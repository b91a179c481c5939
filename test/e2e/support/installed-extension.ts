import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { folderOfRun } from '../../support/bundles.ts';
import { codeServerEntry, extensionPackage } from './programs.ts';

/**
 * Copies a folder of extensions in which the editor has installed the packaged one. The editor installs it once
 * for all test files of a run, because starting the editor for that takes a second of processor time.
 */
export async function copyExtensions(target: string): Promise<void> {
  const installed = path.join(folderOfRun(), 'extensions');
  if (!existsSync(installed)) await install(installed);
  await cp(installed, target, { recursive: true });
}

async function install(installed: string): Promise<void> {
  // Test files run in parallel: each writes its own copy, and none ever sees half of one.
  const own = `${installed}-${process.pid}`;
  await mkdir(own, { recursive: true });
  const folders = [
    '--user-data-dir',
    path.join(own, 'user-data'),
    '--extensions-dir',
    path.join(own, 'installed'),
  ];
  await promisify(execFile)(process.execPath, [
    codeServerEntry(),
    ...folders,
    '--install-extension',
    extensionPackage,
  ]);
  // If another test file was faster, its copy stays.
  await rename(path.join(own, 'installed'), installed).catch(() => undefined);
  await rm(own, { recursive: true, force: true });
}
