/** The result of a part of the suite. */
export interface Report {
  /** What was done, in figures. */
  readonly figures: string;
  /** Losses and errors, as sentences. */
  readonly losses: readonly string[];
}

/** Called with the progress. */
export type Tell = (line: string) => void;

export const quietly: Tell = () => undefined;
