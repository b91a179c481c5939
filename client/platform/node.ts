import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { offerOrder } from '../../run/order.ts';
import type * as signIn from '../../sign-in/index.ts';
import type { Platform } from './platform.ts';

/** The platform for a Node process. */
export const platform: Platform = {
  createLanguageClient({ id, name, extension, options }) {
    const module = Uri.joinPath(extension, 'dist', 'server.js').fsPath;
    return new LanguageClient(id, name, { module, transport: TransportKind.ipc }, options);
  },
  loadSignIn() {
    const load: (id: string) => typeof signIn = createRequire(__filename);
    return load('./sign-in.js');
  },
  env: process.env,
  programs: {
    node: process.execPath,
    python: process.platform === 'win32' ? 'python' : 'python3',
    home: homedir(),
    offerOrder,
  },
};
