/** How a part of the suite ended. */
export interface Report {
  /** What was done, in figures. */
  readonly figures: string;
  /** What was lost or wrong, as sentences. */
  readonly losses: readonly string[];
}

/** Told how far it is. */
export type Tell = (line: string) => void;

export const quietly: Tell = () => undefined;
