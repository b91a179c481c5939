import type { Span } from './parsed-file.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { Sentence } from '../../contracts/words.ts';

/** Who owns the secret: the account (`conv.utils.get_secret`) or the user (`os.environ`). */
export type Dialect = 'agent' | 'environment';

/**
 * Errors raised by a read of an agent secret: either the secret does not exist, or the agent cannot read it.
 */
export type ReadError = 'SecretNotFound' | 'MissingAccess';

export const readErrors: readonly ReadError[] = ['SecretNotFound', 'MissingAccess'];

/** A place in code that reads a secret by name. */
export interface SecretReference {
  readonly dialect: Dialect;
  /** The span of the name argument. If it is a single plain literal, the quotes are excluded. */
  readonly span: Span;
  /** All possible names that are fully known, sorted. Empty if `dynamic`. */
  readonly names: readonly string[];
  /**
   * Possible names with parts that are known only at run time. Each such part is replaced with `*`. Sorted.
   */
  readonly patterns: readonly string[];
  /** True if a check in the code may rule out some of `names`, but it is unknown which ones. */
  readonly guarded?: boolean;
  /** True if some of `names` may never occur, because their parts may be from different iterations or calls. */
  readonly mixed?: boolean;
  /** Possible values of the name that checks in the code rule out. Absent if there are none. */
  readonly excluded?: readonly string[];
  /** True if the name is dynamic only because following the code forwards contradicts the names. */
  readonly contradicted?: true;
  /** True if the set of possible names could not be determined. */
  readonly dynamic: boolean;
  /** True if the name is dynamic only because following it takes too many steps. */
  readonly tooFar?: true;
  /** The literal to replace, without its quotes, if the name is written at the reference. */
  readonly literal?: Span;
  /** The keys used to subscript the result directly, as in `get_secret("x")["client_id"]`. */
  readonly fields: readonly string[];
  /** Why the name argument can never be a name: it is a number, `None`, bytes or a list. */
  readonly invalid?: 'not-text';
  /** True if the code handles an unset environment variable. */
  readonly fallback?: boolean;
  /** The errors from reading an agent secret that the code handles. Absent if there are none. */
  readonly caught?: readonly ReadError[];
}

/** A step from the place where a name is read to the place where it is written. */
export interface DerivationStep<Said = string> {
  /** A plain sentence that describes what happens to the name in this step. */
  readonly sentence: Said;
  readonly place: Place;
  /** The code of this step, on one line. */
  readonly code: string;
}

/** A possible name of a reference that is written somewhere other than at the reference. */
export interface WrittenName {
  readonly name: string;
  readonly place: Place;
}

/** How one possible name was found, or why it could not be found. */
export interface Derivation<Said = string> {
  /** `unknown` means that an expression could not be followed, so the name is chosen at run time. */
  readonly kind: 'name' | 'pattern' | 'unknown';
  /** The name or the pattern, or a sentence that explains why the name could not be followed. */
  readonly text: string | Said;
  /**
   * The steps from the reference to the literal or, for `unknown`, to the expression that could not be
   * followed. Never empty.
   */
  readonly steps: readonly DerivationStep<Said>[];
}

/** A derivation before it is translated. */
export type FoundDerivation = Derivation<Sentence>;

/** Explains the names of a reference. */
export interface Explanation {
  readonly reference: SecretReference;
  /** Names first, then patterns, then expressions that could not be followed. Each group is sorted. */
  readonly derivations: readonly Derivation[];
}
