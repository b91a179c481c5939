import {
  isFlag,
  isMessage,
  isObjectOf,
  isRecord,
  isText,
  isTextRecord,
  isTexts,
  optional,
  orNull,
} from './guards.ts';
import type { SecretKind } from './secret.ts';

/** What the Edit panel shows about a secret; never its value. */
export interface EditedSecret {
  readonly kind: SecretKind;
  readonly fields: readonly string[];
  readonly description: string;
  /** The version of the value, starting at 1. */
  readonly version: number;
  /** `null` if the secret is not deprecated. */
  readonly deprecated: Deprecation | null;
}

export interface Deprecation {
  readonly replacement?: string;
}

/** Unsaved changes without values; absent properties are unchanged. */
export interface EditDraft {
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly replacement?: string;
  /** Names of the fields to remove and to add. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Names of the fields whose new values were entered; for a single value, one empty name. */
  readonly valued?: readonly string[];
}

/** Extension host → Edit panel. */
export type ToEditPanel =
  | {
      readonly type: 'open';
      readonly name: string;
      readonly secret: EditedSecret;
      /** The account's other secrets, offered as replacements. */
      readonly otherNames: readonly string[];
      readonly draft?: EditDraft;
      /** Identifies the form across reloads of the window. */
      readonly form?: string;
    }
  /** The secret was deleted elsewhere; an empty text means that it was restored. */
  | { readonly type: 'deleted'; readonly text: string }
  /** Someone else changed the secret while input is unsaved. `by` is undefined if it is unknown who. */
  | { readonly type: 'elsewhere'; readonly secret: EditedSecret; readonly by: string | undefined }
  /** The save has been confirmed and is being sent to the vault. */
  | { readonly type: 'saving' }
  | { readonly type: 'failed'; readonly message: string; readonly field?: 'value' | 'replacement' }
  /** Someone else changed the secret. The host sends it only while nothing is entered. */
  | { readonly type: 'secret'; readonly secret: EditedSecret }
  /** The user canceled the save; nothing has changed. */
  | { readonly type: 'kept' }
  /** Someone else saved first. Contains the current secret; the user's input is preserved. */
  | { readonly type: 'conflict'; readonly message: string; readonly secret: EditedSecret };

/**
 * The changes to save; absent properties are unchanged. This is the panel's only message that may carry
 * values.
 */
export interface EditSave {
  readonly description?: string;
  readonly value?: string;
  readonly fields?: {
    readonly set: Readonly<Record<string, string>>;
    readonly remove: readonly string[];
  };
  readonly deprecated?: Deprecation | null;
}

/** Edit panel → extension host. */
export type FromEditPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel' }
  /** `draft` is null while there is nothing to lose. `typed` is true if the form contains values. */
  | { readonly type: 'draft'; readonly draft: EditDraft | null; readonly typed: boolean }
  | { readonly type: 'save'; readonly change: EditSave };

/** Also validates drafts that the editor restores after a restart. */
export const isEditDraft = isObjectOf<EditDraft>({
  description: optional(isText),
  deprecated: optional(isFlag),
  replacement: optional(isText),
  removed: isTexts,
  added: isTexts,
  valued: optional(isTexts),
});

const isDeprecation = orNull(isObjectOf<Deprecation>({ replacement: optional(isText) }));

const isEditSave = isObjectOf<EditSave>({
  description: optional(isText),
  value: optional(isText),
  fields: optional(isObjectOf({ set: isTextRecord, remove: isTexts })),
  deprecated: optional(isDeprecation),
});

/** Validates incoming panel messages. */
export const isFromEditPanel = isMessage<FromEditPanel>({
  ready: isRecord,
  cancel: isRecord,
  draft: isObjectOf({ draft: orNull(isEditDraft), typed: isFlag }),
  save: isObjectOf({ change: isEditSave }),
});
