import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';
import type { DetectorModule } from '../hardcoded/detector.ts';
import { serverCapabilities } from './client-support.ts';
import type { FileSystem } from './files.ts';
import { guardNotification } from './guard.ts';
import { rows } from './handlers.ts';
import { createLog } from './log.ts';
import { Session } from './session.ts';
import { registerInterests } from './registrations.ts';

/** What the process gives to the server. */
export interface Runtime {
  readonly files: FileSystem;
  readonly exit: (code: number) => void;
  /** Ends this process when the editor's has ended without saying so. */
  readonly watchParent: (processId: number) => void;
  /** May throw when it is not installed. */
  readonly loadDetector: () => DetectorModule;
}

/** The life of one server, from `initialize` to `exit`. */
export function startServer(connection: MessageConnection, runtime: Runtime): void {
  const log = createLog(connection);
  let isShutDown = false;

  connection.onRequest('initialize', (params: InitializeParams): InitializeResult => {
    const session = new Session({
      connection,
      params,
      files: runtime.files,
      log,
      loadDetector: runtime.loadDetector,
    });
    for (const row of rows) row(connection, session, log);
    connection.onNotification(
      'initialized',
      guardNotification(log, 'initialized', () => registerInterests(connection, session, params)),
    );
    if (typeof params.processId === 'number') runtime.watchParent(params.processId);
    return {
      capabilities: serverCapabilities(session.support),
      serverInfo: { name: 'agent-secrets' },
    };
  });
  connection.onRequest('shutdown', () => {
    isShutDown = true;
    return null;
  });
  connection.onNotification('exit', () => runtime.exit(isShutDown ? 0 : 1));
  connection.onClose(() => runtime.exit(isShutDown ? 0 : 1));
  connection.listen();
}
