import type {
  EditDraft,
  EditedSecret,
  FromEditPanel,
  ToEditPanel,
} from '../../contracts/edit-secret-messages.ts';
import { changedText, conflictId } from '../common/conflict-table.ts';
import { Drawing } from '../common/drawing.ts';
import type { Host } from '../common/open-panel.ts';
import { handlePanelKey } from '../common/keys.ts';
import { focusOn } from '../common/parts.ts';
import { ValueControls } from '../common/value-controls.ts';
import { readValue } from '../common/value-inputs.ts';
import { t } from '../common/words.ts';
import { changedParts, conflictRows, meetConflict } from './conflict.ts';
import {
  addRow,
  draftOf,
  hasChanges,
  inputIds,
  keepRow,
  lostIds,
  nameIdOf,
  openEdit,
  removeRow,
  renameRow,
  saveOf,
  valueIdOf,
  valueIds,
  type EditRow,
  type EditState,
} from './edit.ts';
import { editForm } from './form-view.ts';
import type { EditActions, EditForm } from './form.ts';
import { problemsOf } from './problems.ts';

/** The Edit form, from `open` to `save` or `cancel`. */
export class EditPanel implements EditActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromEditPanel>;
  readonly values = new ValueControls({
    typed: () => this.#typed({}),
    draw: (status = '') => this.#typed({}, status),
  });
  #form: EditForm | undefined;
  /**
   * After the first save, every input is validated with each change, so that problems disappear as the user
   * fixes them.
   */
  #attempted = false;

  constructor(root: HTMLElement, host: Host<FromEditPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToEditPanel): void {
    switch (message.type) {
      case 'open':
        return this.#open(openEdit(message), message.draft);
      case 'secret':
        return this.#follow(message.secret);
      case 'deleted':
        return this.#change({ deleted: message.text });
      case 'elsewhere':
        return this.#change({
          elsewhere: this.#form
            ? changedText(changedParts(this.#form.state, message.secret), message.by)
            : '',
        });
      case 'saving':
        return this.#change({ saving: true, status: t('Saving…') });
      case 'failed':
        return this.#fail(message.message, {}, this.#inputOf(message.field) ?? 'save');
      case 'kept':
        return this.#fail('', {}, 'save');
      case 'conflict':
        return this.#fail(
          message.message,
          this.#form
            ? { state: meetConflict(this.#form.state, message.secret, readValue), elsewhere: '' }
            : {},
          conflictId,
        );
    }
  }

  readonly describe = (description: string): void => this.#typed({ description });
  readonly deprecate = (deprecated: boolean): void => this.#typed({ deprecated });
  readonly replaceBy = (replacement: string): void => this.#typed({ replacement });
  readonly renameRow = (row: EditRow, name: string): void =>
    this.#edit((state) => renameRow(state, row.key, name));
  readonly keepRow = (row: EditRow): void => this.#edit((state) => keepRow(state, row.key), valueIdOf(row));

  readonly addRow = (): void => {
    this.#edit((state) => addRow(state));
    const row = this.#form?.state.rows.at(-1);
    if (row) focusOn(nameIdOf(row));
  };

  readonly removeRow = (row: EditRow): void => {
    this.values.drop(valueIdOf(row));
    this.#edit((state) => removeRow(state, row.key), 'add-row');
  };

  readonly keepStored = (inputId: string): void => {
    this.values.drop(inputId);
    this.#typed({});
    focusOn(inputId);
  };

  readonly save = (): void => {
    if (!this.#form || this.#form.sent || this.#form.deleted !== '' || !this.#isChanged(this.#form.state))
      return;
    this.#attempted = true;
    this.#change({});
    const [problem] = this.#form.problems.keys();
    if (problem !== undefined) {
      this.#change({ alert: t('Nothing was saved. Fix the errors in the form first.') });
      return focusOn(problem);
    }
    this.#host.post({ type: 'save', change: saveOf(this.#form.state, readValue) });
    this.values.hideAll();
    this.#change({ sent: true, alert: '', status: '' });
  };

  readonly cancel = (): void => this.#host.post({ type: 'cancel' });

  readonly keyDown = (event: KeyboardEvent): void =>
    handlePanelKey(event, {
      submit: this.save,
      escape: () => this.#escape(),
      filterId: '',
      clearFilter: () => undefined,
    });

  /** A repeated `open` must not undo what the user has typed. */
  #open(state: EditState, draft: EditDraft | undefined): void {
    if (this.#form) return;
    const lost = draft ? lostIds(state, draft) : [];
    this.values.lose(lost);
    if (lost.length > 0) this.#attempted = true;
    this.#form = {
      state,
      problems: new Map(),
      conflict: [],
      lost: [],
      changed: false,
      sent: false,
      saving: false,
      alert: '',
      deleted: '',
      elsewhere: '',
      status: '',
    };
    this.#typed({});
    focusOn(lost[0] ?? valueIds(state)[0]);
  }

  /** Nothing is entered, so the form begins again with the current secret. */
  #follow(secret: EditedSecret): void {
    if (!this.#form || this.#isChanged(this.#form.state)) return;
    const { name, otherNames, form } = this.#form.state;
    const state = openEdit({
      type: 'open',
      name,
      otherNames,
      secret,
      ...(form === undefined ? {} : { form }),
    });
    this.#change({ state, elsewhere: '' });
  }

  #fail(alert: string, changed: Partial<EditForm>, focusId: string): void {
    this.#change({ ...changed, alert, sent: false, saving: false, status: '' });
    focusOn(focusId);
  }

  #inputOf(field: 'value' | 'replacement' | undefined): string | undefined {
    if (!this.#form || field === undefined) return undefined;
    return field === 'value' ? valueIds(this.#form.state)[0] : inputIds.replacement;
  }

  #escape(): void {
    if (this.#form && !this.#isChanged(this.#form.state)) return this.cancel();
    this.#change({ status: t('Esc keeps what you typed. Press Cancel to discard it.') });
  }

  #edit(change: (state: EditState) => EditState, focusId?: string): void {
    if (this.#form) this.#typed(change(this.#form.state));
    focusOn(focusId);
  }

  #typed(changed: Partial<EditState>, status = ''): void {
    if (!this.#form) return;
    this.#change({ state: { ...this.#form.state, ...changed }, alert: '', status });
    this.#keepDraft(this.#form.state);
  }

  /** Sends the editor everything except the values, and whether any values have been entered. */
  #keepDraft(state: EditState): void {
    const ids = valueIds(state);
    const lost = this.values.losses(ids);
    const hasValue = (id: string): boolean => readValue(id) !== '' || lost.has(id);
    const draft = draftOf(state, hasValue);
    const typed = ids.some(hasValue);
    this.#host.post({ type: 'draft', draft, typed });
    const { name, form } = state;
    this.#host.keep({ name, ...(form === undefined ? {} : { form }), ...(draft ? { draft } : {}) });
  }

  #change(changed: Partial<EditForm>): void {
    if (!this.#form) return;
    const form = { ...this.#form, ...changed };
    const losses = this.values.losses(valueIds(form.state));
    this.#form = {
      ...form,
      problems: new Map(this.#attempted ? [...problemsOf(form.state, readValue), ...losses] : []),
      conflict: conflictRows(form.state, readValue),
      lost: [...losses.keys()],
      changed: this.#isChanged(form.state),
    };
    this.#drawing.draw(editForm(this.#form, this));
  }

  /**
   * A value that was entered and then lost counts as a change, because only the user can decide to discard
   * it.
   */
  #isChanged(state: EditState): boolean {
    return hasChanges(state, readValue) || this.values.losses(valueIds(state)).size > 0;
  }
}
