import type { MessageConnection } from 'vscode-jsonrpc';

/** For the people who look into the server's output; never a secret's value, never a source text. */
export interface Log {
  info(message: string): void;
  /** One that repeats is written once. */
  warn(message: string): void;
}

const messageTypes = { warning: 2, info: 3 } as const;

/** Writes to the editor's output channel. */
export function createLog(connection: MessageConnection): Log {
  const written = new Set<string>();
  const write = (type: number, message: string): void => {
    // An editor that is going away is no place to log to.
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
