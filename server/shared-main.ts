import { BrowserMessageReader, BrowserMessageWriter, createMessageConnection } from 'vscode-jsonrpc/browser';
import { platform } from './platform/node.ts';
import { startServer } from './server.ts';

/** Only the parts used here; Node’s types do not include them. */
declare const self: { readonly close: () => void };

/** Composition root of the language server in a browser: a worker that reads files through the editor. */
startServer(createMessageConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  exit: () => self.close(),
  loadDetector: () => platform.loadBundle('detector'),
});
