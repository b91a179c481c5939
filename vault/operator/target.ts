/** Which vault an operator means, as `vault serve` is told it. */
export interface OperatorTarget {
  readonly dataDir: string;
  /** Address of a PostgreSQL database; a file in `dataDir` when absent. */
  readonly database?: string;
  /** Setting of the root key; a file in `dataDir` when absent. */
  readonly rootKey?: string;
  /** Where checkpoints are kept; a file in `dataDir` when absent. */
  readonly checkpoints?: string;
}

/** Told how far long work is; `of` is absent while nobody knows. */
export type OnProgress = (phase: string, done: number, of?: number) => void;
