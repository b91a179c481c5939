import type { EditedSecret } from '../../contracts/edit-secret-messages.ts';
import type { ReadValue } from '../common/value-problems.ts';
import { t } from '../common/words.ts';
import {
  inputIds,
  isFilled,
  removedFields,
  replacementOf,
  setRows,
  typedReplacement,
  valueIdOf,
  type EditRow,
  type EditState,
} from './edit.ts';

export interface ConflictRow {
  readonly part: string;
  readonly before: string;
  readonly now: string;
  readonly afterSave: string;
}

/**
 * Applies the current secret. Parts that the user has edited keep the user's input; the others are updated.
 */
export function meetConflict(state: EditState, now: EditedSecret, read: ReadValue): EditState {
  const { secret: before } = state;
  return {
    ...state,
    secret: now,
    secretBefore: before,
    description: follow(state.description, before.description, now.description),
    deprecated: follow(state.deprecated, before.deprecated !== null, now.deprecated !== null),
    replacement: follow(state.replacement, replacementOf(before), replacementOf(now)),
    ...rowsNow(state, now, read),
  };
}

/** The parts for which the three versions differ; empty unless there was a conflict. */
export function conflictRows(state: EditState, read: ReadValue): readonly ConflictRow[] {
  const { secretBefore: before, secret: now } = state;
  if (!before) return [];
  const rows: readonly ConflictRow[] = [
    {
      part: t('Description'),
      before: before.description,
      now: now.description,
      afterSave: state.description.trim(),
    },
    {
      part: t('Value'),
      before: t('version {0}', before.version),
      now: t('version {0}', now.version),
      afterSave: changesValue(state, read) ? t('your new version') : t('version {0}', now.version),
    },
    {
      part: t('Fields'),
      before: before.fields.join(', '),
      now: now.fields.join(', '),
      afterSave: fieldsAfterSave(state, read).join(', '),
    },
    {
      part: t('Deprecated'),
      before: deprecationText(before.deprecated !== null, replacementOf(before)),
      now: deprecationText(now.deprecated !== null, replacementOf(now)),
      afterSave: deprecationText(state.deprecated, typedReplacement(state)),
    },
  ];
  return rows.filter((row) => row.before !== row.now || row.now !== row.afterSave);
}

/** The parts that someone else changed. */
export function changedParts(state: EditState, now: EditedSecret): readonly string[] {
  const rows = conflictRows({ ...state, secret: now, secretBefore: state.secret }, () => '');
  return rows.filter((row) => row.before !== row.now).map(({ part }) => part);
}

/** Returns what someone else saved, unless the user has edited it too. */
function follow<T>(typed: T, was: T, is: T): T {
  return typed === was ? is : typed;
}

/**
 * If someone else removed a field for which the user has entered a value, the field becomes an added one. Without
 * a value, it stays removed.
 */
function rowsNow(state: EditState, now: EditedSecret, read: ReadValue): Pick<EditState, 'rows' | 'nextKey'> {
  const isTwice = ({ key, name }: EditRow): boolean =>
    state.rows.some((other) => other.stored && other.name === name && other.key !== key);
  const kept = state.rows
    .filter((row) => now.fields.includes(row.name) || isMine(row, read))
    .map((row) => withStored(row, now.fields.includes(row.name) && (row.stored || !isTwice(row))));
  const known = new Set(kept.map(({ name }) => name));
  const fresh = now.fields
    .filter((field) => !known.has(field))
    .map((name, index) => ({ key: state.nextKey + index, name, stored: true, removed: false }));
  const rows = [...kept, ...fresh];
  return {
    rows: [...rows.filter(isStored), ...rows.filter((row) => !row.stored)],
    nextKey: state.nextKey + fresh.length,
  };
}

function isMine(row: EditRow, read: ReadValue): boolean {
  return !row.removed && (!row.stored || read(valueIdOf(row)) !== '');
}

function withStored(row: EditRow, stored: boolean): EditRow {
  return { ...row, stored };
}

const isStored = ({ stored }: EditRow): boolean => stored;

function changesValue(state: EditState, read: ReadValue): boolean {
  if (state.secret.kind === 'single') return read(inputIds.single) !== '';
  return setRows(state, read).length + removedFields(state).length > 0;
}

function fieldsAfterSave({ rows }: EditState, read: ReadValue): readonly string[] {
  return rows.filter((row) => !row.removed && (row.stored || isFilled(row, read))).map(({ name }) => name);
}

function deprecationText(deprecated: boolean, replacement: string): string {
  if (!deprecated) return t('no');
  return replacement === '' ? t('yes') : t('yes, use {0}', replacement);
}
