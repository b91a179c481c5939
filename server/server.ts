import type { MessageConnection } from 'vscode-jsonrpc';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';
import type { DetectorModule } from '../hardcoded/detector.ts';
import type { ReviewChanges } from './changes/child-request.ts';
import { serverCapabilities, serverOptions } from './client-support.ts';
import type { FileSystem } from './platform/files.ts';
import { guardNotification } from './guard.ts';
import { clientFiles, filesFrom } from './platform/client-files.ts';
import { rows } from './handlers.ts';
import { createLog } from './log.ts';
import { ServerSession } from './server-session.ts';
import { registerInterests } from './registrations.ts';

/** What the process or worker provides to the server. */
export interface Runtime {
  /** The disk; absent if the runtime has none. */
  readonly files?: FileSystem;
  /** Reads the catalog snapshot that the editor may specify; absent if the runtime has no disk. */
  readonly readText?: (path: string) => Promise<string>;
  readonly exit: (code: number) => void;
  /** Ends this process if the editor's process has ended without sending `exit`. */
  readonly watchParent?: (processId: number) => void;
  /** May throw if the detector is not installed. */
  readonly loadDetector: () => DetectorModule;
  /** Absent if the runtime can't start processes. */
  readonly reviewChanges?: ReviewChanges;
}

/** Runs one server, from `initialize` to `exit`. */
export function startServer(connection: MessageConnection, runtime: Runtime): void {
  const log = createLog(connection);
  let isShutDown = false;

  connection.onRequest('initialize', (params: InitializeParams): InitializeResult => {
    const session = new ServerSession({
      connection,
      params,
      files: filesFrom(
        runtime.files,
        serverOptions(params).clientFiles ? clientFiles(connection) : undefined,
      ),
      readText: runtime.readText ?? noDisk,
      log,
      loadDetector: runtime.loadDetector,
      reviewChanges: runtime.reviewChanges,
    });
    for (const row of rows) row(connection, session, log);
    connection.onNotification(
      'initialized',
      guardNotification(log, 'initialized', () => registerInterests(connection, session, params)),
    );
    if (typeof params.processId === 'number') runtime.watchParent?.(params.processId);
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

function noDisk(): Promise<string> {
  return Promise.reject(new Error('This server has no file system.'));
}
