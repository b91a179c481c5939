/** How long an expectation about the screen waits: an editor answers when it has time. */
export const soon = { timeout: 15_000, interval: 50 } as const;
