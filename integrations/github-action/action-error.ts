/** The step cannot do its work. The message says what to do, and is shown to the user without a stack trace. */
export class ActionError extends Error {}
