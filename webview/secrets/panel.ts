import type {
  BulkAction,
  FromSecretsPanel,
  ListedSecret,
  SecretAction,
  SecretsView,
  ToSecretsPanel,
} from '../../contracts/secrets-messages.ts';
import { compareNames } from '../../contracts/name-order.ts';
import { Drawing } from '../common/drawing.ts';
import { keepFocusNear } from '../common/focus-near.ts';
import type { Host } from '../common/open-panel.ts';
import { storable } from '../common/storable.ts';
import { scrollId, visiblePart } from './place.ts';
import { firstView, isAboutReads, type KnownUse, shownSecrets } from './shown.ts';
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
  #owners: readonly string[] = [];
  #labels: readonly string[] = [];
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
        if (!this.#content) this.#view = message.view ?? firstView;
        this.#content = message;
        this.#agentNames = new Map(message.agents.map(({ agentId, agentName }) => [agentId, agentName]));
        this.#owners = distinct(message.secrets.flatMap(({ owner }) => owner ?? []));
        this.#labels = distinct(message.secrets.flatMap(({ labels }) => labels ?? []));
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
    const others = this.#view.selected.filter((one) => one !== name);
    this.#select(isSelected ? [...others, name] : others);
  };

  readonly selectShown = (): void => {
    this.#select(this.#shown.map(({ name }) => name));
  };

  readonly clear = (): void => {
    this.#select([]);
  };

  readonly actOnSelected = (action: BulkAction): void => {
    const names = [...this.#selectedShown()];
    if (names.length > 0) this.#host.post({ type: 'act-on-all', action, names });
  };

  readonly act = (action: SecretAction, name: string): void => {
    this.#host.post({ type: 'act', action, name });
  };

  #select(selected: readonly string[]): void {
    this.#view = { ...this.#view, selected };
    this.#keep();
    this.#draw();
  }

  /** An action never affects a secret that the user cannot see. */
  #selectedShown(): ReadonlySet<string> {
    const shown = new Set(this.#shown.map(({ name }) => name));
    return new Set(this.#view.selected.filter((name) => shown.has(name)));
  }

  /** Only secrets on display stay selected; while code is still being analyzed, that is unknown. */
  #apply(): void {
    this.#shown = shownSecrets(this.#content?.secrets ?? [], this.#agentNames, this.#view, this.#use);
    if (this.#view.show !== 'unused' || this.#use.code?.complete)
      this.#view = { ...this.#view, selected: [...this.#selectedShown()] };
    this.#keep();
    this.#draw();
  }

  /** The host restores the view if the tab was hidden; the editor restores it after a restart. */
  #keep(): void {
    const view = { ...this.#view, filter: storable(this.#view.filter) };
    this.#host.post({ type: 'draft', view });
    this.#host.keep({ name: '', view });
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
      owners: this.#owners,
      labels: this.#labels,
      part: visiblePart(this.#shown.length, layout),
      agentNames: this.#agentNames,
      selected: this.#selectedShown(),
      use: this.#use,
      mayWrite,
      mayChangeAccess,
      alert: this.#alert,
    };
    keepFocusNear('title', () => this.#drawing.draw(secretsPage(page, this)));
  }
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted(compareNames);
}
