import { storable } from '../common/storable.ts';
import type { CreateDraft, ToCreatePanel } from '../../contracts/create-secret-messages.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { SecretKind } from '../../contracts/secret.ts';
import { agentsInPlace, orderAgents } from '../common/agents.ts';
import type { ValueControls } from '../common/value-controls.ts';

/** A row of a key/value secret. Its value exists only in the input with the ID {@link valueIdOf}. */
export interface FieldRow {
  readonly key: number;
  readonly name: string;
}

/** The IDs of inputs; each problem refers to one of them. */
export const inputIds = {
  name: 'name',
  description: 'description',
  single: 'value',
  filter: 'agent-filter',
} as const;

/** The form's state without values, which exist only in their inputs. */
export interface CreateState {
  readonly opened: boolean;
  readonly name: string;
  readonly description: string;
  readonly kind: SecretKind;
  readonly rows: readonly FieldRow[];
  readonly nextKey: number;
  readonly agents: readonly PanelAgent[];
  readonly selected: ReadonlySet<string>;
  readonly filter: string;
  readonly takenNames: readonly string[];
  /** Names of deleted secrets that can be restored. */
  readonly deletedNames: readonly string[];
  readonly form?: string;
  /** Location of the string that becomes the value; the form does not have the string itself. */
  readonly literal?: string;
}

export const emptyState: CreateState = {
  opened: false,
  name: '',
  description: '',
  kind: 'single',
  rows: [{ key: 0, name: '' }],
  nextKey: 1,
  agents: [],
  selected: new Set(),
  filter: '',
  takenNames: [],
  deletedNames: [],
};

export const nameIdOf = (row: FieldRow): string => `field-name-${row.key}`;
export const valueIdOf = (row: FieldRow): string => `field-value-${row.key}`;

/** The IDs of the inputs whose values would be sent now. */
export function valueIds(state: CreateState): readonly string[] {
  if (state.literal !== undefined) return [];
  return state.kind === 'single' ? [inputIds.single] : state.rows.map(valueIdOf);
}

/** The first `open` fills the form. Later ones only update the lists, so that no input is lost. */
export function open(state: CreateState, message: Extract<ToCreatePanel, { type: 'open' }>): CreateState {
  const agents = state.opened
    ? agentsInPlace(state.agents, message.agents)
    : orderAgents(message.agents, new Set(message.selectedAgentIds));
  const { takenNames, deletedNames = [] } = message;
  const lists = { ...state, opened: true, agents, takenNames, deletedNames };
  if (state.opened) return lists;
  return {
    ...appendRows({ ...lists, rows: [] }, message.fields.length > 0 ? message.fields : ['']),
    name: message.name,
    description: message.description ?? '',
    kind: message.kind,
    ...(message.form === undefined ? {} : { form: message.form }),
    ...(message.literal === undefined ? {} : { literal: message.literal }),
    selected: new Set(message.selectedAgentIds),
  };
}

/** Everything that can be restored; never a value, not even one that was entered as a name. */
export function draftOf(state: CreateState, edited: boolean): CreateDraft {
  const { kind, rows, selected } = state;
  const [name, description] = [storable(state.name), storable(state.description)];
  const fields = kind === 'single' ? [] : rows.map((row) => storable(row.name));
  return { name, description, fields, agentIds: [...selected], edited };
}

export function appendRows(state: CreateState, names: readonly string[]): CreateState {
  const added = names.map((name, index) => ({ key: state.nextKey + index, name }));
  return { ...state, rows: [...state.rows, ...added], nextKey: state.nextKey + names.length };
}

export function renameRow(state: CreateState, key: number, name: string): CreateState {
  return { ...state, rows: state.rows.map((row) => (row.key === key ? { key, name } : row)) };
}

/** The form always keeps at least one row. */
export function removeRow(state: CreateState, key: number): CreateState {
  const left = { ...state, rows: state.rows.filter((row) => row.key !== key) };
  return left.rows.length === 0 ? appendRows(left, ['']) : left;
}

/**
 * Provides a row for each pasted name: first uses a row with that name, then blank rows, then adds new ones.
 * Returns the row for each name.
 */
export function placeFields(
  state: CreateState,
  names: readonly string[],
  isBlank: (row: FieldRow) => boolean,
): { readonly state: CreateState; readonly rows: readonly FieldRow[] } {
  const blanks = state.rows.filter((row) => isBlank(row) && !names.includes(row.name));
  let next = state;
  const rows = names.map((name) => {
    const old = next.rows.find((row) => row.name === name) ?? blanks.shift();
    next = old ? renameRow(next, old.key, name) : appendRows(next, [name]);
    return { key: old ? old.key : next.nextKey - 1, name };
  });
  return { state: next, rows };
}

export interface CreateForm {
  readonly state: CreateState;
  readonly problems: ReadonlyMap<string, string>;
  readonly saving: boolean;
  /** An error from the host or from submitting the form, shown above the buttons. */
  readonly alert: string;
  readonly status: string;
  readonly pasting: boolean;
  /** Why parts of the pasted text could not be read. */
  readonly pasteProblems: readonly string[];
  /** Which fields the last paste filled and updated. */
  readonly pasteNote: string;
}

export interface CreateActions {
  readonly values: ValueControls;
  readonly rename: (name: string) => void;
  readonly describe: (description: string) => void;
  readonly chooseKind: (kind: SecretKind) => void;
  readonly addRow: () => void;
  readonly removeRow: (row: FieldRow) => void;
  readonly renameRow: (row: FieldRow, name: string) => void;
  readonly pasteIntoRow: (event: ClipboardEvent, row: FieldRow) => void;
  readonly pasteIntoName: (event: ClipboardEvent) => void;
  readonly openPaste: () => void;
  readonly closePaste: () => void;
  readonly fillFromPaste: () => void;
  readonly pasteIntoBox: (event: ClipboardEvent) => void;
  readonly filter: (text: string) => void;
  readonly tick: (agents: readonly PanelAgent[], ticked: boolean) => void;
  /** Restores the deleted secret with this name. */
  readonly restore: (name: string) => void;
  /** Shows the page of the secret that already has this name. */
  readonly show: (name: string) => void;
  readonly submit: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}
