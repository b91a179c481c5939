// `npm run package:python`: builds the wheel of the Python package into dist/python/. Does not use the
// network.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { run } from './lib/command.mjs';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { findPython } from './lib/python.mjs';
import { Sentence } from './lib/sentence.mjs';

await runMain(async () => {
  const python = await findPython();
  const out = path.join(root, 'dist', 'python');
  await rm(out, { recursive: true, force: true });
  // Not in the project's folder, because it contains a folder called build.
  const cwd = path.join(root, 'runtime', 'python');
  const args = ['-m', 'build', '--wheel', '--no-isolation', '--skip-dependency-check', '--outdir', out, '.'];
  const { code, output } = await run(python, args, { cwd });
  if (code !== 0) throw new Sentence(`The Python package could not be built:\n${output.trimEnd()}`);
  console.log(output.trimEnd().split('\n').at(-1));
});
