import { type CreateForm, type CreateState, emptyState, inputIds, valueIds } from './state.ts';
import { problemsOf, type Problem } from './problems.ts';
import { nameFeedback } from '../common/name.ts';
import type { ValueControls } from '../common/value-controls.ts';
import { credentialProblem } from '../common/value-problems.ts';
import { readValue } from '../common/value-inputs.ts';

/** The current form without values. Every change is validated and rendered immediately. */
export class FormStore {
  readonly #values: ValueControls;
  readonly #draw: (form: CreateForm) => void;
  #attempted = false;
  #hostProblem: Problem | undefined;
  #form: CreateForm = {
    state: emptyState,
    problems: new Map(),
    saving: false,
    alert: '',
    status: '',
    pasting: false,
    pasteProblems: [],
    pasteNote: '',
  };

  constructor(values: ValueControls, draw: (form: CreateForm) => void) {
    this.#values = values;
    this.#draw = draw;
  }

  get form(): CreateForm {
    return this.#form;
  }

  get state(): CreateState {
    return this.#form.state;
  }

  change(changed: Partial<CreateForm>): void {
    this.#form = { ...this.#form, ...changed };
    this.#form = { ...this.#form, problems: this.#problems() };
    this.#draw(this.#form);
  }

  /** The user has changed something, so messages about it are outdated. */
  typed(state: CreateState, inputId?: string): void {
    if (this.#hostProblem?.inputId === inputId) this.#hostProblem = undefined;
    this.change({ state, alert: '', pasteNote: '' });
  }

  /**
   * After the first submit, every input is validated with each change, so that problems disappear as the user
   * fixes them.
   */
  validateAll(attempted: boolean): void {
    this.#attempted = attempted;
    this.#hostProblem = undefined;
  }

  /** Shows a problem that the host reported for an input, until the input changes. */
  blame(problem: Problem): void {
    this.#hostProblem = problem;
  }

  problems(): readonly Problem[] {
    const lost = this.#values.losses(valueIds(this.state));
    const known = problemsOf(this.state, readValue).filter(({ inputId }) => !lost.has(inputId));
    return [...known, ...[...lost].map(([inputId, message]) => ({ inputId, message }))];
  }

  #problems(): ReadonlyMap<string, string> {
    const { state } = this.#form;
    const found = new Map<string, string>();
    const nameProblem = nameFeedback(state.name, state.takenNames, state.deletedNames).problem;
    if (nameProblem !== undefined) found.set(inputIds.name, nameProblem);
    const leak = credentialProblem(state.description);
    if (leak !== undefined) found.set(inputIds.description, leak);
    const all = this.#attempted ? this.problems() : [];
    for (const { inputId, message } of this.#hostProblem ? [...all, this.#hostProblem] : all) {
      if (!found.has(inputId)) found.set(inputId, message);
    }
    return found;
  }
}
