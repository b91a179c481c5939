import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretReference } from './reference.ts';
import type { Sentence } from './translator.ts';

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
