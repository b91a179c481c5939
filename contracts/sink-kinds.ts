/** Where a function shows what it gets: a log or the screen, the state of a conversation, the language model. */
export const sinkKinds = ['log', 'state', 'model'] as const;
