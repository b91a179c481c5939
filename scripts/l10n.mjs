// `node scripts/l10n.mjs` sorts each language's strings by key. Lists strings without a translation and
// translations that are no longer used, and fails if there are any. Requires Node 24.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { Sentence } from './lib/sentence.mjs';

const bundles = ['l10n/bundle.l10n', 'package.nls'];

await runMain(async () => {
  await sortTexts('l10n/bundle.l10n');
  const lists = await Promise.all(bundles.map(listsOf));
  const lines = lists.flat();
  if (lines.length > 0) throw new Sentence(lines.join('\n'));
  console.log('Every text is translated into every language.');
});

/** @param {string} bundle */
async function sortTexts(bundle) {
  const files = ['', ...(await languagesOf(bundle)).map((language) => `.${language}`)];
  await Promise.all(files.map((language) => sortFile(`${bundle}${language}.json`)));
}

/** @param {string} file */
async function sortFile(file) {
  const texts = [...(await textsOf(file))].toSorted(([one], [other]) => (one < other ? -1 : 1));
  await writeFile(path.join(root, file), `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`);
}

/** @param {string} bundle */
async function listsOf(bundle) {
  const english = await textsOf(`${bundle}.json`);
  const lists = (await languagesOf(bundle)).map(async (language) => {
    const file = `${bundle}.${language}.json`;
    const translated = await textsOf(file);
    const missing = [...english].filter(([key]) => !translated.has(key));
    const unused = [...translated.keys()].filter((key) => !english.has(key));
    const lacking = missing.map(([key, text]) => `${file} lacks: ${key === text ? key : `${key} (${text})`}`);
    return lacking.concat(unused.map((key) => `${file} has an unused text: ${key}`));
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
