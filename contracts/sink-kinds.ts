/**
 * Where a function shows its arguments: a log or the screen, the state of a conversation, or the language
 * model.
 */
export const sinkKinds = ['log', 'state', 'model'] as const;
