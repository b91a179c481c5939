import type { CompiledQuery, RawBuilder } from 'kysely';
import type { VersionPosition } from '../operations.ts';
import type { Queries } from './tables.ts';

/** What the shared operations need of an engine: inside a transaction, or a view of one state. */
export interface Database {
  readonly queries: Queries;
  /** Every row of a query, or the effect of a statement. @throws StorageError */
  readonly run: <Row>(query: CompiledQuery<Row>) => Promise<readonly Row[]>;
  /** Whether a column holds one of many texts, in a statement whose text does not depend on their number. */
  readonly isOneOf: (column: string, texts: readonly string[]) => RawBuilder<boolean>;
  /** Whether a column of text holds another text anywhere. */
  readonly contains: (column: string, text: string) => RawBuilder<boolean>;
  readonly versionsOfTerm: WalkOfVersions;
  /** How much the database holds on its disk, in bytes. */
  readonly bytes: RawBuilder<number | string>;
}

/** In which order versions of a term are walked through: one that their index has. */
export interface WalkOfVersions {
  readonly order: RawBuilder<unknown>;
  isBehind(position: VersionPosition): RawBuilder<boolean>;
}

/**
 * Where a page of texts with a prefix begins. One bound, because SQLite looks for one of two in the index,
 * and reads everything from there on if it is the lower one.
 */
export function startOfPage(
  after: string,
  prefix: string,
): { readonly than: '>' | '>='; readonly text: string } {
  const isBeyond = Buffer.compare(Buffer.from(after), Buffer.from(prefix)) >= 0;
  return isBeyond ? { than: '>', text: after } : { than: '>=', text: prefix };
}

/** Comes after every text that starts with the prefix: no name holds this last of all characters. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}

/**
 * A statement that is used all the time: built once, from the first row it is used for. The others have
 * the same columns in the same order; values that are not of a row come after them.
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
