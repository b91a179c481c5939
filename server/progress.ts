import type { MessageConnection } from 'vscode-jsonrpc';
import type { Speech } from '../analysis/index.ts';

/** Shows in the editor that something long is going on; the title is said in the person's language. */
export type Progress = <T>(title: string, work: Promise<T>) => Promise<T>;

/** What is over sooner is not worth a person's glance. */
const worthShowingMs = 500;

/** Silent for an editor that shows none. */
export function createProgress(
  connection: MessageConnection,
  isSupported: boolean,
  say: Speech['say'],
): Progress {
  if (!isSupported) return (_, work) => work;
  let count = 0;
  return async (title, work) => {
    const token = `agent-secrets-${++count}`;
    const shown = showLater(connection, token, say(title));
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
