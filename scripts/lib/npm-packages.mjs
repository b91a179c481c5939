import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './command.mjs';
import { asRecord, fieldOf, readJson } from './json.mjs';
import { npm } from './npm.mjs';
import { commandLineManifest, commandLinePrograms, vaultManifest } from './npm-manifests.mjs';
import { root } from './paths.mjs';
import { step } from './progress.mjs';
import { Sentence } from './sentence.mjs';
import { noticesOf } from './third-party-notices.mjs';

/**
 * @typedef {object} NpmPackage
 * @property {string} folder contains its README.md
 * @property {(target: string, built: string) => Promise<void>} build writes its programs and types
 * @property {(project: unknown) => unknown} manifest
 */

const client = asRecord(await readJson(path.join(root, 'runtime/node/package.json')));

/** @type {readonly NpmPackage[]} */
const packages = [
  {
    folder: 'runtime/node',
    build: (target) => compile('runtime/node', target),
    manifest: (project) => ({ ...client, version: fieldOf(project, 'version') }),
  },
  { folder: 'cli', build: copyCommandLine, manifest: commandLineManifest },
  { folder: 'vault', build: copyVault, manifest: vaultManifest },
];

/**
 * Packs everything that is published to the npm registry, with the project's version.
 * @param {string} node
 * @param {string} folder for the tarballs; its previous content is removed
 * @returns {Promise<readonly string[]>} the tarballs
 */
export async function packNpmPackages(node, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mkdir(path.join(root, 'build'), { recursive: true });
  const built = await mkdtemp(path.join(root, 'build', 'programs-'));
  try {
    await step('Building the programs', () => buildPrograms(node, built));
    for (const one of packages) await step(`Packing ${one.folder}`, () => pack(node, one, folder, built));
  } finally {
    await rm(built, { recursive: true, force: true });
  }
  return (await readdir(folder)).toSorted().map((name) => path.join(folder, name));
}

/**
 * @param {string} node
 * @param {NpmPackage} one
 * @param {string} target
 * @param {string} built
 */
async function pack(node, { folder, build, manifest }, target, built) {
  const staging = await mkdtemp(path.join(root, 'build', 'npm-'));
  try {
    await build(staging, built);
    await copyFile(path.join(root, folder, 'README.md'), path.join(staging, 'README.md'));
    await copyFile(path.join(root, 'LICENSE'), path.join(staging, 'LICENSE'));
    const content = manifest(await readJson(path.join(root, 'package.json')));
    await writeFile(path.join(staging, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
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

/**
 * All programs, in a folder of their own: `dist/` may be in use.
 * @param {string} node
 * @param {string} folder
 */
async function buildPrograms(node, folder) {
  const args = [path.join(root, 'esbuild.mjs'), '--out', folder, '--metafile'];
  const { code, output } = await run(node, args, { cwd: root });
  if (code !== 0) throw new Sentence(`The programs cannot be built:\n${output}`);
}

/**
 * @param {string} target
 * @param {string} built
 */
async function copyCommandLine(target, built) {
  await copyPrograms(commandLinePrograms, target, built);
  await cp(path.join(built, 'runtime'), path.join(target, 'dist/runtime'), { recursive: true });
  const start = path.join(target, 'dist/agent-secrets.js');
  await copyFile(path.join(root, 'cli/start.cjs'), start);
  await chmod(start, 0o755);
  await copyFile(path.join(root, 'action.yml'), path.join(target, 'action.yml'));
}

/**
 * @param {string} target
 * @param {string} built
 */
async function copyVault(target, built) {
  await copyPrograms(['vault'], target, built);
}

/**
 * With the licenses of everything that they include.
 * @param {readonly string[]} names
 * @param {string} target
 * @param {string} built
 */
async function copyPrograms(names, target, built) {
  await mkdir(path.join(target, 'dist'), { recursive: true });
  for (const name of names)
    await copyFile(path.join(built, `${name}.js`), path.join(target, 'dist', `${name}.js`));
  const notices = await noticesOf(await readJson(path.join(built, 'metafile.json')), names);
  await writeFile(path.join(target, 'THIRD-PARTY-NOTICES.txt'), notices);
}
