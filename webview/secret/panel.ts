import type {
  FromSecretPage,
  SecretPageAction,
  SecretRequest,
  ToSecretPage,
} from '../../contracts/secret-page-messages.ts';
import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import { Drawing } from '../common/drawing.ts';
import { keepFocusNear } from '../common/focus-near.ts';
import type { Host } from '../common/open-panel.ts';
import type { SecretPage, SecretPageActions } from './page.ts';
import { secretPage } from './view.ts';

/** Shows one secret. The host sends everything again after each change. */
export class SecretPanel implements SecretPageActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromSecretPage>;
  #page: Partial<SecretPage> = {};

  constructor(root: HTMLElement, host: Host<FromSecretPage>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToSecretPage): void {
    switch (message.type) {
      case 'show':
        this.#host.keep({ name: message.name });
        return this.#change({ shown: message, alert: '' });
      case 'last-read':
        return this.#change({ lastRead: message });
      case 'evidence':
        return this.#change({ code: message });
      case 'failed':
        return this.#change({ alert: message.message });
    }
  }

  readonly act = (action: SecretPageAction): void => this.#host.post({ type: 'act', action });

  readonly decide = ({ id }: SecretRequest, decision: 'approve' | 'decline'): void =>
    this.#host.post({ type: 'decide', id, decision });

  readonly openPlace = ({ id }: PanelPlace): void => this.#host.post({ type: 'open-places', ids: [id] });

  readonly refresh = (): void => this.#host.post({ type: 'refresh' });

  #change(changed: Partial<SecretPage>): void {
    this.#page = { ...this.#page, ...changed };
    const { shown, alert = '', ...rest } = this.#page;
    if (!shown) return;
    const view = secretPage({ ...rest, shown, alert }, this);
    keepFocusNear('title', () => this.#drawing.draw(view));
  }
}
