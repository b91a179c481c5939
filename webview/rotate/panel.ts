import type { FromRotatePanel, RotationCheck, ToRotatePanel } from '../../contracts/rotate-messages.ts';
import { Drawing } from '../common/drawing.ts';
import type { Host } from '../common/open-panel.ts';
import { handlePanelKey } from '../common/keys.ts';
import { focusOn } from '../common/parts.ts';
import { ValueControls } from '../common/value-controls.ts';
import { readValue } from '../common/value-inputs.ts';
import { t } from '../common/words.ts';
import {
  newValue,
  openRotation,
  testedIds,
  valueIds,
  valueProblem,
  withTested,
  type RotateState,
} from './rotate.ts';
import { rotateView, type RotateActions, type RotateForm } from './view.ts';

/** The guided rotation, from entering the new value to revoking the old credential. */
export class RotatePanel implements RotateActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromRotatePanel>;
  readonly values = new ValueControls({
    typed: () => this.#typed(''),
    draw: (status = '') => this.#typed(status),
  });
  #form: RotateForm | undefined;
  /** The button that sent the last request to the vault. */
  #pressed: 'store' | 'restore' | 'finish' = 'store';

  constructor(root: HTMLElement, host: Host<FromRotatePanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToRotatePanel): void {
    switch (message.type) {
      case 'open':
        return this.#open(openRotation(message));
      case 'checks':
        return this.#change({}, { checks: message.checks });
      case 'rotated':
        this.values.clear();
        this.#change(
          { busy: false, status: t('The new value is stored.') },
          { run: message.run, restored: false },
        );
        return focusOn('step-test');
      case 'restored':
        return this.#restored();
      case 'kept':
        return this.#release({});
      case 'deleted':
        return this.#change({ deleted: message.text });
      case 'failed':
        return this.#release({ alert: message.message });
    }
  }

  readonly store = (): void => {
    if (!this.#form || this.#form.busy || this.#form.state.run) return;
    const problem = this.#lossIn(this.#form.state) ?? valueProblem(this.#form.state, readValue);
    const value = newValue(this.#form.state, readValue);
    if (problem ?? value === undefined) {
      this.#change(problem ? { problem } : {});
      return focusOn(problem?.inputId);
    }
    this.#host.post({ type: 'rotate', value });
    this.values.hideAll();
    this.#wait('store', t('Storing…'));
  };

  readonly test = ({ id }: RotationCheck, tested: boolean): void => {
    if (!this.#form) return;
    this.#change({}, withTested(this.#form.state, id, tested));
    this.#host.post({ type: 'test', tested: testedIds(this.#form.state) });
  };

  readonly openPlaces = ({ places }: RotationCheck): void =>
    this.#host.post({ type: 'open-places', ids: places.map(({ id }) => id) });

  readonly restore = (): void => {
    this.#wait('restore');
    this.#host.post({ type: 'restore' });
  };

  readonly finish = (): void => {
    if (this.#form?.busy) return;
    this.#wait('finish');
    this.#host.post({ type: 'finish' });
  };

  readonly cancel = (): void => this.#host.post({ type: 'cancel' });

  readonly keyDown = (event: KeyboardEvent): void =>
    handlePanelKey(event, {
      submit: this.store,
      escape: () => this.#escape(),
      filterId: '',
      clearFilter: () => undefined,
    });

  /** A repeated `open` must not undo what the user has typed, so it is applied only if it ends a rotation. */
  #open(state: RotateState): void {
    const isOver = this.#form?.state.run !== undefined && !state.run;
    if (this.#form && !isOver) return;
    this.#host.keep({ name: state.name });
    this.#form = { state: { ...state, restored: isOver }, busy: false, alert: '', deleted: '', status: '' };
    this.#change({});
    // If a rotation ends while the user is working elsewhere, the focus stays there.
    if (!isOver || document.hasFocus()) focusOn(state.run ? 'step-test' : valueIds(state)[0]);
  }

  #wait(pressed: 'store' | 'restore' | 'finish', status = ''): void {
    this.#pressed = pressed;
    this.#change({ busy: true, alert: '', status });
  }

  /**
   * Controls lose the focus when they are disabled during a request, so it returns to the button that the
   * user pressed.
   */
  #release(changed: Partial<RotateForm>): void {
    const waited = this.#form?.busy ?? false;
    this.#change({ ...changed, busy: false, status: '' });
    // A request may also fail without a user action, while the user is working elsewhere.
    if (waited && document.hasFocus()) focusOn(this.#pressed);
  }

  #restored(): void {
    if (!this.#form) return;
    const { run: _run, ...state } = this.#form.state;
    this.#form = { ...this.#form, state: { ...state, restored: true, tested: new Set() } };
    this.#change({ busy: false, status: t('The old value is in use again.') });
    focusOn(valueIds(state)[0]);
  }

  #escape(): void {
    if (!this.#isTyped()) return this.cancel();
    this.#change({ status: t('Esc keeps what you typed. Press Cancel to discard it.') });
  }

  #typed(status: string): void {
    if (!this.#form) return;
    const { problem: _problem, ...form } = this.#form;
    this.#form = form;
    this.#change({ status, alert: '' });
    this.#host.post({ type: 'draft', typed: this.#isTyped() });
  }

  #lossIn(state: RotateState): RotateForm['problem'] {
    const [lost] = this.values.losses(valueIds(state));
    return lost && { inputId: lost[0], message: lost[1] };
  }

  #isTyped(): boolean {
    return this.#form !== undefined && valueIds(this.#form.state).some((id) => readValue(id) !== '');
  }

  #change(changed: Partial<RotateForm>, state: Partial<RotateState> = {}): void {
    if (!this.#form) return;
    this.#form = { ...this.#form, ...changed, state: { ...this.#form.state, ...state } };
    this.#drawing.draw(rotateView(this.#form, this));
  }
}
