// `node scripts/l10n.mjs` lists, for each language, the texts without a translation and the translations that
// are no longer used. Fails if there are any. Needs Node 24.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { Sentence } from './lib/sentence.mjs';

const bundles = ['l10n/bundle.l10n', 'package.nls'];

await runMain(async () => {
  const lists = await Promise.all(bundles.map(listsOf));
  const lines = lists.flat();
  if (lines.length > 0) throw new Sentence(lines.join('\n'));
  console.log('Every text exists in every language.');
});

/** @param {string} bundle */
async function listsOf(bundle) {
  const english = await textsOf(`${bundle}.json`);
  const lists = (await languagesOf(bundle)).map(async (language) => {
    const file = `${bundle}.${language}.json`;
    const translated = await textsOf(file);
    const missing = [...english].filter(([key]) => !translated.has(key));
    const idle = [...translated.keys()].filter((key) => !english.has(key));
    const lacking = missing.map(([key, text]) => `${file} lacks: ${key === text ? key : `${key} (${text})`}`);
    return lacking.concat(idle.map((key) => `${file} has a text that is not used: ${key}`));
  });
  return (await Promise.all(lists)).flat();
}

/** @param {string} bundle */
async function languagesOf(bundle) {
  const prefix = `${path.basename(bundle)}.`;
  const files = await readdir(path.join(root, path.dirname(bundle)));
  return files
    .filter((file) => file.startsWith(prefix))
    .map((file) => file.slice(prefix.length, -'.json'.length))
    .filter((language) => /^[a-z]{2}(?:-[a-z]+)?$/.test(language));
}

/**
 * @param {string} file
 * @returns {Promise<ReadonlyMap<string, string>>}
 */
async function textsOf(file) {
  /** @type {unknown} */
  const texts = JSON.parse(await readFile(path.join(root, file), 'utf8'));
  return new Map(Object.entries(texts ?? {}).map(([key, text]) => [key, String(text)]));
}
