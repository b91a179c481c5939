import type {
  FromPeoplePanel,
  PeopleAction,
  PeopleView,
  ToPeoplePanel,
} from '../../contracts/people-messages.ts';
import { Drawing } from '../common/drawing.ts';
import { keepFocusNear } from '../common/focus-near.ts';
import type { Host } from '../common/open-panel.ts';
import { storable } from '../common/storable.ts';
import { type PeopleActions, peoplePage } from './view.ts';

/** Lists people and keys. The host sends everything after each change, and asks all questions. */
export class PeoplePanel implements PeopleActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromPeoplePanel>;
  #content: Extract<ToPeoplePanel, { type: 'people' }> | undefined;
  #view: PeopleView = { filter: '', ended: false };
  #alert = '';

  constructor(root: HTMLElement, host: Host<FromPeoplePanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToPeoplePanel): void {
    if (message.type === 'failed') {
      this.#alert = message.message;
    } else {
      if (!this.#content) this.#view = message.view ?? this.#view;
      this.#content = message;
      this.#keep();
      this.#alert = '';
    }
    this.#draw();
  }

  readonly look = (changed: Partial<PeopleView>): void => {
    this.#view = { ...this.#view, ...changed };
    this.#keep();
    this.#draw();
  };

  readonly act = (action: PeopleAction, id?: string): void => {
    this.#host.post({ type: 'act', action, ...(id !== undefined && { id }) });
  };

  /** The host restores the view if the tab was hidden; the editor restores it after a restart. */
  #keep(): void {
    const view = { ...this.#view, filter: storable(this.#view.filter) };
    this.#host.post({ type: 'draft', view });
    this.#host.keep({ name: '', view });
  }

  #draw(): void {
    if (!this.#content) return;
    const page = { ...this.#content, view: this.#view, alert: this.#alert };
    keepFocusNear('title', () => this.#drawing.draw(peoplePage(page, this)));
  }
}
