import type { Sentence } from '../../contracts/words.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
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
 * - `sanitized`: passes it to a function whose result reveals nothing about it, according to the project's settings
 */
export type SecretUseKind = 'field' | 'mapping' | 'text' | 'log' | 'model' | 'state' | 'cache' | 'sanitized';

/** A place where a value must not arrive. */
export type SinkKind = Extract<SecretUseKind, 'log' | 'model' | 'state'>;

/** The row of a table that says what a called function does. */
export interface AppliedRow {
  /** As written in the table: `logging.info`, `conv.*`. */
  readonly path: string;
  /** The URI of the settings file with the row. Absent for the built-in tables. */
  readonly file?: string;
}

/** An expression that can have the unmodified value of a secret. */
export interface HeldValue {
  readonly span: Span;
  readonly reads: readonly SecretReference[];
  /** Whether the value is certainly that of one of the reads. */
  readonly isCertain: boolean;
  /** False if code has tested that the value is a dictionary, or a string. */
  readonly mayBeText: boolean;
  readonly mayBeFields: boolean;
}

/** A field that a secret must have, or credentials besides which it must have another one. */
export type FieldNeed = { readonly field: string } | { readonly without: readonly string[] };

/** A place in code that uses the value of a secret. */
export interface SecretUse {
  readonly kind: SecretUseKind;
  /** The code that a user would change. For a field, its name without quotes. */
  readonly span: Span;
  /** The references that the value can come from, even if it can also come from something else. */
  readonly mayBe: readonly SecretReference[];
  /** The same. Empty if the value can also come from something else, unless that makes no difference. */
  readonly reads: readonly SecretReference[];
  readonly field?: string;
  /** True if the field name is written elsewhere, in a variable or a loop. */
  readonly elsewhere?: boolean;
  /**
   * True if the code checks somewhere which kind of secret it has (`isinstance`, `hasattr`, `match`). Code
   * for the other kind then never runs.
   */
  readonly tested?: boolean;
  /**
   * Whether a `try` handles values of another shape, here or around all known calls of the function. Call it
   * only for uses that would be reported, because it searches for these calls.
   */
  readonly isTried?: () => boolean;
  /** True if the code continues when a `field` is missing, because it inspects the value. */
  readonly optional?: boolean;
  /**
   * True if the use is certain only when the value is a string, because code may have modified a dictionary
   * in the meantime.
   */
  readonly onlyIfText?: boolean;
  /** True if the value is a field, so that the use never happens if the secret is a single value. */
  readonly onlyIfFields?: boolean;
  /** If the secret has fields, the use happens only if one of these is met. */
  readonly needs?: readonly FieldNeed[];
  /**
   * The destination that the value reaches, in terms that the user recognizes, such as `print` or
   * `conv.state`. Set for `log`, `model` and `state`.
   */
  readonly sink?: string | Sentence;
  /** The place in a called function where it arrives, if the use is reported at the call. */
  readonly inside?: Place;
  /** The row that says so. Absent if no function is called. */
  readonly row?: AppliedRow;
}
