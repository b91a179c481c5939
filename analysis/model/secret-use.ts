import type { Sentence } from '../../contracts/words.ts';
import type { Span } from './parsed-file.ts';
import type { SecretReference } from './reference.ts';

/**
 * What code does with the value of a secret:
 *
 * - `field`: reads one field of it, `x["client_id"]`, `x.get("client_id")`
 * - `mapping`: treats it as a dictionary without naming a field, `x.items()`, `**x`
 * - `text`: treats it as a string, `f"Bearer {x}"`, `"Basic " + x`, `x.strip()`
 * - `log`: writes it to a log, the screen or an exception message
 * - `model`: passes it to the language model through the function's return value or `conv.say`
 * - `state`: stores it where it outlives the call: `conv.state`, memory, metrics
 * - `cache`: stores it in a module variable
 */
export type SecretUseKind = 'field' | 'mapping' | 'text' | 'log' | 'model' | 'state' | 'cache';

/**
 * The references behind a value. They are computed lazily, because tracing a value back is the most expensive
 * step and most uses never need it.
 */
export class LateReads {
  /** The expression whose value is traced. */
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
  /** The code that a user would change. For a field, its name without quotes. */
  readonly span: Span;
  /** A superset of `reads` that is cheap to compute from the syntax. */
  readonly mayBe: readonly SecretReference[];
  /**
   * The references that the value comes from, computed on first access. Empty if the value may also come from
   * something else.
   */
  readonly reads: readonly SecretReference[];
  /** Provides `reads` if they are computed on first access. */
  readonly late?: LateReads;
  readonly field?: string;
  /** True if the field name is written elsewhere, in a variable or a loop. */
  readonly elsewhere?: boolean;
  /**
   * True if the code checks somewhere which kind of secret it has (`isinstance`, `hasattr`, `match`). Code
   * for the other kind then never runs.
   */
  readonly tested?: boolean;
  /** True if the code continues when a `field` is missing, because it inspects the value. */
  readonly optional?: boolean;
  /**
   * True if the use is certain only when the value is a string, because code may have modified a dictionary
   * in the meantime.
   */
  readonly onlyIfText?: boolean;
  /** True if the value is a field, so that the use never happens if the secret is a single value. */
  readonly onlyIfFields?: boolean;
  /**
   * The destination that the value reaches, in terms that the user recognizes, such as `print` or
   * `conv.state`. Set for `log`, `model` and `state`.
   */
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
