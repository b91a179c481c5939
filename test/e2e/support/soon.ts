/** How long an expectation about the screen waits, because an editor may be slow to respond. */
export const soon = { timeout: 30_000, interval: 50 } as const;
