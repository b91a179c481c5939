/** Far more than names in real code need, yet only a few milliseconds. */
const enough = 3000;

/**
 * Limits how far names are followed. A step is one expression that is analyzed; steps are counted, never
 * timed, so that the same code has the same names on every machine.
 */
export class StepBudget {
  /** The maximum number of steps per question. */
  readonly perQuestion: number;
  /** The total steps of all questions. */
  taken = 0;

  constructor(perQuestion: number = enough) {
    this.perQuestion = perQuestion;
  }
}

/** The log message for a place where following a name was given up; `line` is zero-based. */
export function tooFarSentence(file: string, line: number): string {
  return `Following the secret name at ${file}:${line + 1} takes too many steps, so it is not checked.`;
}
