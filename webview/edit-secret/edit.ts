import type { EditDraft, EditedSecret, EditSave, ToEditPanel } from '../../contracts/edit-secret-messages.ts';
import { storable } from '../common/storable.ts';
import type { ReadValue } from '../common/value-problems.ts';

/** A field of a key/value secret. Its new value exists only in the input with the ID {@link valueIdOf}. */
export interface EditRow {
  readonly key: number;
  readonly name: string;
  /** Whether the vault has this field. */
  readonly stored: boolean;
  readonly removed: boolean;
}

/** The form's state without values, which exist only in their inputs. */
export interface EditState {
  readonly name: string;
  readonly otherNames: readonly string[];
  readonly form?: string;
  /** The vault's version, as last received. */
  readonly secret: EditedSecret;
  /** The vault's version before someone else changed it; present after a conflict. */
  readonly secretBefore?: EditedSecret;
  readonly description: string;
  readonly deprecated: boolean;
  readonly replacement: string;
  readonly rows: readonly EditRow[];
  readonly nextKey: number;
}

export const inputIds = { description: 'description', single: 'value', replacement: 'replacement' } as const;
export const nameIdOf = (row: EditRow): string => `field-name-${row.key}`;
export const valueIdOf = (row: EditRow): string => `field-value-${row.key}`;

export function openEdit(message: Extract<ToEditPanel, { type: 'open' }>): EditState {
  const { name, otherNames, secret, draft, form } = message;
  const rows = secret.fields.map((field, key) => ({ key, name: field, stored: true, removed: false }));
  const state: EditState = {
    name,
    otherNames,
    ...(form === undefined ? {} : { form }),
    secret,
    description: secret.description,
    deprecated: secret.deprecated !== null,
    replacement: replacementOf(secret),
    rows,
    nextKey: rows.length,
  };
  return draft ? withDraft(state, draft) : state;
}

export function addRow(state: EditState, name = ''): EditState {
  const row: EditRow = { key: state.nextKey, name, stored: false, removed: false };
  return { ...state, rows: [...state.rows, row], nextKey: state.nextKey + 1 };
}

export function renameRow(state: EditState, key: number, name: string): EditState {
  return withRow(state, key, (row) => ({ ...row, name }));
}

/** Marks a stored field as removed, so that this can be undone; deletes an added field. */
export function removeRow(state: EditState, key: number): EditState {
  const rows = state.rows.filter((row) => row.key !== key || row.stored);
  return withRow({ ...state, rows }, key, (row) => ({ ...row, removed: true }));
}

export function keepRow(state: EditState, key: number): EditState {
  return withRow(state, key, (row) => ({ ...row, removed: false }));
}

/** The IDs of the inputs whose values would be sent now. */
export function valueIds(state: EditState): readonly string[] {
  return namedValues(state).map(([, id]) => id);
}

/** The rows that a save would send: replaced and added fields. */
export function setRows(state: EditState, read: ReadValue): readonly EditRow[] {
  if (state.secret.kind === 'single') return [];
  return state.rows.filter(
    (row) => !row.removed && (row.stored ? read(valueIdOf(row)) !== '' : isFilled(row, read)),
  );
}

export function removedFields({ rows }: EditState): readonly string[] {
  return rows.filter(({ removed }) => removed).map(({ name }) => name);
}

/** Contains only differences from the vault's version. */
export function saveOf(state: EditState, read: ReadValue): EditSave {
  const { secret, deprecated } = state;
  const replacement = typedReplacement(state);
  const description = state.description.trim();
  const value = secret.kind === 'single' ? read(inputIds.single) : '';
  const set = setRows(state, read).map((row) => [row.name, read(valueIdOf(row))] as const);
  const remove = removedFields(state);
  return {
    ...(description === secret.description ? {} : { description }),
    ...(value === '' ? {} : { value }),
    ...(set.length + remove.length === 0 ? {} : { fields: { set: Object.fromEntries(set), remove } }),
    ...(isDeprecationChanged(state)
      ? { deprecated: deprecated ? (replacement === '' ? {} : { replacement }) : null }
      : {}),
  };
}

export function hasChanges(state: EditState, read: ReadValue): boolean {
  return Object.keys(saveOf(state, read)).length > 0;
}

/**
 * The draft to store, which never contains values, only where they were entered; null if nothing would be lost.
 * Contains only what was changed, because the rest may be different when the form is restored.
 */
export function draftOf(state: EditState, hasValue: (inputId: string) => boolean): EditDraft | null {
  const { secret, description, deprecated, replacement, rows } = state;
  const namesAnother = deprecated && typedReplacement(state) !== replacementOf(secret);
  const changed = {
    ...(description === secret.description ? {} : { description: storable(description) }),
    ...(deprecated === (secret.deprecated !== null) ? {} : { deprecated }),
    ...(namesAnother ? { replacement: storable(replacement) } : {}),
  };
  const added = rows.filter((row) => !row.stored && row.name !== '').map(({ name }) => storable(name));
  const removed = removedFields(state);
  const valued = namedValues(state).flatMap(([name, id]) => (hasValue(id) ? [storable(name)] : []));
  const same = Object.keys(changed).length + added.length + removed.length + valued.length === 0;
  return same ? null : { ...changed, removed, added, ...(valued.length > 0 && { valued }) };
}

/** The inputs whose values were entered before the form was restored without them. */
export function lostIds(state: EditState, { valued = [] }: EditDraft): readonly string[] {
  return namedValues(state).flatMap(([name, id]) => (valued.includes(name) ? [id] : []));
}

/** The inputs of values with the names of their fields. */
function namedValues({ secret, rows }: EditState): readonly (readonly [name: string, inputId: string])[] {
  if (secret.kind === 'single') return [['', inputIds.single]];
  return rows.filter(({ removed }) => !removed).map((row) => [row.name, valueIdOf(row)]);
}

export function isDeprecationChanged(state: EditState): boolean {
  const { secret, deprecated } = state;
  if (deprecated !== (secret.deprecated !== null)) return true;
  return deprecated && typedReplacement(state) !== replacementOf(secret);
}

/**
 * The state keeps the input as typed, because trimming it earlier would move the caret while the user types.
 */
export function typedReplacement({ replacement }: EditState): string {
  return replacement.trim();
}

export function replacementOf({ deprecated }: EditedSecret): string {
  return deprecated?.replacement ?? '';
}

export function isFilled(row: EditRow, read: ReadValue): boolean {
  return row.name !== '' || read(valueIdOf(row)) !== '';
}

function withDraft(state: EditState, draft: EditDraft): EditState {
  const { description, deprecated, replacement } = { ...state, ...draft };
  const rows = state.rows.map((row) => ({ ...row, removed: draft.removed.includes(row.name) }));
  return draft.added
    .filter((name) => !state.secret.fields.includes(name))
    .reduce(addRow, { ...state, description, deprecated, replacement, rows });
}

function withRow(state: EditState, key: number, change: (row: EditRow) => EditRow): EditState {
  return { ...state, rows: state.rows.map((row) => (row.key === key ? change(row) : row)) };
}
