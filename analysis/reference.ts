import type { Span } from './ports.ts';

/** Whose secret it is: the account's (`conv.utils.get_secret`) or the user's (`os.environ`). */
export type Dialect = 'agent' | 'environment';

/** A place in code that reads a secret by name. */
export interface SecretReference {
  readonly dialect: Dialect;
  /** The name argument, quotes excluded when it is one plain literal. */
  readonly span: Span;
  /** Every possible name, sorted; empty when `dynamic`. */
  readonly names: readonly string[];
  /** True when the set of possible names could not be determined. */
  readonly dynamic: boolean;
  /** The literal to replace when the name stands right here, without its quotes. */
  readonly literal?: Span;
  /** Keys the result is subscripted with directly, e.g. `get_secret("x")["client_id"]`. */
  readonly fields: readonly string[];
}
