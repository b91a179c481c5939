const errorName = 'AssistantError';

/** Explains why a tool could not answer, and what to do. */
export class AssistantError extends Error {
  constructor(message: string) {
    super(message);
    this.name = errorName;
  }
}

export const notInSchema = 'The input does not match the schema of the tool.';

/** Also true for an error of another bundle, which has its own copy of the class. */
export function isAssistantError(error: unknown): error is AssistantError {
  return error instanceof Error && error.name === errorName;
}

/** The loggable part of an unexpected error, whose message may quote anything. */
export function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
