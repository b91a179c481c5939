import { existsSync } from 'node:fs';
import path from 'node:path';
import { cachedInstall } from './cached-install.mjs';
import { findProgram } from './command.mjs';
import { npm, tryNpm } from './npm.mjs';

const version = '4.139.1';
const quiet = ['--no-audit', '--no-fund', '--engine-strict=false'];

/**
 * Installs VS Code for the browser from npm. Its install scripts do not run: they would compile native code
 * for more than a minute, mostly for features that are not used here.
 * @param {string} node
 * @returns {Promise<string>} path of its entry point, to be run with Node 24
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
 * Compiles two native packages. Without them, VS Code works, but it writes no log files and reports errors
 * about that. If there is no compiler, this step is skipped.
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
 * The folder that contains Node's `include/node`: next to the program, or in its npm package.
 * @param {string} node
 */
function headersOf(node) {
  const home = path.dirname(path.dirname(node));
  const platform = `node-${process.platform}-${process.arch}`;
  return [home, path.join(home, 'node_modules', platform), path.join(home, '..', platform)].find((folder) =>
    existsSync(path.join(folder, 'include', 'node', 'node_api.h')),
  );
}
