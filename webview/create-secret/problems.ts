import { limits } from '../../contracts/secret.ts';
import type { FromCreatePanel } from '../../contracts/create-secret-messages.ts';
import { t } from '../common/words.ts';
import { refusalOf, unfitName } from '../common/name.ts';
import { bytesOf, descriptionProblem, type ReadValue, tooLarge } from '../common/value-problems.ts';
import { type CreateState, type FieldRow, inputIds, nameIdOf, valueIdOf } from './state.ts';

/** A problem with the input that has this ID. The message never repeats a value. */
export interface Problem {
  readonly inputId: string;
  readonly message: string;
}

/** Everything that prevents the form from being submitted, in form order. */
export function problemsOf(state: CreateState, read: ReadValue): readonly Problem[] {
  return [
    ...problemIf(inputIds.name, refusalOf(state.name, state.takenNames, state.deletedNames)),
    ...problemIf(inputIds.description, descriptionProblem(state.description)),
    ...valueProblems(state, read),
  ];
}

/** The message to send for a form without problems. Blank rows are omitted. */
export function creationOf(
  state: CreateState,
  read: ReadValue,
): Extract<FromCreatePanel, { type: 'create' }> {
  const fields = filledRows(state, read).map((row) => [row.name, read(valueIdOf(row))] as const);
  return {
    type: 'create',
    name: state.name,
    description: state.description.trim(),
    kind: state.kind,
    value:
      state.kind === 'single' ? read(inputIds.single) : Object.fromEntries(heldByHost(state) ? [] : fields),
    agentIds: state.agents.map(({ agentId }) => agentId).filter((id) => state.selected.has(id)),
    ...(heldByHost(state) ? { literal: true } : {}),
  };
}

/** `2 problems to fix before the secret can be created.` */
export function problemSummary(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  return problems.length === 1
    ? t('1 problem to fix before the secret can be created.')
    : t('{0} problems to fix before the secret can be created.', problems.length);
}

function valueProblems(state: CreateState, read: ReadValue): readonly Problem[] {
  if (heldByHost(state)) return [];
  return state.kind === 'single'
    ? problemIf(inputIds.single, valueProblem(read(inputIds.single)))
    : rowsProblems(state, read);
}

function heldByHost({ literal }: CreateState): boolean {
  return literal !== undefined;
}

function rowsProblems(state: CreateState, read: ReadValue): readonly Problem[] {
  const rows = filledRows(state, read);
  const [first] = state.rows;
  if (rows.length === 0 && first) return problemIf(nameIdOf(first), t('Enter at least one field.'));
  const problems = rows.flatMap((row) => [
    ...problemIf(nameIdOf(row), fieldNameProblem(row, rows)),
    ...problemIf(valueIdOf(row), valueProblem(read(valueIdOf(row)))),
  ]);
  return [...problems, ...problemIf('paste-text', leftOver(read)), ...totalProblems(rows, read)];
}

/** Text that was pasted, but not filled in, would be lost. */
function leftOver(read: ReadValue): string | undefined {
  if (read('paste-text') === '') return undefined;
  return t('This text is not part of the secret. Fill the fields with it, or close it.');
}

function totalProblems(rows: readonly FieldRow[], read: ReadValue): readonly Problem[] {
  const beyond = rows[limits.fields];
  if (beyond)
    return problemIf(
      nameIdOf(beyond),
      t('A secret can have at most {0} fields. Remove some.', limits.fields),
    );
  const bytes = bytesOf(JSON.stringify(rows.map((row) => [row.name, read(valueIdOf(row))])));
  const last = rows.at(-1);
  if (bytes <= limits.valueBytes || !last) return [];
  return problemIf(
    valueIdOf(last),
    t('All fields together exceed {0} KiB. Shorten a value.', limits.valueBytes / 1024),
  );
}

function fieldNameProblem(row: FieldRow, rows: readonly FieldRow[]): string | undefined {
  const refusal = unfitName(row.name, 'field name');
  if (refusal !== undefined) return refusal;
  return rows.find(({ name }) => name === row.name) === row ? undefined : t('This field name is used twice.');
}

function valueProblem(value: string): string | undefined {
  return value === '' ? t('Enter a value.') : tooLarge(value);
}

function filledRows(state: CreateState, read: ReadValue): readonly FieldRow[] {
  return state.rows.filter((row) => row.name !== '' || read(valueIdOf(row)) !== '');
}

function problemIf(inputId: string, message: string | undefined): readonly Problem[] {
  return message === undefined ? [] : [{ inputId, message }];
}
