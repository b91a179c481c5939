import type { FromPeoplePanel, PeopleAction, ToPeoplePanel } from '../../contracts/people-messages.ts';
import { Drawing } from '../common/drawing.ts';
import { keepFocusNear } from '../common/focus-near.ts';
import type { Host } from '../common/open-panel.ts';
import { type PeopleActions, peoplePage } from './view.ts';

/** Lists people and keys. The host sends everything after each change, and asks all questions. */
export class PeoplePanel implements PeopleActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromPeoplePanel>;
  #content: Extract<ToPeoplePanel, { type: 'people' }> | undefined;
  #view = { filter: '', ended: false };
  #alert = '';

  constructor(root: HTMLElement, host: Host<FromPeoplePanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToPeoplePanel): void {
    if (message.type === 'failed') {
      this.#alert = message.message;
    } else {
      this.#host.keep({ name: '' });
      this.#content = message;
      this.#alert = '';
    }
    this.#draw();
  }

  readonly look = (changed: Partial<{ filter: string; ended: boolean }>): void => {
    this.#view = { ...this.#view, ...changed };
    this.#draw();
  };

  readonly act = (action: PeopleAction, id?: string): void => {
    this.#host.post({ type: 'act', action, ...(id !== undefined && { id }) });
  };

  #draw(): void {
    if (!this.#content) return;
    const page = { ...this.#content, ...this.#view, alert: this.#alert };
    keepFocusNear('title', () => this.#drawing.draw(peoplePage(page, this)));
  }
}
