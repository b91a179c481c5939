import type { CompiledQuery, RawBuilder } from 'kysely';
import type { Queries } from './tables.ts';

/** What the shared operations need of an engine: inside a transaction, or a view of one state. */
export interface Database {
  readonly queries: Queries;
  /** Every row of a query, or the effect of a statement. @throws StorageError */
  readonly run: <Row>(query: CompiledQuery<Row>) => Promise<readonly Row[]>;
  /** Whether a column holds one of many texts, in a statement whose text does not depend on their number. */
  readonly isOneOf: (column: string, texts: readonly string[]) => RawBuilder<boolean>;
}

/** Comes after every text that starts with the prefix: no name holds this last of all characters. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
