import path from 'node:path';
import { cachedInstall } from './cached-install.mjs';
import { npm } from './npm.mjs';

const version = '4.139.1';
const quiet = ['--no-audit', '--no-fund', '--engine-strict=false'];

/**
 * VS Code for the browser, from npm. Installed without its scripts: those would compile native
 * code for ten minutes that only terminals and logs to files need.
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
}
