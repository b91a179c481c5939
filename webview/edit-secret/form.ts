import type { ValueControls } from '../common/value-controls.ts';
import type { ConflictRow } from './conflict.ts';
import type { EditRow, EditState } from './edit.ts';

export interface EditForm {
  readonly state: EditState;
  readonly problems: ReadonlyMap<string, string>;
  readonly conflict: readonly ConflictRow[];
  /** The inputs that lost the value that was entered. */
  readonly lost: readonly string[];
  readonly changed: boolean;
  /** True from Save until the host answers. */
  readonly sent: boolean;
  /** True while the vault stores the change, but not while the user confirms it. */
  readonly saving: boolean;
  readonly alert: string;
  /** Says that the secret was deleted elsewhere; otherwise empty. */
  readonly deleted: string;
  /** Says what someone else changed while input is unsaved; otherwise empty. */
  readonly elsewhere: string;
  readonly status: string;
}

export interface EditActions {
  readonly values: ValueControls;
  readonly describe: (description: string) => void;
  readonly deprecate: (deprecated: boolean) => void;
  readonly replaceBy: (name: string) => void;
  readonly addRow: () => void;
  readonly renameRow: (row: EditRow, name: string) => void;
  readonly removeRow: (row: EditRow) => void;
  readonly keepRow: (row: EditRow) => void;
  /** Gives up the value that the input lost. */
  readonly keepStored: (inputId: string) => void;
  readonly save: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}
