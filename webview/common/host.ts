import { isRecord } from '../../contracts/guards.ts';

/**
 * The API that VS Code gives a webview. Reading the state is left out on purpose: the host restores what
 * matters.
 */
interface VsCodeApi {
  readonly postMessage: (message: unknown) => void;
  readonly setState: (state: object) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The channels from a panel to the editor. */
export interface Host {
  readonly post: (message: unknown) => void;
  /** The state from which the host restores the panel after a restart of the editor. Never a value. */
  readonly keep: (state: object) => void;
}

/**
 * Connects a panel to the extension host; call it once. The host is part of the same extension, so its
 * messages are not validated again; messages from any other source have no type that a panel handles.
 */
export function connectHost(receive: (event: MessageEvent) => void): Host {
  const { postMessage: post, setState: keep } = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isRecord(event.data)) receive(event);
  });
  return { post, keep };
}
