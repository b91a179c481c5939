import type { ExtensionContext } from 'vscode';
import { activateOn } from './extension.ts';
import { platform } from './platform/web.ts';

/** The extension in a browser, which can load no second script: this bundle contains all of it. */
export function activate(context: ExtensionContext): void {
  activateOn(platform, context);
}

/** For `main.ts`. */
export { activateOn, deactivate } from './extension.ts';
export * from 'vscode-languageclient';
