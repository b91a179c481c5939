// `npm run bench:language`: builds, then compares the language server with the alternatives that a user would
// choose, compares a check of an entire project with ripgrep, and measures a large workspace.
import { measure } from './lib/figures.mjs';
import { installLanguagePeers } from './lib/language-peers.mjs';
import { runMain } from './lib/main.mjs';
import { buildPackage } from './lib/package-extension.mjs';
import { step } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const { node } = await setUp({});
  const peers = await installLanguagePeers(node);
  await buildPackage(node);
  const tables = [];
  for (const name of ['language.mjs', 'project.mjs', 'workspace.mjs'])
    tables.push(await step(`Measuring: ${name}`, () => measure(node, name, ['--peers', peers])));
  for (const table of tables) console.log(`\n${table}`);
});
