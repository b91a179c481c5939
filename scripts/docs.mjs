// `node scripts/docs.mjs` writes everything that is generated from the rules: their ids, their pages, the
// settings schema, and part of the manifest. With `--check`, it writes nothing and fails if a file is out of
// date. Requires Node 24.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { Sentence } from './lib/sentence.mjs';

const folder = 'docs/rules';

await runMain(async () => {
  // Imported here, so that an older Node fails with our own message instead of a syntax error.
  if (!process.features.typescript) throw new Sentence('This needs Node 24: run it with `npm run docs`.');
  const isCheck = process.argv.includes('--check');
  const { manifestWithRules, ruleModules } = await import('./lib/rule-code.mjs');
  // These modules come first, because they are used to generate the pages.
  const modules = await formatted(ruleModules());
  await (isCheck ? check(modules, []) : writeAll(modules));

  const { rulePages } = await import('./lib/rule-pages.mjs');
  const { settingsSchema } = await import('./lib/settings-schema.mjs');
  const documents = await formatted([
    ...rulePages(),
    ['schemas/agent-secrets.schema.json', settingsSchema()],
    ['package.json', manifestWithRules(await readFile(path.join(root, 'package.json'), 'utf8'))],
  ]);
  const present = (await readdir(path.join(root, folder))).map((name) => `${folder}/${name}`);
  const orphans = present.filter((file) => !documents.has(file));
  if (isCheck) return check(documents, orphans);
  for (const file of orphans) await rm(path.join(root, file));
  await writeAll(documents);
  console.log(`Wrote ${modules.size + documents.size} files.`);
});

/**
 * @param {Iterable<readonly [path: string, text: string]>} texts
 * @returns {Promise<ReadonlyMap<string, string>>} the formatted texts, by path
 */
async function formatted(texts) {
  const options = await resolveConfig(path.join(root, 'package.json'));
  const results = new Map();
  for (const [file, text] of texts) results.set(file, await format(text, { ...options, filepath: file }));
  return results;
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

/** @param {ReadonlyMap<string, string>} texts by path */
async function writeAll(texts) {
  for (const [file, text] of texts) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}
