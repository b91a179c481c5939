/**
 * Calls every listener, even if another one throws. The event is already durable, so an error must not make
 * it look undone.
 */
export function notifyAll(listeners: Iterable<() => void>): void {
  for (const listener of listeners) {
    try {
      listener();
    } catch {
      // The listener gets what it missed with the next event.
    }
  }
}
