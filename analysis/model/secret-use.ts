import type { Sentence } from './translator.ts';
import type { Span } from './span.ts';
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
 * - `cache`: it is kept in a variable of the module
 */
export type SecretUseKind = 'field' | 'mapping' | 'text' | 'log' | 'model' | 'state' | 'cache';

/** An answer that most uses never need: following a value back costs most of all. */
export class LateReads {
  /** The expression whose value it is. */
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

  /** Undefined while nobody has asked. */
  get known(): readonly SecretReference[] | undefined {
    return this.#found;
  }
}

/** A place in code that uses the value of a secret. */
export interface SecretUse {
  readonly kind: SecretUseKind;
  /** Where a person would change the code; a field's name without its quotes. */
  readonly span: Span;
  /** By form alone, and quick to ask: nothing else is among `reads`. */
  readonly mayBe: readonly SecretReference[];
  /** Whose value it is, worked out on the first question. Empty when it may be something else too. */
  readonly reads: readonly SecretReference[];
  /** Where `reads` comes from, when it is worked out on the first question. */
  readonly late?: LateReads;
  /** The field's name of a `field`. */
  readonly field?: string;
  /** The field's name is written elsewhere: a variable or a loop holds it. */
  readonly elsewhere?: boolean;
  /**
   * The code looks at which kind of secret it has (`isinstance`, `hasattr`, `match`) somewhere: then what
   * it does with the other kind never runs.
   */
  readonly tested?: boolean;
  /** The code goes on when a `field` is not there, because it looks at what it got. */
  readonly optional?: boolean;
  /** Only of a text is it certain: code may have changed a dictionary meanwhile. */
  readonly onlyIfText?: boolean;
  /** What it reaches, as people call it: `print`, `conv.state`; of `log`, `model` and `state`. */
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
