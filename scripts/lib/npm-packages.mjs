import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './command.mjs';
import { asRecord, fieldOf, readJson } from './json.mjs';
import { npm } from './npm.mjs';
import { root } from './paths.mjs';
import { step } from './progress.mjs';
import { Sentence } from './sentence.mjs';

/**
 * @typedef {object} NpmPackage
 * @property {string} folder contains its package.json and README.md
 * @property {(target: string) => Promise<void>} build writes its programs and types
 */

/** @type {readonly NpmPackage[]} */
const packages = [{ folder: 'runtime/node', build: (target) => compile('runtime/node', target) }];

/**
 * Packs everything that is published to the npm registry, with the project's version.
 * @param {string} node
 * @param {string} folder for the tarballs; its previous content is removed
 * @returns {Promise<readonly string[]>} the tarballs
 */
export async function packNpmPackages(node, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const one of packages) await step(`Packing ${one.folder}`, () => pack(node, one, folder));
  return (await readdir(folder)).toSorted().map((name) => path.join(folder, name));
}

/**
 * @param {string} node
 * @param {NpmPackage} one
 * @param {string} target
 */
async function pack(node, { folder, build }, target) {
  await mkdir(path.join(root, 'build'), { recursive: true });
  const staging = await mkdtemp(path.join(root, 'build', 'npm-'));
  try {
    await build(staging);
    await copyFile(path.join(root, folder, 'README.md'), path.join(staging, 'README.md'));
    await copyFile(path.join(root, 'LICENSE'), path.join(staging, 'LICENSE'));
    const manifest = asRecord(await readJson(path.join(root, folder, 'package.json')));
    const version = fieldOf(await readJson(path.join(root, 'package.json')), 'version');
    await writeFile(path.join(staging, 'package.json'), JSON.stringify({ ...manifest, version }, null, 2));
    await npm(node, ['pack', '--ignore-scripts'], staging);
    const tarballs = (await readdir(staging)).filter((name) => name.endsWith('.tgz'));
    for (const name of tarballs) await rename(path.join(staging, name), path.join(target, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * Emits JavaScript and types, one file of each per source file.
 * @param {string} folder
 * @param {string} target
 */
async function compile(folder, target) {
  const settings = path.join(root, folder, 'tsconfig.package.json');
  const { code, output } = await run('tsc', ['--project', settings, '--outDir', target]);
  if (code !== 0) throw new Sentence(`${folder} cannot be compiled:\n${output}`);
}
