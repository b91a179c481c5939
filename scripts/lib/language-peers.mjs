import { cachedInstall } from './cached-install.mjs';
import { npm } from './npm.mjs';

/** The alternatives to the language server. They take up 145 MB, so only the benchmark installs them. */
const peers = ['pyright@1.1.414', '@actions/languageserver@0.3.61', '@vscode/ripgrep-universal@1.18.0'];

const quiet = [
  '--no-audit',
  '--no-fund',
  '--ignore-scripts',
  '--no-save',
  '--no-package-lock',
  '--engine-strict=false',
];

/**
 * @param {string} node
 * @returns {Promise<string>} the folder whose `node_modules` contains them
 */
export function installLanguagePeers(node) {
  const versions = peers.map((peer) => peer.slice(peer.lastIndexOf('@') + 1)).join('-');
  return cachedInstall(`language-peers-${versions}`, (target) =>
    npm(node, ['install', ...quiet, '--prefix', target, ...peers], target),
  );
}
