/**
 * Calls every listener, whatever the others do. What they are told of is durable already: one that
 * throws must not make it look undone.
 */
export function tellAll(listeners: Iterable<() => void>): void {
  for (const listener of listeners) {
    try {
      listener();
    } catch {
      // It asks for what it missed with the next event.
    }
  }
}
