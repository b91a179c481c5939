/** An entry of a file, for one secret. */
export interface ReadEntry {
  readonly name: string;
  readonly value: string | Readonly<Record<string, string>>;
  readonly description?: string;
  /** Where it begins, counting from 1. */
  readonly line: number;
}
