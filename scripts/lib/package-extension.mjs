import path from 'node:path';
import { npm } from './npm.mjs';
import { root } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * Builds every program and packs the extension.
 * @param {string} node
 * @returns {Promise<string>} path of the package
 */
export async function buildPackage(node) {
  await step('Building and packing the extension', () => npm(node, ['run', 'package'], root));
  return path.join(root, 'dist', 'agent-secrets.vsix');
}
