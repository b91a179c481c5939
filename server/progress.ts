import type { MessageConnection } from 'vscode-jsonrpc';
import type { Translate } from '../contracts/words.ts';

/** Shows progress in the editor during long work; the title is translated. */
export type Progress = <T>(title: string, work: Promise<T>) => Promise<T>;

/** Progress is not shown for shorter work. */
const worthShowingMs = 500;

/** Does nothing if the editor does not support progress. */
export function createProgress(
  connection: MessageConnection,
  isSupported: boolean,
  translate: Translate,
): Progress {
  if (!isSupported) return (_, work) => work;
  let count = 0;
  return async (title, work) => {
    const token = `agent-secrets-${++count}`;
    const shown = showLater(connection, token, translate(title));
    try {
      return await work;
    } finally {
      shown.end();
    }
  };
}

function showLater(connection: MessageConnection, token: string, title: string): { end(): void } {
  let begun: Promise<void> | undefined;
  const send = (value: object): Promise<void> => connection.sendNotification('$/progress', { token, value });
  const timer = setTimeout(() => {
    begun = connection
      .sendRequest('window/workDoneProgress/create', { token })
      .then(() => send({ kind: 'begin', title }));
    // If the editor refuses, no progress is shown, but the work continues.
    begun.catch(() => undefined);
  }, worthShowingMs);
  return {
    end: () => {
      clearTimeout(timer);
      begun?.then(() => send({ kind: 'end' })).catch(() => undefined);
    },
  };
}
