import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { asRecord, asText, fieldOf, readJson } from './json.mjs';
import { Sentence } from './sentence.mjs';

/**
 * The names and licenses of all packages in bundles. @throws Sentence if a package has none
 * @param {unknown} metafiles esbuild's report about each bundle, by name
 * @param {readonly string[]} bundles
 * @returns {Promise<string>}
 */
export async function noticesOf(metafiles, bundles) {
  const folders = [...new Set(bundles.flatMap((name) => packagesIn(fieldOf(metafiles, name))))].toSorted();
  const notices = await Promise.all(folders.map(noticeOf));
  return `${[...new Set(notices)].toSorted().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {unknown} metafile */
function packagesIn(metafile) {
  const outputs = Object.values(asRecord(fieldOf(metafile, 'outputs')) ?? {});
  const inputs = outputs.flatMap((output) => Object.entries(asRecord(fieldOf(output, 'inputs')) ?? {}));
  return inputs
    .filter(([, input]) => fieldOf(input, 'bytesInOutput') !== 0)
    .map(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
    .filter((folder) => folder !== undefined);
}

/** @param {string} folder */
async function noticeOf(folder) {
  const manifest = await readJson(path.join(folder, 'package.json'));
  const title = `${asText(fieldOf(manifest, 'name'))} ${asText(fieldOf(manifest, 'version'))}`;
  const license = asText(fieldOf(manifest, 'license'));
  const files = (await readdir(folder)).filter((name) => /^(?:licen[cs]e|copying|notice)/i.test(name));
  const texts = await Promise.all(files.toSorted().map((name) => readFile(path.join(folder, name), 'utf8')));
  if (license === '' && texts.length === 0) throw new Sentence(`The package ${title} has no license.`);
  return [`${title} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
}
