import { vi } from 'vitest';

/** Waits until a check passes. On a busy machine, a server can take seconds to answer. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000 });
}
