import type { MessageConnection } from 'vscode-jsonrpc';
import type { ClientCapabilities } from 'vscode-languageserver';
import { debounced } from './timing.ts';

/** Views that an editor shows next to the code and refreshes on request. */
export interface Views {
  /** Refreshes the views. Coalesces changes within the window into one refresh. */
  refresh(): void;
}

const refresh = { quietMs: 50, mostMs: 100 } as const;

/** The refresh requests that this editor supports. */
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
    // If the editor rejects the refresh, it keeps the old view until its next request.
    for (const request of requests) connection.sendRequest(request).catch(() => undefined);
  };
  return { refresh: debounced(send, { ...refresh, isBusy }) };
}
