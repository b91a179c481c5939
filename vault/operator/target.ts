/** The vault that an operator means, as specified to `vault serve`. */
export interface OperatorTarget {
  readonly dataDir: string;
  /** Address of a PostgreSQL database; a file in `dataDir` if absent. */
  readonly database?: string;
  /** Setting of the root key; a file in `dataDir` if absent. */
  readonly rootKey?: string;
  /** Where checkpoints are stored; a file in `dataDir` if absent. */
  readonly checkpoints?: string;
}

/** Receives the progress of long work; `of` is absent while the total is unknown. */
export type OnProgress = (phase: string, done: number, of?: number) => void;
