import type { FromChangesPanel, ToChangesPanel } from '../../contracts/access-changes-messages.ts';
import { Drawing } from '../common/drawing.ts';
import type { Host } from '../common/open-panel.ts';
import { t } from '../common/words.ts';
import { absentView, changesView, type ShownChanges } from './view.ts';

/** Shows what the host sends, and reports which row the user acts on. */
export class ChangesPanel {
  readonly #drawing: Drawing;
  readonly #host: Host<FromChangesPanel>;
  #shown: ShownChanges | undefined;

  constructor(root: HTMLElement, host: Host<FromChangesPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToChangesPanel): void {
    switch (message.type) {
      case 'show': {
        const { changes, agentNames, rights } = message;
        const status = this.#shown ? t('The changes were compared again.') : '';
        const agents = this.#shown?.agents;
        this.#shown = { changes, agentNames, rights, status, ...(agents && { agents }) };
        // The host needs no state to restore the panel, but without any the editor would not call it.
        this.#host.keep({ name: 'access-changes' });
        return this.#draw();
      }
      case 'usage':
        if (this.#shown) this.#shown = { ...this.#shown, agents: message.agents };
        return this.#draw();
      case 'absent':
        this.#shown = undefined;
        return this.#drawing.draw(absentView(message.message, this.#host.post));
    }
  }

  #draw(): void {
    if (this.#shown) this.#drawing.draw(changesView(this.#shown, this.#host.post));
  }
}
