import { render } from 'lit';
import type { FromCreatePanel, ToCreatePanel } from '../../contracts/webview-messages.ts';
import { withAgents } from '../common/agents-model.ts';
import { handlePanelKey } from '../common/keys.ts';
import { createForm } from './form-view.ts';
import type { CreateActions } from './form.ts';
import { creationOf, problemsOf, problemSummary } from './form-model.ts';
import { pasteActions } from './paste-actions.ts';
import { rowActions } from './row-actions.ts';
import { emptyState, inputIds, open, valueIdOf, valueIds, type CreateState } from './state-model.ts';
import { FormStore } from './store.ts';
import { valueActions } from './value-actions.ts';
import { clearValues, readValue } from '../common/value-inputs.ts';

type Opened = Extract<ToCreatePanel, { type: 'open' }>;
type Failed = Extract<ToCreatePanel, { type: 'failed' }>;

/** The create form from `open` to `create` or `cancel`. */
export class CreatePanel {
  readonly #post: (message: FromCreatePanel) => void;
  readonly #store: FormStore;
  readonly #actions: CreateActions;
  /** As it was opened: Esc closes the panel only while nothing has been changed. */
  #untouched: CreateState = emptyState;

  constructor(root: HTMLElement, post: (message: FromCreatePanel) => void) {
    this.#post = post;
    this.#store = new FormStore((form) => render(createForm(form, this.#actions), root));
    this.#actions = this.#allActions(this.#store);
  }

  receive(message: ToCreatePanel): void {
    if (message.type === 'open') this.#open(message);
    else this.#fail(message);
  }

  #allActions(store: FormStore): CreateActions {
    return {
      ...valueActions(store),
      ...rowActions(store),
      ...pasteActions(store),
      rename: (name) => store.typed({ ...store.state, name }, inputIds.name),
      describe: (description) => store.typed({ ...store.state, description }, inputIds.description),
      chooseKind: (kind) => {
        store.judge(false);
        store.typed({ ...store.state, kind });
      },
      filter: (filter) => store.change({ state: { ...store.state, filter } }),
      tick: (agents, ticked) => {
        const selected = withAgents(store.state.selected, agents, ticked);
        store.change({ state: { ...store.state, selected } });
      },
      submit: () => this.#submit(),
      cancel: () => this.#cancel(),
      keyDown: (event) => this.#keyDown(event),
    };
  }

  #open(message: Opened): void {
    const first = !this.#store.state.opened;
    const state = open(this.#store.state, message);
    this.#store.change({ state });
    if (!first) return;
    this.#untouched = state;
    focusOn(state.name === '' ? inputIds.name : (valueIds(state)[0] ?? inputIds.name));
  }

  #submit(): void {
    const { form, state } = this.#store;
    if (form.saving || !state.opened) return;
    this.#store.judge(true);
    const problems = problemsOf(state, readValue);
    this.#store.change({ alert: problemSummary(problems) });
    if (problems[0]) return focusOn(problems[0].inputId);
    this.#post(creationOf(state, readValue));
    const hidden = { ...state, revealed: new Set<string>() };
    this.#store.change({ state: hidden, saving: true, status: 'Adding the secret…' });
  }

  #fail({ message, field }: Failed): void {
    const blamed = field === 'value' ? valueIds(this.#store.state)[0] : field;
    if (blamed !== undefined) this.#store.blame({ inputId: blamed, message });
    this.#store.change({ saving: false, alert: message, status: '' });
    focusOn(blamed ?? 'add');
  }

  #cancel(): void {
    clearValues();
    this.#post({ type: 'cancel' });
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
    if (!this.#isTouched()) return this.#cancel();
    this.#store.change({ status: 'Esc keeps what you typed. Press Cancel to discard it.' });
  }

  #isTouched(): boolean {
    const { state } = this.#store;
    const parts = ['name', 'description', 'rows', 'selected'] as const;
    const values = ['paste-text', inputIds.single, ...state.rows.map(valueIdOf)];
    return (
      parts.some((part) => state[part] !== this.#untouched[part]) || values.some((id) => readValue(id) !== '')
    );
  }
}

function focusOn(inputId: string | undefined): void {
  if (inputId !== undefined) document.getElementById(inputId)?.focus();
}
