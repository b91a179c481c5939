import type { FromImportPanel, ImportRow, ToImportPanel } from '../../contracts/import-messages.ts';
import type { ChosenAgents } from '../common/agent-choice.ts';
import { orderAgents } from '../common/agents.ts';
import { refusalOf } from '../common/name.ts';
import { t } from '../common/words.ts';

export interface FormRow extends ImportRow {
  readonly row: number;
  readonly isIncluded: boolean;
  /** Why the vault refuses the secret with this name. */
  readonly refusal: string | undefined;
}

export interface ImportForm extends ChosenAgents {
  readonly file: string;
  readonly rows: readonly FormRow[];
  readonly problems: readonly string[];
  readonly takenNames: readonly string[];
  readonly deletedNames: readonly string[];
  readonly busy: boolean;
  readonly alert: string;
  readonly status: string;
}

/** What cannot be imported as it is begins without a check mark. */
export function formOf(opened: Extract<ToImportPanel, { type: 'open' }>): ImportForm {
  const { type: _type, uri: _uri, ...content } = opened;
  const rows = content.rows.map((one, row) => {
    const refusal = refusalIn(content, one.name);
    return { ...one, row, refusal, isIncluded: refusal === undefined };
  });
  const agents = orderAgents(content.agents, new Set());
  const empty = { selected: new Set<string>(), filter: '', busy: false, alert: '', status: '' };
  return { ...content, ...empty, agents, rows };
}

export function rename(form: ImportForm, row: number, name: string): ImportForm {
  return changeRow(form, row, { name, refusal: refusalIn(form, name) });
}

function refusalIn(
  { takenNames, deletedNames }: Pick<ImportForm, 'takenNames' | 'deletedNames'>,
  name: string,
): string | undefined {
  return refusalOf(name, takenNames, deletedNames);
}

export function changeRow(form: ImportForm, row: number, changed: Partial<FormRow>): ImportForm {
  return { ...form, rows: form.rows.map((one) => (one.row === row ? { ...one, ...changed } : one)) };
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
  const agentIds = form.agents.map(({ agentId }) => agentId).filter((id) => form.selected.has(id));
  return { type: 'import', secrets, agentIds };
}
