import { limits } from '../../contracts/secret.ts';
import { unfitName } from '../common/name.ts';
import { descriptionProblem, type ReadValue, tooLarge } from '../common/value-problems.ts';
import { t } from '../common/words.ts';
import {
  inputIds,
  nameIdOf,
  removedFields,
  setRows,
  typedReplacement,
  valueIdOf,
  type EditRow,
  type EditState,
} from './edit.ts';

/** Everything that prevents saving, by the ID of the invalid input, in form order. */
export function problemsOf(state: EditState, read: ReadValue): ReadonlyMap<string, string> {
  const found = [
    [inputIds.description, descriptionProblem(state.description)],
    ...(state.secret.kind === 'single'
      ? [[inputIds.single, tooLarge(read(inputIds.single))] as const]
      : rowProblems(state, read)),
    [inputIds.replacement, replacementProblem(state)],
  ] as const;
  return new Map(found.flatMap(([id, message]) => (message === undefined ? [] : [[id, message] as const])));
}

function replacementProblem(state: EditState): string | undefined {
  const { deprecated, otherNames } = state;
  const replacement = typedReplacement(state);
  if (!deprecated || replacement === '' || otherNames.includes(replacement)) return undefined;
  return t('No other secret in the account has this name.');
}

function rowProblems(state: EditState, read: ReadValue): readonly (readonly [string, string | undefined])[] {
  const rows = setRows(state, read);
  const left = state.rows.filter((row) => !row.removed && (row.stored || rows.includes(row)));
  const [first] = state.rows;
  if (left.length === 0 && first && removedFields(state).length > 0) {
    return [[valueIdOf(first), t('A key/value secret needs at least one field.')]];
  }
  return rows.flatMap((row) => rowProblem(row, left, read(valueIdOf(row))));
}

function rowProblem(
  row: EditRow,
  rows: readonly EditRow[],
  value: string,
): readonly (readonly [string, string | undefined])[] {
  const ofValue = [valueIdOf(row), value === '' ? t('Enter a value.') : tooLarge(value)] as const;
  return row.stored ? [ofValue] : [[nameIdOf(row), nameProblem(row, rows)], ofValue];
}

function nameProblem(row: EditRow, rows: readonly EditRow[]): string | undefined {
  const refusal = unfitName(row.name, 'field name');
  if (refusal !== undefined) return refusal;
  const isTwice = rows.find(({ name }) => name === row.name) !== row;
  if (isTwice) return t('This field name is used twice.');
  return rows.indexOf(row) >= limits.fields
    ? t('A secret can have at most {0} fields.', limits.fields)
    : undefined;
}
