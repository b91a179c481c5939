import type { SecretKind } from '../../contracts/secret.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { ValueControls } from '../common/value-controls.ts';
import type { CreateState, FieldRow } from './state.ts';

/** The state that the views render. */
export interface CreateForm {
  readonly state: CreateState;
  /** Messages by the id of the invalid input. */
  readonly problems: ReadonlyMap<string, string>;
  readonly saving: boolean;
  /** An error from the host or a submit, shown above the buttons. */
  readonly alert: string;
  readonly status: string;
  readonly pasting: boolean;
  readonly pasteProblem: string;
}

/** The actions of the views. */
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
  readonly submit: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}
