// `npm run bench`: builds, then runs every file of test/bench/ and prints its figures as one table.
// `npm run bench -- NAME…` runs only the named files.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { benchFolder, measure } from './lib/figures.mjs';
import { installLanguagePeers } from './lib/language-peers.mjs';
import { runMain } from './lib/main.mjs';
import { buildPackage } from './lib/package-extension.mjs';
import { step } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const wanted = process.argv.slice(2);
  const { node } = await setUp({});
  await buildPackage(node);
  const files = (await readdir(benchFolder)).filter((name) => name.endsWith('.mjs')).toSorted();
  const chosen = files.filter((name) => wanted.length === 0 || wanted.includes(path.parse(name).name));
  const tables = [];
  for (const name of chosen)
    tables.push(
      await step(`Measuring: ${path.parse(name).name}`, async () =>
        measure(node, name, await argumentsOf(name)),
      ),
    );
  for (const table of tables) console.log(`\n${table}`);

  /** @param {string} name */
  async function argumentsOf(name) {
    return name === 'project.mjs' ? ['--peers', await installLanguagePeers(node)] : [];
  }
});
