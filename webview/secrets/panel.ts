import type {
  BulkAction,
  FromSecretsPanel,
  ListedSecret,
  SecretAction,
  ToSecretsPanel,
} from '../../contracts/secrets-messages.ts';
import { Drawing } from '../common/drawing.ts';
import { keepFocusNear } from '../common/focus-near.ts';
import type { Host } from '../common/open-panel.ts';
import { scrollId, visiblePart } from './place.ts';
import { firstView, isAboutReads, type KnownUse, shownSecrets, type SecretsView } from './shown.ts';
import { secretsPage, type SecretsActions } from './view.ts';

type Content = Extract<ToSecretsPanel, { type: 'secrets' }>;

/** Lists the account's secrets. The host sends the whole list after each change. */
export class SecretsPanel implements SecretsActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromSecretsPanel>;
  #content: Content | undefined;
  #agentNames: ReadonlyMap<string, string> = new Map();
  #view = firstView;
  #shown: readonly ListedSecret[] = [];
  #selected: ReadonlySet<string> = new Set();
  #use: KnownUse = {};
  #alert = '';

  constructor(root: HTMLElement, host: Host<FromSecretsPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
    window.addEventListener('resize', this.scroll);
  }

  receive(message: ToSecretsPanel): void {
    switch (message.type) {
      case 'secrets':
        this.#host.keep({ name: '' });
        this.#content = message;
        this.#agentNames = new Map(message.agents.map(({ agentId, agentName }) => [agentId, agentName]));
        this.#alert = '';
        return this.#apply();
      case 'code':
        this.#use = { ...this.#use, code: message.code };
        return this.#apply();
      case 'failed':
        this.#alert = message.message;
        return this.#draw();
    }
  }

  readonly look = (changed: Partial<SecretsView>): void => {
    this.#view = { ...this.#view, ...changed };
    if (isAboutReads(changed)) this.#host.post({ type: 'read-again' });
    this.#apply();
    document.getElementById(scrollId)?.scrollTo(0, 0);
    this.#draw();
  };

  readonly scroll = (): void => this.#draw();

  readonly select = (name: string, isSelected: boolean): void => {
    const selected = new Set(this.#selected);
    if (isSelected) selected.add(name);
    else selected.delete(name);
    this.#selected = selected;
    this.#draw();
  };

  readonly selectShown = (): void => {
    this.#selected = new Set(this.#shown.map(({ name }) => name));
    this.#draw();
  };

  readonly clear = (): void => {
    this.#selected = new Set();
    this.#draw();
  };

  readonly actOnSelected = (action: BulkAction): void => {
    if (this.#selected.size > 0) this.#host.post({ type: 'act-on-all', action, names: [...this.#selected] });
  };

  readonly act = (action: SecretAction, name: string): void => {
    this.#host.post({ type: 'act', action, name });
  };

  /** Only secrets on display stay selected, so that an action never affects one that the user cannot see. */
  #apply(): void {
    this.#shown = shownSecrets(this.#content?.secrets ?? [], this.#agentNames, this.#view, this.#use);
    const names = new Set(this.#shown.map(({ name }) => name));
    this.#selected = new Set([...this.#selected].filter((name) => names.has(name)));
    this.#draw();
  }

  #draw(): void {
    if (!this.#content) return;
    const { secrets, mayWrite, mayChangeAccess } = this.#content;
    const { show, layout } = this.#view;
    const isDeleted = show === 'deleted';
    const page = {
      view: this.#view,
      all: secrets.filter(({ deletedAt }) => (deletedAt !== undefined) === isDeleted).length,
      shown: this.#shown,
      part: visiblePart(this.#shown.length, layout),
      agentNames: this.#agentNames,
      selected: this.#selected,
      use: this.#use,
      mayWrite,
      mayChangeAccess,
      alert: this.#alert,
    };
    keepFocusNear('title', () => this.#drawing.draw(secretsPage(page, this)));
  }
}
