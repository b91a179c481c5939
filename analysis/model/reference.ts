import type { Span } from './span.ts';

/** Whose secret it is: the account's (`conv.utils.get_secret`) or the user's (`os.environ`). */
export type Dialect = 'agent' | 'environment';

/** Errors raised when reading an agent's secret: it does not exist, or the agent cannot read it. */
export type ReadError = 'SecretNotFound' | 'MissingAccess';

export const readErrors: readonly ReadError[] = ['SecretNotFound', 'MissingAccess'];

/** A place in code that reads a secret by name. */
export interface SecretReference {
  readonly dialect: Dialect;
  /** The name argument, without quotes if it is one plain literal. */
  readonly span: Span;
  /** Every fully known possible name, sorted; empty if `dynamic`. */
  readonly names: readonly string[];
  /** Possible names with parts that are only known at run time, `*` for each such part; sorted. */
  readonly patterns: readonly string[];
  /** True if code tests the name in a way that may rule out some of `names`, but it is unknown which. */
  readonly guarded?: boolean;
  /** True if the set of possible names could not be determined. */
  readonly dynamic: boolean;
  /** True if it is dynamic only because following its names takes too many steps. */
  readonly tooFar?: true;
  /** The literal to replace if the name is written right here, without its quotes. */
  readonly literal?: Span;
  /** Keys used to subscript the result directly, such as `get_secret("x")["client_id"]`. */
  readonly fields: readonly string[];
  /** Why the name argument can never be a name: it is a number, `None`, bytes or a list. */
  readonly invalid?: 'not-text';
  /** True if the code handles the environment variable not being set. */
  readonly fallback?: boolean;
  /** Errors of reading an agent's secret that the code handles; absent if none. */
  readonly caught?: readonly ReadError[];
}
