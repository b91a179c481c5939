import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretReference } from './reference.ts';
import type { Sentence } from './translator.ts';

/** One step on the way from where a name is read to where it is written. */
export interface DerivationStep<Said = string> {
  /** A plain sentence: what happens to the name here. */
  readonly sentence: Said;
  readonly place: Place;
  /** The code of the step, on one line. */
  readonly code: string;
}

/** A possible name of a reference that is written somewhere else. */
export interface WrittenName {
  readonly name: string;
  readonly place: Place;
}

/** How one possible name was found, or why one could not be. */
export interface Derivation<Said = string> {
  /** `unknown`: something that could not be followed, so that the name is chosen at run time. */
  readonly kind: 'name' | 'pattern' | 'unknown';
  /** The name, the pattern, or the sentence that says why it could not be followed. */
  readonly text: string | Said;
  /** From the reference to the literal; of `unknown`, to what could not be followed. Never empty. */
  readonly steps: readonly DerivationStep<Said>[];
}

/** The same before anybody asks: no language is known then. */
export type FoundDerivation = Derivation<Sentence>;

/** Why the names of a reference are what they are. */
export interface Explanation {
  readonly reference: SecretReference;
  /** Names first, then patterns, then what could not be followed; each sorted. */
  readonly derivations: readonly Derivation[];
}
