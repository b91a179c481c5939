import type { MessageConnection } from 'vscode-jsonrpc';

/** Shows in the editor that something long is going on. */
export type Progress = <T>(title: string, work: Promise<T>) => Promise<T>;

/** What is over sooner is not worth a person's glance. */
const worthShowingMs = 500;

/** Silent for an editor that shows none. */
export function createProgress(connection: MessageConnection, isSupported: boolean): Progress {
  if (!isSupported) return (_, work) => work;
  let count = 0;
  return async (title, work) => {
    const token = `agent-secrets-${++count}`;
    const shown = showLater(connection, token, title);
    try {
      return await work;
    } finally {
      shown.end();
    }
  };
}

function showLater(connection: MessageConnection, token: string, title: string): { end(): void } {
  let begun: Promise<void> | undefined;
  const say = (value: object): Promise<void> => connection.sendNotification('$/progress', { token, value });
  const timer = setTimeout(() => {
    begun = connection
      .sendRequest('window/workDoneProgress/create', { token })
      .then(() => say({ kind: 'begin', title }));
    // An editor that refuses sees nothing; the work goes on.
    begun.catch(() => undefined);
  }, worthShowingMs);
  return {
    end: () => {
      clearTimeout(timer);
      begun?.then(() => say({ kind: 'end' })).catch(() => undefined);
    },
  };
}
