import type {
  ComparisonView,
  FromEnvironmentsPanel,
  RuleDraft,
  ToEnvironmentsPanel,
} from '../../contracts/environments-messages.ts';
import { environmentsProblem, type NamedEnvironment } from '../../contracts/environments.ts';
import { Drawing } from '../common/drawing.ts';
import { keepFocusNear } from '../common/focus-near.ts';
import type { Host } from '../common/open-panel.ts';
import { focusOn } from '../common/parts.ts';
import { storable } from '../common/storable.ts';
import { t } from '../common/words.ts';
import { comparison, shownRows } from './comparison.ts';
import { environmentsView, type EnvironmentsActions } from './view.ts';

type Content = Extract<ToEnvironmentsPanel, { type: 'open' }>;

/** A rule to begin with. */
const suggested: readonly NamedEnvironment[] = [
  { name: 'Sandbox', suffix: '_sandbox' },
  { name: 'Live', suffix: '_live' },
];

const rowsAtOnce = 200;
const minute = 60_000;

/** Compares the account's environments. The host sends all secrets after each change. */
export class EnvironmentsPanel implements EnvironmentsActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromEnvironmentsPanel>;
  #content: Content | undefined;
  #draft: RuleDraft | undefined;
  #view: ComparisonView = { filter: '', show: 'all' };
  #most = rowsAtOnce;
  #busy = false;
  #problem = '';
  #alert = '';
  #status = '';

  constructor(root: HTMLElement, host: Host<FromEnvironmentsPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
    // Ages.
    setInterval(() => this.#draw(), minute);
  }

  receive(message: ToEnvironmentsPanel): void {
    switch (message.type) {
      case 'open':
        if (!this.#content) {
          this.#draft = message.draft;
          this.#view = message.view ?? this.#view;
        }
        this.#content = message;
        this.#alert = '';
        this.#keep();
        return this.#draw();
      case 'saved':
        this.#status = t('Environments saved');
        return this.#edit(undefined);
      case 'failed':
        this.#busy = false;
        this.#alert = message.message;
        // Saving again replaces what is shown now.
        if (this.#draft && this.#content)
          this.#draft = { ...this.#draft, before: this.#content.environments };
        return this.#draw();
    }
  }

  readonly look = (changed: Partial<ComparisonView>): void => {
    this.#view = { ...this.#view, ...changed };
    this.#most = rowsAtOnce;
    this.#keep();
    this.#draw();
  };

  readonly more = (): void => {
    this.#most += rowsAtOnce;
    this.#draw();
  };

  readonly show = (name: string): void => this.#host.post({ type: 'show', name });

  readonly create = (name: string, counterpart: string): void =>
    this.#host.post({ type: 'create', name, counterpart });

  readonly beginRule = (): void => {
    const before = this.#content?.environments ?? [];
    this.#edit({ before, environments: before.length > 0 ? before : suggested }, 'environment-0');
  };

  readonly changeRule = (environments: readonly NamedEnvironment[], focus?: string): void => {
    if (this.#draft) this.#edit({ ...this.#draft, environments }, focus);
  };

  readonly cancelRule = (): void => this.#edit(undefined);

  /** Ignores empty rows, so that removing all rows removes the rule. */
  readonly saveRule = (): void => {
    const draft = this.#draft;
    if (!draft || this.#busy) return;
    const environments = filled(draft.environments);
    this.#problem = problemText(environments);
    if (this.#problem === '') {
      this.#busy = true;
      this.#alert = '';
      this.#host.post({ type: 'save', draft: { ...draft, environments } });
    }
    this.#draw();
  };

  #edit(draft: RuleDraft | undefined, focus?: string): void {
    this.#draft = draft;
    this.#busy = false;
    this.#problem = draft && !isIncomplete(draft.environments) ? problemText(filled(draft.environments)) : '';
    this.#alert = '';
    if (draft) this.#status = '';
    this.#keep();
    this.#draw();
    focusOn(focus);
  }

  #keep(): void {
    const draft = this.#draft && storableRule(this.#draft);
    const view = { ...this.#view, filter: storable(this.#view.filter) };
    this.#host.post({ type: 'draft', draft, view });
    this.#host.keep({ name: '', draft, view });
  }

  /** While the user enters a valid rule, the panel previews it. */
  #draw(): void {
    const content = this.#content;
    if (!content) return;
    const draft = this.#draft && filled(this.#draft.environments);
    const environments = draft && environmentsProblem(draft) === undefined ? draft : content.environments;
    const rows = comparison(content.secrets, environments);
    const page = {
      content,
      environments,
      rows,
      shown: shownRows(rows, this.#view),
      most: this.#most,
      view: this.#view,
      draft: this.#draft,
      busy: this.#busy,
      problem: this.#problem,
      alert: this.#alert,
      status: this.#status,
      now: new Date(),
    };
    keepFocusNear('title', () => this.#drawing.draw(environmentsView(page, this)));
  }
}

function filled(environments: readonly NamedEnvironment[]): readonly NamedEnvironment[] {
  return environments
    .map(({ name, suffix }) => ({ name: name.trim(), suffix: suffix.trim() }))
    .filter(({ name, suffix }) => name !== '' || suffix !== '');
}

/** Whether the user may still be typing a row. */
function isIncomplete(environments: readonly NamedEnvironment[]): boolean {
  return filled(environments).some(({ name, suffix }) => name === '' || suffix === '');
}

function problemText(environments: readonly NamedEnvironment[]): string {
  switch (environmentsProblem(environments)) {
    case undefined:
      return '';
    case 'too-many':
      return t('An account can have at most 8 environments.');
    case 'bad-name':
    case 'bad-suffix':
      return t('Each environment needs a name and a suffix of up to 40 characters.');
    case 'same-name':
      return t('Two environments have the same name.');
    case 'same-suffix':
      return t('Two environments have the same suffix.');
  }
}

function storableRule({ environments, ...rule }: RuleDraft): RuleDraft {
  return {
    ...rule,
    environments: environments.map(({ name, suffix }) => ({
      name: storable(name),
      suffix: storable(suffix),
    })),
  };
}
