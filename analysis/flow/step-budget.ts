/** Far more steps than names in real code need, but still only a few milliseconds. */
const enough = 3000;

/**
 * Limits how far names are followed. A step is one analyzed expression. Steps are counted rather than timed,
 * so that the same code gives the same result on every machine.
 */
export class StepBudget {
  /** The maximum number of steps per question. */
  readonly perQuestion: number;
  /** The total number of steps over all questions. */
  taken = 0;

  constructor(perQuestion: number = enough) {
    this.perQuestion = perQuestion;
  }
}

/** The log message for a place where a name could not be followed within the limit. `line` is zero-based. */
export function tooFarSentence(file: string, line: number): string {
  return `Following the secret name at ${file}:${line + 1} takes too many steps, so it is not checked.`;
}
