import type { ValueControls } from '../common/value-controls.ts';
import type { ConflictRow } from './conflict.ts';
import type { EditRow, EditState } from './edit.ts';

/** The state that the views render. */
export interface EditForm {
  readonly state: EditState;
  /** Messages by the id of the invalid input. */
  readonly problems: ReadonlyMap<string, string>;
  readonly conflict: readonly ConflictRow[];
  readonly changed: boolean;
  readonly saving: boolean;
  readonly alert: string;
  readonly status: string;
}

/** The actions of the views. */
export interface EditActions {
  readonly values: ValueControls;
  readonly describe: (description: string) => void;
  readonly deprecate: (deprecated: boolean) => void;
  readonly replaceBy: (name: string) => void;
  readonly addRow: () => void;
  readonly renameRow: (row: EditRow, name: string) => void;
  readonly removeRow: (row: EditRow) => void;
  readonly keepRow: (row: EditRow) => void;
  readonly save: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}
