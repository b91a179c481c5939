import type { Span } from './span.ts';

/** Whose secret it is: the account's (`conv.utils.get_secret`) or the user's (`os.environ`). */
export type Dialect = 'agent' | 'environment';

/** What reading an agent's secret raises: there is none of that name; the agent may not read it. */
export type ReadError = 'SecretNotFound' | 'MissingAccess';

export const readErrors: readonly ReadError[] = ['SecretNotFound', 'MissingAccess'];

/** A place in code that reads a secret by name. */
export interface SecretReference {
  readonly dialect: Dialect;
  /** The name argument, quotes excluded when it is one plain literal. */
  readonly span: Span;
  /** Every possible name that is known in full, sorted; empty when `dynamic`. */
  readonly names: readonly string[];
  /** Possible names of which parts are known only at run time, `*` for each part; sorted. */
  readonly patterns: readonly string[];
  /** True when code asks something about the name that may rule out some of `names`; nobody knows which. */
  readonly guarded?: boolean;
  /** True when the set of possible names could not be determined. */
  readonly dynamic: boolean;
  /** True when it is dynamic only because following its names takes too many steps. */
  readonly tooFar?: true;
  /** The literal to replace when the name stands right here, without its quotes. */
  readonly literal?: Span;
  /** Keys the result is subscripted with directly, e.g. `get_secret("x")["client_id"]`. */
  readonly fields: readonly string[];
  /** Why what stands at the name argument can never be a name: a number, `None`, bytes, a list. */
  readonly invalid?: 'not-text';
  /** True when the code copes with an environment variable that is not set. */
  readonly fallback?: boolean;
  /** Errors of reading an agent's secret that the code copes with; absent: none. */
  readonly caught?: readonly ReadError[];
}
