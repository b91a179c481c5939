import type { MessageConnection } from 'vscode-jsonrpc';
import type { ClientCapabilities } from 'vscode-languageserver';
import { debounced } from './debounced.ts';

/** What an editor shows beside the text, and asks for again when it is told to. */
export interface Views {
  /** What was known changed. Many changes within a moment are one refresh. */
  refresh(): void;
}

const refresh = { quietMs: 50, mostMs: 100 } as const;

/** The requests with which this editor can be told to ask again. */
export function refreshableViews({ workspace }: ClientCapabilities): readonly string[] {
  const views = { codeLens: workspace?.codeLens, inlayHint: workspace?.inlayHint };
  return Object.entries(views)
    .filter(([, support]) => support?.refreshSupport === true)
    .map(([view]) => `workspace/${view}/refresh`);
}

export function createViews(
  connection: MessageConnection,
  requests: readonly string[],
  isBusy: () => boolean,
): Views {
  const send = (): void => {
    // An editor that refuses keeps its old picture; its next question gets the new one.
    for (const request of requests) connection.sendRequest(request).catch(() => undefined);
  };
  return { refresh: debounced(send, { ...refresh, isBusy }) };
}
