import type { Span } from './parsed-file.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { Sentence } from '../../contracts/words.ts';

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

/** One step from where a name is read to where it is written. */
export interface DerivationStep<Said = string> {
  /** A plain sentence that describes what happens to the name here. */
  readonly sentence: Said;
  readonly place: Place;
  /** The code of the step, on one line. */
  readonly code: string;
}

/** A possible name of a reference that is written elsewhere. */
export interface WrittenName {
  readonly name: string;
  readonly place: Place;
}

/** How one possible name was found, or why one could not be. */
export interface Derivation<Said = string> {
  /** `unknown`: something could not be followed, so the name is chosen at run time. */
  readonly kind: 'name' | 'pattern' | 'unknown';
  /** The name, the pattern, or the sentence that explains why it could not be followed. */
  readonly text: string | Said;
  /** From the reference to the literal or, for `unknown`, to what could not be followed. Never empty. */
  readonly steps: readonly DerivationStep<Said>[];
}

/** A derivation before it is translated. */
export type FoundDerivation = Derivation<Sentence>;

/** Why the names of a reference are what they are. */
export interface Explanation {
  readonly reference: SecretReference;
  /** Names first, then patterns, then what could not be followed; each sorted. */
  readonly derivations: readonly Derivation[];
}
