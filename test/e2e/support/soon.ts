/** How long an expectation about the screen waits: an editor may respond late. */
export const soon = { timeout: 30_000, interval: 50 } as const;
