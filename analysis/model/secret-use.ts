import type { Sentence } from '../../contracts/words.ts';
import type { Span } from './parsed-file.ts';
import type { SecretReference } from './reference.ts';

/**
 * What code does with the value of a secret:
 *
 * - `field`: reads one field of it, `x["client_id"]`, `x.get("client_id")`
 * - `mapping`: treats it as a dictionary without naming a field, `x.items()`, `**x`
 * - `text`: treats it as text, `f"Bearer {x}"`, `"Basic " + x`, `x.strip()`
 * - `log`: it reaches a log, the screen or the text of an exception
 * - `model`: it reaches what the language model reads: the function's return value, `conv.say`
 * - `state`: it is stored where it outlives the call: `conv.state`, memory, metrics
 * - `cache`: it is stored in a variable of the module
 */
export type SecretUseKind = 'field' | 'mapping' | 'text' | 'log' | 'model' | 'state' | 'cache';

/**
 * The references behind a value, computed lazily because following a value back is the most expensive step
 * and most uses never need it.
 */
export class LateReads {
  /** The expression that has the value. */
  readonly expression: Span;
  readonly #read: (expression: Span) => readonly SecretReference[];
  #found: readonly SecretReference[] | undefined;

  constructor(expression: Span, read: (expression: Span) => readonly SecretReference[]) {
    this.expression = expression;
    this.#read = read;
  }

  get found(): readonly SecretReference[] {
    return (this.#found ??= this.#read(this.expression));
  }

  /** Undefined until requested. */
  get known(): readonly SecretReference[] | undefined {
    return this.#found;
  }
}

/** A place in code that uses the value of a secret. */
export interface SecretUse {
  readonly kind: SecretUseKind;
  /** Where a user would change the code; a field's name without its quotes. */
  readonly span: Span;
  /** A cheap syntactic superset of `reads`. */
  readonly mayBe: readonly SecretReference[];
  /**
   * The references that the value comes from, computed on first access. Empty if it may also come from
   * something else.
   */
  readonly reads: readonly SecretReference[];
  /** The source of `reads`, if it is computed on first access. */
  readonly late?: LateReads;
  readonly field?: string;
  /** The field's name is written elsewhere, in a variable or a loop. */
  readonly elsewhere?: boolean;
  /**
   * The code tests somewhere which kind of secret it has (`isinstance`, `hasattr`, `match`): code for the
   * other kind never runs.
   */
  readonly tested?: boolean;
  /** The code continues if a `field` is missing, because it inspects the value. */
  readonly optional?: boolean;
  /** Certain only if the value is text: code may have changed a dictionary meanwhile. */
  readonly onlyIfText?: boolean;
  /** What the value reaches, in familiar terms: `print`, `conv.state`; for `log`, `model` and `state`. */
  readonly sink?: string | Sentence;
}

export function withReads(use: Omit<SecretUse, 'reads' | 'late'>, late: LateReads): SecretUse {
  return {
    ...use,
    late,
    get reads() {
      return late.found;
    },
  };
}
