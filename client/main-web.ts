import type { ExtensionContext } from 'vscode';
import { activateOn } from './extension.ts';
import { platform } from './platform/web.ts';

/** The extension in a browser, which cannot load a second script, so this bundle contains everything. */
export function activate(context: ExtensionContext): void {
  activateOn(platform, context);
}

/** For `main.ts`. */
export { activateOn, deactivate } from './extension.ts';
export * from 'vscode-languageclient';
