import type { MatrixFormat } from '../../contracts/matrix-messages.ts';
import type { Widths, Window } from './grid.ts';
import type { CellRef, MatrixState } from './matrix.ts';
import type { MatrixView } from '../../contracts/matrix-messages.ts';
import type { Position, Shown } from './shown.ts';

export interface MatrixForm {
  readonly matrix: MatrixState;
  readonly view: MatrixView;
  readonly shown: Shown;
  readonly rows: Window;
  readonly columns: Window;
  readonly widths: Widths;
  /** Whether the user can only view access, not change it. */
  readonly readOnly: boolean;
  /** The cell that gets the focus when the grid does. */
  readonly active: Position;
  /** Whether the user is previewing a save. */
  readonly previewing: boolean;
  readonly saving: boolean;
  readonly failed: boolean;
  readonly alert: string;
  readonly status: string;
}

export interface MatrixActions {
  readonly look: (changed: Partial<MatrixView>) => void;
  readonly selectKind: (kind: 'missing' | 'unused') => void;
  readonly clear: () => void;
  readonly gridKey: (event: KeyboardEvent) => void;
  readonly gridPress: (event: MouseEvent) => void;
  readonly gridScroll: () => void;
  readonly openPlaces: (cell: CellRef) => void;
  readonly editAccess: (name: string) => void;
  readonly exportAs: (format: MatrixFormat) => void;
  readonly preview: () => void;
  readonly back: () => void;
  readonly save: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

export const gridId = 'grid';
export const scrollId = 'grid-scroll';
export const previewId = 'preview';
