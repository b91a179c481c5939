import { existsSync } from 'node:fs';
import path from 'node:path';
import { cachedInstall } from './cached-install.mjs';
import { findProgram } from './command.mjs';
import { npm, tryNpm } from './npm.mjs';

const version = '4.139.1';
const quiet = ['--no-audit', '--no-fund', '--engine-strict=false'];

/**
 * VS Code for the browser, from npm. Installed without its scripts, which would compile native code for more
 * than a minute, most of it for features that are not used here.
 * @param {string} node
 * @returns {Promise<string>} path of its entry, to be run by Node 24
 */
export async function installCodeServer(node) {
  const folder = await cachedInstall(`code-server-${version}`, (target) => install(node, target));
  return path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
}

/**
 * @param {string} node
 * @param {string} target
 */
async function install(node, target) {
  const scriptless = ['install', ...quiet, '--ignore-scripts'];
  await npm(
    node,
    [...scriptless, '--prefix', target, '--no-save', '--no-package-lock', `code-server@${version}`],
    target,
  );
  const vscode = path.join(target, 'node_modules', 'code-server', 'lib', 'vscode');
  await npm(node, [...scriptless, '--omit=dev'], vscode);
  await npm(node, [...scriptless, '--omit=dev'], path.join(vscode, 'extensions'));
  await buildLogs(node, vscode);
}

/**
 * Without these two, VS Code runs, but writes no log files and complains about it. They need a compiler;
 * without one, they are skipped.
 * @param {string} node
 * @param {string} vscode
 */
async function buildLogs(node, vscode) {
  const headers = headersOf(node);
  if (!headers || !['make', 'g++', 'python3'].every(findProgram)) return;
  const modules = ['@vscode/spdlog', '@vscode/native-watchdog'];
  await tryNpm(node, ['rebuild', ...modules], vscode, { npm_config_nodedir: headers });
}

/**
 * The folder with the `include/node` of a Node: next to the program, or in its npm package.
 * @param {string} node
 */
function headersOf(node) {
  const home = path.dirname(path.dirname(node));
  const platform = `node-${process.platform}-${process.arch}`;
  return [home, path.join(home, 'node_modules', platform), path.join(home, '..', platform)].find((folder) =>
    existsSync(path.join(folder, 'include', 'node', 'node_api.h')),
  );
}
