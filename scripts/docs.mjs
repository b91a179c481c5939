// `node scripts/docs.mjs` writes the pages of the rules and the schema of the settings from the code.
// With `--check` it writes nothing and fails when they are not those of the code. Needs Node 24.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { Sentence } from './lib/sentence.mjs';

const folder = 'docs/rules';

await runMain(async () => {
  const wanted = await documents();
  const present = (await readdir(path.join(root, folder))).map((name) => `${folder}/${name}`);
  const orphans = present.filter((file) => !wanted.has(file));
  if (process.argv.includes('--check')) return check(wanted, orphans);
  for (const file of orphans) await rm(path.join(root, file));
  for (const [file, text] of wanted) await write(path.join(root, file), text);
  console.log(`Wrote ${wanted.size} files.`);
});

/** @returns {Promise<ReadonlyMap<string, string>>} formatted text by path */
async function documents() {
  // Loaded late: an older Node fails here with our own words, not with a syntax error.
  if (!process.features.typescript) throw new Sentence('This needs Node 24: run it with `npm run docs`.');
  const { rulePages } = await import('./lib/rule-pages.mjs');
  const { settingsSchema } = await import('./lib/settings-schema.mjs');
  const texts = new Map([...rulePages(), ['schemas/agent-secrets.schema.json', settingsSchema()]]);
  const options = await resolveConfig(path.join(root, 'package.json'));
  const formatted = new Map();
  for (const [file, text] of texts) formatted.set(file, await format(text, { ...options, filepath: file }));
  return formatted;
}

/**
 * @param {ReadonlyMap<string, string>} wanted
 * @param {readonly string[]} orphans
 */
async function check(wanted, orphans) {
  const stale = [...orphans];
  for (const [file, text] of wanted) {
    const written = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
    if (written !== text) stale.push(file);
  }
  if (stale.length > 0) {
    throw new Sentence(`Out of date: ${stale.join(', ')}. Run \`npm run docs\` and commit what it writes.`);
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
async function write(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
