import type {
  FromMatrixPanel,
  MatrixFormat,
  MatrixView,
  ToMatrixPanel,
} from '../../contracts/matrix-messages.ts';
import { unpackSecrets } from '../../contracts/packed-secrets.ts';
import { storable } from '../common/storable.ts';
import { t } from '../common/words.ts';
import { loadingView, matrixForm } from './form-view.ts';
import { readOnlyText } from './cell-words.ts';
import { conflictId } from '../common/conflict-table.ts';
import { Drawing } from '../common/drawing.ts';
import type { Host } from '../common/open-panel.ts';
import { focusOn } from '../common/parts.ts';
import { type MatrixActions, type MatrixForm, previewId } from './form.ts';
import { GridPlace } from './grid-place.ts';
import { moved, clamped } from './grid.ts';
import {
  type CellRef,
  changesOf,
  emptyMatrix,
  isWanted,
  type MatrixState,
  meetMatrixConflict,
  openMatrix,
  settled,
  wish,
  withLists,
  withSecrets,
  withUses,
} from './matrix.ts';
import { cellsBetween, firstView, nothingShown, riskyCells, shownIn, type Position } from './shown.ts';

const nothingYet: MatrixForm = {
  matrix: emptyMatrix,
  view: firstView,
  shown: nothingShown,
  rows: { first: 0, end: 0 },
  columns: { first: 0, end: 0 },
  widths: { name: 240, column: 112 },
  readOnly: false,
  active: { row: 0, column: 0 },
  previewing: false,
  saving: false,
  failed: false,
  alert: '',
  status: '',
};

/** Handles the matrix panel. It stays open after a save. */
export class MatrixPanel implements MatrixActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromMatrixPanel>;
  readonly #place = new GridPlace();
  #form = nothingYet;
  #isOpen = false;
  /** The start of a range selection, and the state to apply to its cells. */
  #anchor: { readonly at: Position; readonly granted: boolean } | undefined;

  constructor(root: HTMLElement, host: Host<FromMatrixPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
    this.#drawing.draw(loadingView());
  }

  receive(message: ToMatrixPanel): void {
    switch (message.type) {
      case 'open':
        return this.#open(message);
      case 'secrets':
        return this.#show({
          matrix: withSecrets(
            { ...this.#form.matrix, agents: message.agents },
            unpackSecrets(message.secrets),
          ),
        });
      case 'uses':
        return this.#show({ matrix: withUses(this.#form.matrix, message.uses) });
      case 'saved':
        return this.#saved(message.secrets);
      case 'failed':
        return this.#fail({ alert: message.message, failed: true }, 'save');
      case 'conflict':
        return this.#meet(message);
    }
  }

  readonly look = (changed: Partial<MatrixView>): void => {
    this.#anchor = undefined;
    this.#show({ view: { ...this.#form.view, ...changed }, active: { row: 0, column: 0 } });
    this.#place.toTop();
    this.#keep(this.#form.matrix);
  };

  readonly selectKind = (kind: 'missing' | 'unused'): void => {
    const { matrix, shown } = this.#form;
    this.#wish(wish(matrix, riskyCells(matrix, shown, kind), kind === 'missing'));
  };

  readonly clear = (): void => this.#wish(settled(this.#form.matrix));

  readonly gridScroll = (): void => this.#change({});

  readonly gridKey = (event: KeyboardEvent): void => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      return this.#toggle(this.#form.active);
    }
    const to = moved(this.#form.active, event, this.#size());
    if (!to) return;
    event.preventDefault();
    this.#move(to);
    if (event.shiftKey) this.#extend(to);
  };

  readonly gridPress = (event: MouseEvent): void => {
    const at = this.#place.positionAt(event.target);
    if (!at) return;
    this.#move(at);
    if (event.shiftKey && this.#anchor) this.#extend(at);
    else this.#toggle(at);
  };

  readonly openPlaces = ({ name, agentId }: CellRef): void =>
    this.#host.post({ type: 'open-places', name, agentId });

  readonly editAccess = (name: string): void => this.#host.post({ type: 'edit-access', name });

  readonly exportAs = (format: MatrixFormat): void => {
    const { names, agents } = this.#form.shown;
    this.#host.post({ type: 'export', format, names, agentIds: agents.map(({ agentId }) => agentId) });
  };

  readonly preview = (): void => {
    if (this.#form.matrix.wishes.size === 0) return;
    this.#change({ previewing: true });
    focusOn(previewId);
  };

  readonly back = (): void => {
    this.#change({ previewing: false });
    this.#move(this.#form.active);
  };

  readonly save = (): void => {
    if (this.#form.saving) return;
    this.#host.post({ type: 'save', changes: changesOf(this.#form.matrix) });
    this.#change({ saving: true, alert: '', status: t('Saving access…') });
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#form.previewing) this.back();
  };

  /** A repeated `open` must not undo the user's selection. */
  #open(message: Extract<ToMatrixPanel, { type: 'open' }>): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { readOnly = false, draft, view = firstView } = message;
    const secrets = unpackSecrets(message.secrets);
    this.#show({ readOnly, view, matrix: openMatrix({ ...message, secrets, draft: readOnly ? [] : draft }) });
    this.#change({});
    focusOn('secret-filter');
  }

  #saved(lists: Extract<ToMatrixPanel, { type: 'saved' }>['secrets']): void {
    const matrix = settled(withLists(this.#form.matrix, lists));
    this.#show({ matrix, saving: false, previewing: false, failed: false, status: t('Access saved.') });
    this.#keep(matrix);
    this.#move(this.#form.active);
  }

  #meet({ message, secrets }: Extract<ToMatrixPanel, { type: 'conflict' }>): void {
    const matrix = meetMatrixConflict(this.#form.matrix, secrets);
    this.#fail({ alert: message, matrix, previewing: matrix.wishes.size > 0 }, conflictId);
    this.#keep(matrix);
  }

  #fail(changed: Partial<MatrixForm>, focusId: string): void {
    this.#show({ ...changed, saving: false, status: '' });
    focusOn(focusId);
  }

  #toggle(at: Position): void {
    if (this.#form.readOnly) return this.#change({ status: readOnlyText() });
    const { matrix } = this.#form;
    const [cell] = this.#cells(at, at);
    if (!cell) return;
    const granted = !isWanted(matrix, cell);
    this.#anchor = { at, granted };
    this.#wish(wish(matrix, [cell], granted));
  }

  /** Applies the anchor's state to every cell from the anchor to this position. */
  #extend(to: Position): void {
    if (!this.#anchor) return;
    this.#wish(wish(this.#form.matrix, this.#cells(this.#anchor.at, to), this.#anchor.granted));
  }

  #cells(one: Position, other: Position): readonly CellRef[] {
    return cellsBetween(this.#form.shown, one, other);
  }

  #move(active: Position): void {
    this.#place.bringIntoView(active, this.#form.widths);
    this.#change({ active });
    this.#place.focus(active);
  }

  #wish(matrix: MatrixState): void {
    this.#change({ matrix, previewing: false, failed: false, alert: '' });
    this.#keep(matrix);
  }

  /**
   * The host restores the selection and the filters if the tab was hidden or closed; the editor restores it after a restart.
   */
  #keep(matrix: MatrixState): void {
    const changes = changesOf(matrix);
    const { secretFilter, agentFilter, ...shown } = this.#form.view;
    const view = { ...shown, secretFilter: storable(secretFilter), agentFilter: storable(agentFilter) };
    this.#host.post({ type: 'draft', changes, view });
    this.#host.keep({ name: '', draft: changes, view });
  }

  #size(): { readonly rows: number; readonly columns: number; readonly page: number } {
    const { names, agents } = this.#form.shown;
    return { rows: names.length, columns: agents.length, page: this.#place.page() };
  }

  /**
   * For changes that affect the rows or their order. Other changes must not call this, because selecting a
   * cell must not make rows jump.
   */
  #show(changed: Partial<MatrixForm>): void {
    const form = { ...this.#form, ...changed };
    const shown = shownIn(form.matrix, form.view);
    const size = { rows: shown.names.length, columns: shown.agents.length, page: 1 };
    this.#change({ ...changed, shown, active: clamped(form.active, size) });
  }

  #change(changed: Partial<MatrixForm>): void {
    if (!this.#isOpen) return;
    const form = { ...this.#form, ...changed };
    this.#form = { ...form, ...this.#place.measures(form.shown) };
    const hadFocus = this.#place.hasFocus();
    this.#drawing.draw(matrixForm(this.#form, this));
    if (hadFocus) this.#place.keepFocus();
  }
}
