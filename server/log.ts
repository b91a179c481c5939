import type { MessageConnection } from 'vscode-jsonrpc';

/** The server's output channel; never contains a secret's value or source text. */
export interface Log {
  info(message: string): void;
  /** Writes a repeated message only once. */
  warn(message: string): void;
}

const messageTypes = { warning: 2, info: 3 } as const;

export function createLog(connection: MessageConnection): Log {
  const written = new Set<string>();
  const write = (type: number, message: string): void => {
    // A closing connection rejects messages, which does not matter for logs.
    connection.sendNotification('window/logMessage', { type, message }).catch(() => undefined);
  };
  return {
    info: (message) => write(messageTypes.info, message),
    warn: (message) => {
      if (written.has(message)) return;
      if (written.size < 1000) written.add(message);
      write(messageTypes.warning, message);
    },
  };
}
