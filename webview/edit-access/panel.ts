import { render } from 'lit';
import type { FromAccessPanel, PanelAgent, ToAccessPanel } from '../../contracts/webview-messages.ts';
import { handlePanelKey } from '../common/keys.ts';
import { deltaOf, meetConflict, openAccess, tick, type AccessState } from './access-model.ts';
import { accessForm } from './form-view.ts';
import { filterId, type AccessActions, type AccessForm } from './form.ts';

/** The access table from `open` to `save` or `cancel`. */
export class AccessPanel implements AccessActions {
  readonly #root: HTMLElement;
  readonly #post: (message: FromAccessPanel) => void;
  #form: AccessForm | undefined;
  /** As it was opened: Esc closes the panel only while nothing has been ticked. */
  #untouched: AccessState | undefined;

  constructor(root: HTMLElement, post: (message: FromAccessPanel) => void) {
    this.#root = root;
    this.#post = post;
  }

  receive(message: ToAccessPanel): void {
    switch (message.type) {
      case 'open':
        return this.#open(openAccess(message));
      case 'failed':
        return this.#fail({ alert: message.message }, 'save');
      case 'conflict':
        return this.#fail(
          { alert: message.message, ...this.#conflicting(message.grantedAgentIds) },
          'conflict',
        );
    }
  }

  readonly filter = (filter: string): void => this.#change({ filter });

  readonly tick = (agents: readonly PanelAgent[], ticked: boolean): void => {
    if (this.#form) this.#change({ access: tick(this.#form.access, agents, ticked), alert: '' });
  };

  readonly save = (): void => {
    if (!this.#form || this.#form.saving || this.#form.access.wishes.size === 0) return;
    const { grant, revoke } = deltaOf(this.#form.access);
    this.#post({ type: 'save', grant: grant.map(idOf), revoke: revoke.map(idOf) });
    this.#change({ saving: true, alert: '', status: 'Saving access…' });
  };

  readonly cancel = (): void => this.#post({ type: 'cancel' });

  readonly keyDown = (event: KeyboardEvent): void =>
    handlePanelKey(event, {
      submit: this.save,
      escape: () => this.#escape(),
      filterId,
      clearFilter: () => this.filter(''),
    });

  /** A repeated `open` must not undo what the person has ticked. */
  #open(access: AccessState): void {
    if (this.#form && this.#form.access !== this.#untouched) return;
    this.#untouched = access;
    this.#form = { access, filter: '', saving: false, alert: '', status: '' };
    this.#change({});
    document.getElementById(filterId)?.focus();
  }

  #fail(changed: Partial<AccessForm>, focusId: string): void {
    this.#change({ ...changed, saving: false, status: '' });
    document.getElementById(focusId)?.focus();
  }

  #conflicting(grantedAgentIds: readonly string[]): Partial<AccessForm> {
    return this.#form ? { access: meetConflict(this.#form.access, grantedAgentIds) } : {};
  }

  #escape(): void {
    if (this.#form?.access === this.#untouched) return this.cancel();
    this.#change({ status: 'Esc keeps your changes. Press Cancel to discard them.' });
  }

  #change(changed: Partial<AccessForm>): void {
    if (!this.#form) return;
    this.#form = { ...this.#form, ...changed };
    render(accessForm(this.#form, this), this.#root);
  }
}

const idOf = ({ agentId }: PanelAgent): string => agentId;
