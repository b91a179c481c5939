// Copies the packages that the bundled vault needs at run time. `node scripts/runtime-packages.mjs FOLDER`
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { nativePackages, packagesWithDependencies } from './lib/native-packages.mjs';

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('Pass the folder to copy to.');

const root = path.dirname(import.meta.dirname);
for (const name of await packagesWithDependencies(root, nativePackages)) {
  const folder = path.join('node_modules', name);
  await cp(path.join(root, folder), path.join(target, folder), { recursive: true });
}
