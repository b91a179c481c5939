import { BrowserMessageReader, BrowserMessageWriter, createMessageConnection } from 'vscode-jsonrpc/browser';
import { platform } from './platform/current.ts';
import { startServer } from './server.ts';

/** Only the parts used here; Node’s types do not include them. */
declare const self: { readonly close: () => void };

/**
 * The language server, except for what needs Node (`main.ts`). A worker runs it directly, and reads files
 * through the editor; a process loads it and adds its own parts.
 */
if ('importScripts' in globalThis) {
  startServer(createMessageConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
    exit: () => self.close(),
    loadDetector: () => platform.loadBundle('detector'),
  });
}

export { platform, startServer };
/** For the protocol library's other parts in a process. */
export * from 'vscode-jsonrpc';
