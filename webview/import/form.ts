import type {
  ChangedRow,
  FromImportPanel,
  ImportDraft,
  ImportRow,
  ToImportPanel,
} from '../../contracts/import-messages.ts';
import type { ChosenAgents } from '../common/agent-choice.ts';
import { agentsInPlace, orderAgents } from '../common/agents.ts';
import { refusalOf } from '../common/name.ts';
import { storable } from '../common/storable.ts';
import { t } from '../common/words.ts';

type Opened = Extract<ToImportPanel, { type: 'open' }>;
type Refused = Extract<ToImportPanel, { type: 'failed' }>['refused'][number];

export interface FormRow extends ImportRow, Pick<ChangedRow, 'suggested' | 'nth'> {
  readonly row: number;
  readonly isIncluded: boolean;
  /** Why the vault would reject a secret with this name. */
  readonly refusal: string | undefined;
}

export interface ImportForm extends ChosenAgents {
  readonly opened: Opened;
  readonly changes: readonly ChangedRow[];
  /** The names that the vault refused, and why. */
  readonly refused: readonly (Omit<Refused, 'row'> & { readonly name: string })[];
  /** Follows from the file, the changes, and what the vault refused. */
  readonly rows: readonly FormRow[];
  readonly busy: boolean;
  readonly alert: string;
  readonly status: string;
}

/** `before` is the form as it was when the file or the account changed; its agents keep their order. */
export function formOf(opened: Opened, before?: ImportForm): ImportForm {
  const { rows, agentIds } = opened.draft ?? { rows: [], agentIds: [] };
  const selected = before?.selected ?? new Set(agentIds);
  const agents = before ? agentsInPlace(before.agents, opened.agents) : orderAgents(opened.agents, selected);
  const empty = { filter: '', busy: false, alert: '', status: '', refused: [], changes: rows, selected };
  return withRows({ ...empty, ...before, opened, agents, rows: [] });
}

/** A credential that is entered as a name is left out. */
export function draftOf({ changes, agents, selected }: ImportForm): ImportDraft {
  const rows = changes.map(({ name, ...row }) => (name && storable(name) ? { ...row, name } : row));
  return { rows, agentIds: agents.map(({ agentId }) => agentId).filter((id) => selected.has(id)) };
}

export function changeRow(
  form: ImportForm,
  { suggested, nth }: FormRow,
  changed: Pick<ChangedRow, 'name' | 'isIncluded'>,
): ImportForm {
  const place = { suggested, nth };
  const before = changeOf(form.changes, place);
  const others = form.changes.filter((one) => one !== before);
  return withRows({ ...form, changes: [...others, { ...before, ...place, ...changed }] });
}

export function refuse(form: ImportForm, refused: readonly Refused[]): ImportForm {
  const named = refused.flatMap(({ row, problem }) => {
    const name = form.rows[row]?.name;
    return name === undefined ? [] : [{ name, problem }];
  });
  return withRows({ ...form, refused: named });
}

/**
 * What cannot be imported has no check mark, unless the user has set it or entered the name: a secret that the user
 * chose is never left out without a word.
 */
function withRows(form: ImportForm): ImportForm {
  const { opened, changes, refused } = form;
  const { takenNames, deletedNames } = opened;
  const seen = new Map<string, number>();
  const rows = opened.rows.map(({ name: suggested, fields, description, line }, row): FormRow => {
    const nth = seen.get(suggested) ?? 0;
    seen.set(suggested, nth + 1);
    const { name: entered, isIncluded: wanted } = changeOf(changes, { suggested, nth }) ?? {};
    const name = entered ?? suggested;
    const refusal =
      name === '' && suggested === '' && entered === undefined
        ? t('The name in the file is empty or looks like a credential. Enter another name.')
        : (refused.find((other) => other.name === name)?.problem ??
          refusalOf(name, takenNames, deletedNames));
    const isIncluded = wanted ?? (refusal === undefined || entered !== undefined);
    return { suggested, nth, row, name, fields, description, line, refusal, isIncluded };
  });
  return { ...form, rows };
}

function changeOf(
  changes: readonly ChangedRow[],
  { suggested, nth }: Pick<ChangedRow, 'suggested' | 'nth'>,
): ChangedRow | undefined {
  return changes.find((one) => one.suggested === suggested && one.nth === nth);
}

export function problemOf({ rows }: ImportForm, { row, name, refusal }: FormRow): string | undefined {
  if (refusal !== undefined) return refusal;
  return rows.some((other) => other.row < row && other.isIncluded && other.name === name)
    ? t('Another secret of the import has this name.')
    : undefined;
}

export function included({ rows }: ImportForm): readonly FormRow[] {
  return rows.filter(({ isIncluded }) => isIncluded);
}

export function importOf(form: ImportForm): Extract<FromImportPanel, { type: 'import' }> {
  const secrets = included(form).map(({ row, name }) => ({ row, name }));
  return { type: 'import', revision: form.opened.revision, secrets, agentIds: draftOf(form).agentIds };
}
