import type { FromCreatePanel, ToCreatePanel } from '../../contracts/create-secret-messages.ts';
import { withAgents } from '../common/agents.ts';
import { Drawing } from '../common/drawing.ts';
import type { Host } from '../common/open-panel.ts';
import { handlePanelKey } from '../common/keys.ts';
import { focusOn } from '../common/parts.ts';
import { createForm } from './form-view.ts';
import {
  type CreateActions,
  type CreateState,
  draftOf,
  emptyState,
  inputIds,
  open,
  valueIdOf,
  valueIds,
} from './state.ts';
import { creationOf, problemSummary } from './problems.ts';
import { rowActions } from './row-actions.ts';
import { FormStore } from './store.ts';
import { t } from '../common/words.ts';
import { ValueControls } from '../common/value-controls.ts';
import { readValue } from '../common/value-inputs.ts';

type Opened = Extract<ToCreatePanel, { type: 'open' }>;
type Failed = Extract<ToCreatePanel, { type: 'failed' }>;

/** The Create form, from `open` to `create` or `cancel`. */
export class CreatePanel {
  readonly #host: Host<FromCreatePanel>;
  readonly #store: FormStore;
  readonly #values = new ValueControls({
    typed: (inputId) => this.#store.typed(this.#store.state, inputId),
    draw: (status) => this.#store.change(status === undefined ? {} : { status }),
  });
  readonly #actions: CreateActions;
  /** The initial state: if nothing has changed since, Esc closes the panel without a confirmation. */
  #untouched: CreateState = emptyState;
  /** Whether the form was restored with previous input. */
  #cameBack = false;

  constructor(root: HTMLElement, host: Host<FromCreatePanel>) {
    this.#host = host;
    const drawing = new Drawing(root);
    this.#store = new FormStore(this.#values, (form) => {
      drawing.draw(createForm(form, this.#actions));
      this.#keepDraft(form.state);
    });
    this.#actions = this.#allActions(this.#store, this.#values);
  }

  receive(message: ToCreatePanel): void {
    if (message.type === 'open') this.#open(message);
    else this.#fail(message);
  }

  #allActions(store: FormStore, values: ValueControls): CreateActions {
    return {
      values,
      ...rowActions(store, values),
      rename: (name) => store.typed({ ...store.state, name }, inputIds.name),
      describe: (description) => store.typed({ ...store.state, description }, inputIds.description),
      chooseKind: (kind) => {
        store.validateAll(false);
        store.typed({ ...store.state, kind });
      },
      filter: (filter) => store.change({ state: { ...store.state, filter } }),
      tick: (agents, ticked) => {
        const selected = withAgents(store.state.selected, agents, ticked);
        store.change({ state: { ...store.state, selected } });
      },
      restore: (name) => this.#host.post({ type: 'restore', name }),
      show: (name) => this.#host.post({ type: 'show', name }),
      submit: () => this.#submit(),
      cancel: () => this.#cancel(),
      keyDown: (event) => this.#keyDown(event),
    };
  }

  #open(message: Opened): void {
    const first = !this.#store.state.opened;
    const state = open(this.#store.state, message);
    if (first) {
      this.#untouched = state;
      this.#cameBack = message.edited ?? false;
    }
    this.#store.change({ state });
    if (!first) return;
    focusOn(state.name === '' ? inputIds.name : (valueIds(state)[0] ?? inputIds.name));
  }

  #submit(): void {
    const { form, state } = this.#store;
    if (form.saving || !state.opened) return;
    this.#store.validateAll(true);
    const problems = this.#store.problems();
    this.#store.change({ alert: problemSummary(problems) });
    if (problems[0]) return focusOn(problems[0].inputId);
    this.#host.post(creationOf(state, readValue));
    this.#values.hideAll();
    this.#store.change({ saving: true, status: t('Creating the secret…') });
  }

  #fail({ message, field }: Failed): void {
    const blamed = field === 'value' ? valueIds(this.#store.state)[0] : field;
    if (blamed !== undefined) this.#store.blame({ inputId: blamed, message });
    // A message at an input, which gets the focus, is not repeated below the form.
    this.#store.change({ saving: false, alert: blamed === undefined ? message : '', status: '' });
    focusOn(blamed ?? 'add');
  }

  /** The host asks for confirmation if something would be lost, so nothing is cleared yet. */
  #cancel(): void {
    this.#host.post({ type: 'cancel' });
  }

  /** Sends the editor everything except the values, and whether any values have been entered. */
  #keepDraft(state: CreateState): void {
    if (!state.opened) return;
    const draft = draftOf(state, this.#isEdited());
    this.#host.post({ type: 'draft', draft, typed: this.#hasValue() });
    // The literal is held by the window that is closing, so such a form cannot be restored.
    const { literal, form } = state;
    if (literal === undefined)
      this.#host.keep({ name: draft.name, draft, ...(form === undefined ? {} : { form }) });
  }

  #keyDown(event: KeyboardEvent): void {
    const pasting = event.target instanceof Element && event.target.id === 'paste-text';
    handlePanelKey(event, {
      submit: pasting ? this.#actions.fillFromPaste : this.#actions.submit,
      escape: () => this.#escape(),
      filterId: inputIds.filter,
      clearFilter: () => this.#actions.filter(''),
    });
  }

  #escape(): void {
    if (this.#store.form.pasting && readValue('paste-text') === '') return this.#actions.closePaste();
    if (!this.#isEdited() && !this.#hasValue()) return this.#cancel();
    this.#store.change({ status: t('Esc keeps what you typed. Press Cancel to discard it.') });
  }

  #isEdited(): boolean {
    const parts = ['name', 'description', 'rows', 'selected'] as const;
    return this.#cameBack || parts.some((part) => this.#store.state[part] !== this.#untouched[part]);
  }

  #hasValue(): boolean {
    const rows = this.#store.state.rows.map(valueIdOf);
    return ['paste-text', inputIds.single, ...rows].some((id) => readValue(id) !== '');
  }
}
