import type { ExtensionContext } from 'vscode';
import { activateOn, deactivate } from './extension.ts';
import { platform } from './platform/node.ts';

/**
 * The extension in a Node process. Its bundle contains only this platform, and loads everything else from
 * `web/extension.js`, so that the package contains it once (see `esbuild.mjs`).
 */
export function activate(context: ExtensionContext): void {
  activateOn(platform, context);
}

export { deactivate };
