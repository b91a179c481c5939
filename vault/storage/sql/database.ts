import type { CompiledQuery, RawBuilder } from 'kysely';
import type { VersionPosition } from '../operations.ts';
import type { Queries } from './tables.ts';

/** What the shared operations need from an engine: either a transaction, or a view of one state. */
export interface Database {
  readonly queries: Queries;
  /** Returns every row of a query, or executes a statement. @throws StorageError */
  readonly run: <Row>(query: CompiledQuery<Row>) => Promise<readonly Row[]>;
  /** Whether a column equals one of many strings, using SQL that does not depend on how many there are. */
  readonly isOneOf: (column: string, texts: readonly string[]) => RawBuilder<boolean>;
  /** Whether a text column contains the given string anywhere. */
  readonly contains: (column: string, text: string) => RawBuilder<boolean>;
  readonly versionsOfTerm: WalkOfVersions;
  /** Size of the database on disk, in bytes. */
  readonly bytes: RawBuilder<number | string>;
}

/** The order of a pass over the versions of a term; their index must support it. */
export interface WalkOfVersions {
  readonly order: RawBuilder<unknown>;
  isBehind(position: VersionPosition): RawBuilder<boolean>;
}

/**
 * Start of a page of strings with a prefix. Uses a single bound: given two lower bounds, SQLite uses only one
 * of them in the index and, if that is the lower one, reads every row from there on.
 */
export function startOfPage(
  after: string,
  prefix: string,
): { readonly than: '>' | '>='; readonly text: string } {
  const isBeyond = Buffer.compare(Buffer.from(after), Buffer.from(prefix)) >= 0;
  return isBeyond ? { than: '>', text: after } : { than: '>=', text: prefix };
}

/** Sorts after every string that starts with the prefix: no name contains this highest character. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}

/**
 * A frequently used statement, compiled once, from the first row it is used for. Other rows must have the
 * same columns in the same order; values that are not part of a row come after them.
 */
export function repeated<Row extends object, Result>(
  { run }: Pick<Database, 'run'>,
  build: (row: Row) => CompiledQuery<Result>,
): (row: Row, ...others: readonly unknown[]) => Promise<readonly Result[]> {
  let query: CompiledQuery<Result> | undefined;
  return (row, ...others) => {
    query ??= build(row);
    const values: readonly unknown[] = Object.values(row);
    return run({ ...query, parameters: [...values, ...others] });
  };
}
