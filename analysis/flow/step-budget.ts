/** Far more than names in real code take, and still a few milliseconds. */
const enough = 3000;

/**
 * How far names are followed. A step is one expression that is looked at; steps are counted, never timed, so
 * that the same code has the same names on every machine.
 */
export class StepBudget {
  /** The steps that one question may take. */
  readonly perQuestion: number;
  /** The steps that all questions took together. */
  taken = 0;

  constructor(perQuestion: number = enough) {
    this.perQuestion = perQuestion;
  }
}

/** What a log says of a place where following a name was given up; `line` counts from 0. */
export function tooFarSentence(file: string, line: number): string {
  return `Following the secret name at ${file}:${line + 1} takes too many steps, so it is not checked.`;
}
