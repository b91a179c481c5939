/** What VS Code gives a webview. State is left out on purpose: a panel keeps nothing. */
interface VsCodeApi {
  readonly postMessage: (message: unknown) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/**
 * Connects a panel to the extension host; call it once. Messages that `accept` does not recognise
 * are dropped. Returns the way to post.
 */
export function connectHost<Incoming>(
  accept: (data: unknown) => Incoming | undefined,
  receive: (message: Incoming) => void,
): (message: unknown) => void {
  const { postMessage: postToHost } = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = accept(event.data);
    if (message !== undefined) receive(message);
  });
  return postToHost;
}
