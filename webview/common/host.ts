/** What VS Code gives a webview. Reading the state is left out on purpose: the host brings back what counts. */
interface VsCodeApi {
  readonly postMessage: (message: unknown) => void;
  readonly setState: (state: object) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The ways from a panel to the editor. */
export interface Host {
  readonly post: (message: unknown) => void;
  /** What the host is given to restore the panel from, after a restart of the editor. Never a value. */
  readonly keep: (state: object) => void;
}

/**
 * Connects a panel to the extension host; call it once. Messages that `accept` does not recognise
 * are dropped.
 */
export function connectHost<Incoming>(
  accept: (data: unknown) => Incoming | undefined,
  receive: (message: Incoming) => void,
): Host {
  const { postMessage: post, setState: keep } = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = accept(event.data);
    if (message !== undefined) receive(message);
  });
  return { post, keep };
}
