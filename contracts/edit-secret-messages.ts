import { isRecord, isText, isTextRecord, isTexts } from './unknown-values.ts';
import type { SecretKind } from './secret.ts';

/** What the Edit panel shows of a secret; never a value. */
export interface EditedSecret {
  readonly kind: SecretKind;
  readonly fields: readonly string[];
  readonly description: string;
  /** Of the value, from 1. */
  readonly version: number;
  /** `null`: in use. */
  readonly deprecated: Deprecation | null;
}

export interface Deprecation {
  readonly replacement?: string;
}

/** What a person has changed and not saved, without values; what is absent stays as the vault has it. */
export interface EditDraft {
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly replacement?: string;
  /** Names of fields to remove, and of fields to add. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Extension host → Edit panel. */
export type ToEditPanel =
  | {
      readonly type: 'open';
      readonly name: string;
      readonly secret: EditedSecret;
      /** The other secrets of the account: one of them may be the replacement. */
      readonly otherNames: readonly string[];
      readonly draft?: EditDraft;
    }
  | { readonly type: 'failed'; readonly message: string; readonly field?: 'value' | 'replacement' }
  /** Somebody else saved first: the secret as it is now; what the person typed stays. */
  | { readonly type: 'conflict'; readonly message: string; readonly secret: EditedSecret };

/** What Save sends; what is absent stays. The one message of this panel that may carry values. */
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
  /** `draft` is null while nothing would be lost. `typed`: values stand in the form. */
  | { readonly type: 'draft'; readonly draft: EditDraft | null; readonly typed: boolean }
  | { readonly type: 'save'; readonly change: EditSave };

/** A message of the panel, checked on arrival: a panel is a stranger. */
export function isFromEditPanel(message: unknown): message is FromEditPanel {
  if (!isRecord(message)) return false;
  switch (message['type']) {
    case 'ready':
    case 'cancel':
      return true;
    case 'draft':
      return isOptionalDraft(message['draft']) && typeof message['typed'] === 'boolean';
    case 'save':
      return isEditSave(message['change']);
    default:
      return false;
  }
}

/** Also what an editor kept over a restart. */
export function isEditDraft(data: unknown): data is EditDraft {
  if (!isRecord(data)) return false;
  const { description, deprecated, replacement, removed, added } = data;
  return (
    isTextOrAbsent(description) &&
    (deprecated === undefined || typeof deprecated === 'boolean') &&
    isTextOrAbsent(replacement) &&
    isTexts(removed) &&
    isTexts(added)
  );
}

function isOptionalDraft(data: unknown): boolean {
  return data === null || isEditDraft(data);
}

function isEditSave(data: unknown): boolean {
  if (!isRecord(data)) return false;
  const { description, value, fields, deprecated } = data;
  return (
    isTextOrAbsent(description) &&
    isTextOrAbsent(value) &&
    (fields === undefined || isFieldChange(fields)) &&
    (deprecated === undefined || isDeprecation(deprecated))
  );
}

function isFieldChange(data: unknown): boolean {
  return isRecord(data) && isTextRecord(data['set']) && isTexts(data['remove']);
}

/** Also used for what an extension host sends. */
export function isDeprecation(data: unknown): data is Deprecation | null {
  return data === null || (isRecord(data) && isTextOrAbsent(data['replacement']));
}

function isTextOrAbsent(data: unknown): boolean {
  return data === undefined || isText(data);
}
