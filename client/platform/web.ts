import { Uri } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import * as signIn from '../../sign-in/web.ts';
import type { Platform } from './platform.ts';

/** Only the part used here; Node’s types do not include it. */
declare const Worker: new (url: string, options: { readonly name: string }) => object;

/** The platform for a web worker. The language server runs in another worker. */
export const platform: Platform = {
  createLanguageClient({ id, name, extension, options }) {
    // Editors wrap workers, so the client would not recognize a worker that it created itself. Each start
    // therefore creates a new one.
    const start = async () => {
      const worker = startServer(extension);
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    };
    return new LanguageClient(id, name, start, options);
  },
  loadSignIn: () => signIn,
  env: {},
  programs: undefined,
};

/**
 * The name tells the worker where its other bundles are, because an editor that wraps the worker hides its
 * URL.
 */
function startServer(extension: Uri): object {
  const dist = Uri.joinPath(extension, 'dist');
  return new Worker(Uri.joinPath(dist, 'shared-server.js').toString(), { name: `${dist.toString()}/` });
}
