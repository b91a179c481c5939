import type { FromAccessPanel, ToAccessPanel } from '../../contracts/access-messages.ts';
import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { changedText, conflictId } from '../common/conflict-table.ts';
import { Drawing } from '../common/drawing.ts';
import { handlePanelKey } from '../common/keys.ts';
import type { Host } from '../common/open-panel.ts';
import { focusOn } from '../common/parts.ts';
import { t } from '../common/words.ts';
import {
  type AccessActions,
  type AccessForm,
  type AccessState,
  changedAccess,
  draftOf,
  filterId,
  followList,
  impactId,
  inOrder,
  meetConflict,
  openAccess,
  tick,
  withEvidence,
} from './access.ts';
import { mayBreakCode } from './evidence.ts';
import { accessForm } from './form-view.ts';

/** The access table from `open` to `save` or `cancel`. */
export class AccessPanel implements AccessActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromAccessPanel>;
  #form: AccessForm | undefined;
  /** Whether the user has changed something. If so, rows must not move anymore. */
  #isTouched = false;

  constructor(root: HTMLElement, host: Host<FromAccessPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToAccessPanel): void {
    switch (message.type) {
      case 'open':
        return this.#open(openAccess(message));
      case 'list':
        return this.#follow(message);
      case 'evidence':
        return this.#learn(message.evidence);
      case 'deleted':
        return this.#change({ deleted: message.text });
      case 'elsewhere':
        return this.#change({
          elsewhere: this.#form ? changedText(changedAccess(this.#form.access, message.grantedAgentIds)) : '',
        });
      case 'failed':
        return this.#fail({ alert: message.message, failed: true }, 'save');
      case 'conflict':
        return this.#meet(message);
    }
  }

  readonly filter = (filter: string): void => this.#change({ filter });

  readonly tick = (agents: readonly PanelAgent[], ticked: boolean): void => {
    if (!this.#form) return;
    this.#isTouched = true;
    const access = tick(this.#form.access, agents, ticked);
    this.#change({ access, alert: '', failed: false, confirming: false });
    this.#keep(access);
  };

  readonly openPlaces = (places: readonly PanelPlace[]): void =>
    this.#host.post({ type: 'open-places', ids: places.map(({ id }) => id) });

  readonly save = (): void => {
    const form = this.#form;
    if (!form || form.saving || form.deleted !== '' || form.access.wishes.size === 0) return;
    if (!form.confirming && mayBreakCode(form.access)) return this.#confirm();
    this.#host.post({ type: 'save', ...draftOf(form.access) });
    this.#change({ saving: true, alert: '', status: t('Saving access…') });
  };

  readonly back = (): void => {
    this.#change({ confirming: false });
    focusOn('save');
  };

  readonly cancel = (): void => this.#host.post({ type: 'cancel' });

  readonly keyDown = (event: KeyboardEvent): void =>
    handlePanelKey(event, {
      submit: this.save,
      escape: () => this.#escape(),
      filterId,
      clearFilter: () => this.filter(''),
    });

  /** A repeated `open` must not undo what the user has selected. */
  #open(access: AccessState): void {
    if (this.#form) return this.#form.access.wishes.size > 0 ? undefined : this.#change({ access });
    this.#form = {
      access,
      filter: '',
      saving: false,
      confirming: false,
      alert: '',
      deleted: '',
      elsewhere: '',
      failed: false,
      status: '',
    };
    this.#change({});
    this.#keep(access);
    focusOn(filterId);
  }

  #learn(evidence: Extract<ToAccessPanel, { type: 'evidence' }>['evidence']): void {
    if (!this.#form) return;
    const access = withEvidence(this.#form.access, evidence);
    this.#change({ access: this.#isTouched ? access : inOrder(access) });
  }

  #follow(list: Extract<ToAccessPanel, { type: 'list' }>): void {
    if (!this.#form) return;
    const access = followList(this.#form.access, list);
    this.#change({
      access,
      elsewhere: '',
      status: access.grantedBefore ? '' : t('Access was changed by someone else.'),
    });
  }

  #meet({ message, ...list }: Extract<ToAccessPanel, { type: 'conflict' }>): void {
    if (!this.#form) return;
    const access = meetConflict(this.#form.access, list);
    this.#fail({ alert: message, access, elsewhere: '' }, conflictId);
    this.#keep(access);
  }

  #confirm(): void {
    this.#change({ confirming: true });
    focusOn(impactId);
  }

  #fail(changed: Partial<AccessForm>, focusId: string): void {
    this.#change({ ...changed, saving: false, confirming: false, status: '' });
    focusOn(focusId);
  }

  /**
   * The host restores the selection if the tab was hidden or closed; the editor restores it after a restart.
   */
  #keep(access: AccessState): void {
    const draft = draftOf(access);
    this.#host.post({ type: 'draft', ...draft });
    this.#host.keep({ name: access.secretName, draft });
  }

  #escape(): void {
    if (this.#form?.confirming) return this.back();
    this.cancel();
  }

  #change(changed: Partial<AccessForm>): void {
    if (!this.#form) return;
    this.#form = { ...this.#form, ...changed };
    this.#drawing.draw(accessForm(this.#form, this));
  }
}
