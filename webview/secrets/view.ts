import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ListedSecret, SecretAction } from '../../contracts/secrets-messages.ts';
import type { Window } from '../access-matrix/grid.ts';
import { localTime } from '../common/access-words.ts';
import { maskedValue } from '../common/chips.ts';
import { choice } from '../common/choice.ts';
import { alertRegion, button, filterInput, iconButton, type Part, tickedIn } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { scrollId } from './place.ts';
import type { SecretsView } from './shown.ts';

export interface SecretsPage {
  readonly view: SecretsView;
  readonly all: number;
  readonly shown: readonly ListedSecret[];
  readonly part: Window;
  readonly agentNames: ReadonlyMap<string, string>;
  readonly selected: ReadonlySet<string>;
  readonly mayWrite: boolean;
  readonly mayChangeAccess: boolean;
  readonly alert: string;
}

export interface SecretsActions {
  readonly look: (changed: Partial<SecretsView>) => void;
  readonly scroll: () => void;
  readonly select: (name: string, isSelected: boolean) => void;
  readonly selectShown: () => void;
  readonly clear: () => void;
  readonly deleteSelected: () => void;
  readonly act: (action: SecretAction, name: string) => void;
}

export function secretsPage(page: SecretsPage, actions: SecretsActions): TemplateResult {
  const { view, shown, part } = page;
  return html`<div class="panel secrets-panel" role="region" aria-labelledby="title">
    <h1 id="title">${t('Secrets of the Account')}</h1>
    ${alertRegion(page.alert)} ${tools(view, actions)}
    <p class="help" aria-live="polite">${t('{0} of {1} secrets', shown.length, page.all)}</p>
    ${page.mayWrite ? selection(page, actions) : nothing}
    <div id=${scrollId} class="secrets-scroll" tabindex="-1" @scroll=${actions.scroll}>
      <ul class="secrets ${view.layout}" role="list" aria-label=${t('Secrets')}>
        ${repeat(
          shown.slice(part.first, part.end),
          ({ name }) => name,
          (secret, at) => item(page, secret, part.first + at, actions),
        )}
      </ul>
    </div>
  </div>`;
}

function tools({ filter, show, order, layout }: SecretsView, { look }: SecretsActions): TemplateResult {
  return html`<div class="secrets-tools" role="group" aria-label=${t('Filter')}>
    ${filterInput('secret-filter', t('Filter secrets'), filter, (text) => look({ filter: text }))}
    ${choice('show', t('Show'), { all: t('Everything'), ungranted: t('Not granted'), deprecated: t('Deprecated') }, show, (chosen) => look({ show: chosen }))}
    ${choice('order', t('Order'), { name: t('By name'), newest: t('Newest first'), changed: t('Last changed first'), agents: t('Most agents first') }, order, (chosen) => look({ order: chosen }))}
    ${choice('layout', t('View'), { cards: t('Cards'), list: t('List') }, layout, (chosen) => look({ layout: chosen }))}
  </div>`;
}

function selection({ selected, shown }: SecretsPage, actions: SecretsActions): TemplateResult {
  const isEmpty = selected.size === 0;
  return html`<div class="selection" role="group" aria-label=${t('Selection')}>
    <span aria-live="polite">${t('{0} selected', selected.size)}</span>
    ${button({ id: 'select-shown', label: t('Select Shown'), press: actions.selectShown, disabled: shown.length === 0, secondary: true })}
    ${button({ id: 'clear', label: t('Clear Selection'), press: actions.clear, disabled: isEmpty, secondary: true })}
    ${button({ id: 'delete', label: t('Delete…'), press: actions.deleteSelected, disabled: isEmpty, secondary: true })}
  </div>`;
}

function item(
  page: SecretsPage,
  secret: ListedSecret,
  index: number,
  actions: SecretsActions,
): TemplateResult {
  const { name, description, createdAt } = secret;
  const isCard = page.view.layout === 'cards';
  return html`<li aria-setsize=${page.shown.length} aria-posinset=${index + 1}>
    <div class="card">
      <div class="name">
        ${page.mayWrite ? tick(page, name, actions) : nothing}
        <button
          type="button"
          class="link-button"
          title=${t('Show the secret {0}', name)}
          @click=${() => actions.act('show', name)}
        >
          <code>${name}</code>
        </button>
        ${secret.deprecated ? html`<span class="chip">${t('deprecated')}</span>` : nothing}
      </div>
      ${isCard ? maskedValue() : nothing}
      <p class="about" dir="auto" title=${description}>${description}</p>
      ${
        isCard
          ? html`<span class="detail"
              >${t('Created')} <time datetime=${createdAt}>${localTime(createdAt)}</time></span
            >`
          : nothing
      }
      ${isCard ? chips(page, secret) : html`<span class="detail">${agentCount(secret)}</span>`}
      ${actionButtons(page, name, actions)}
    </div>
  </li>`;
}

function tick({ selected }: SecretsPage, name: string, { select }: SecretsActions): TemplateResult {
  return html`<input
    type="checkbox"
    aria-label=${t('Select {0}', name)}
    .checked=${selected.has(name)}
    @change=${(event: Event) => select(name, tickedIn(event))}
  />`;
}

const mostChips = 4;

function chips({ agentNames }: SecretsPage, { agentIds }: ListedSecret): TemplateResult {
  const hidden = agentIds.length - mostChips;
  return html`<div class="chips">
    ${agentIds.slice(0, mostChips).map((agentId) => {
      const name = agentNames.get(agentId) ?? agentId;
      return html`<span class="chip" dir="auto" title="${name} (${agentId})">${name}</span>`;
    })}
    ${hidden > 0 ? html`<span class="chip">${t('{0} more', hidden)}</span>` : nothing}
    ${agentIds.length === 0 ? html`<span class="detail">${t('no agents')}</span>` : nothing}
  </div>`;
}

function agentCount({ agentIds }: ListedSecret): string {
  if (agentIds.length === 0) return t('no agents');
  return agentIds.length === 1 ? t('1 agent') : t('{0} agents', agentIds.length);
}

function actionButtons(
  { mayWrite, mayChangeAccess }: SecretsPage,
  name: string,
  { act }: SecretsActions,
): TemplateResult {
  const action = (icon: string, label: string, kind: SecretAction, isAllowed = true): Part =>
    isAllowed ? iconButton(icon, label, () => act(kind, name)) : nothing;
  return html`<div class="actions">
    ${action('edit', t('Edit {0}', name), 'edit', mayWrite)}
    ${action('sync', t('Rotate {0}', name), 'rotate', mayWrite)}
    ${action('organization', t('Edit access to {0}', name), 'access', mayChangeAccess)}
    ${action('history', t('View the history of {0}', name), 'history')}
    ${action('copy', t('Copy the name {0}', name), 'copy')}
  </div>`;
}
