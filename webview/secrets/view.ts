import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type {
  BulkAction,
  ListedSecret,
  SecretAction,
  SecretsView,
} from '../../contracts/secrets-messages.ts';
import type { Window } from '../access-matrix/grid.ts';
import { dueSoon, dueText } from '../../contracts/due.ts';
import { localDay, localTime } from '../common/access-words.ts';
import { maskedValue } from '../common/chips.ts';
import { choice } from '../common/choice.ts';
import { alertRegion, button, filterInput, iconButton, type Part, tickedIn } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { scrollId } from './place.ts';
import { remark } from './remark.ts';
import type { KnownUse } from './shown.ts';

export interface SecretsPage {
  readonly view: SecretsView;
  readonly all: number;
  readonly shown: readonly ListedSecret[];
  /** For the filters: all owners and labels of the account, sorted. */
  readonly owners: readonly string[];
  readonly labels: readonly string[];
  readonly part: Window;
  readonly agentNames: ReadonlyMap<string, string>;
  readonly selected: ReadonlySet<string>;
  readonly use: KnownUse;
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
  readonly actOnSelected: (action: BulkAction) => void;
  readonly act: (action: SecretAction, name: string) => void;
}

export function secretsPage(page: SecretsPage, actions: SecretsActions): TemplateResult {
  const { view, shown, part } = page;
  return html`<div class="panel secrets-panel" role="region" aria-labelledby="title">
    <h1 id="title" tabindex="-1">${t('Secrets of the Account')}</h1>
    ${alertRegion(page.alert)} ${tools(page, actions)}
    <p class="help" aria-live="polite">
      ${t('{0} of {1} secrets', shown.length, page.all)} ${remarkPart(page)}
    </p>
    ${maySelect(page) ? selection(page, actions) : nothing}
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

function remarkPart({ alert, view, use }: SecretsPage): string {
  const text = alert === '' ? remark(view.show, use) : '';
  return text === '' ? '' : ` · ${text}`;
}

function tools({ view, owners, labels }: SecretsPage, { look }: SecretsActions): TemplateResult {
  const { filter, show, owner, label, order, layout } = view;
  const shows = {
    all: t('Everything'),
    ungranted: t('Not granted'),
    unused: t('Not used in this workspace'),
    unread: t('Never read'),
    stale: t('Not read for 90 days'),
    due: t('Expiring or due'),
    deprecated: t('Deprecated'),
    deleted: t('Deleted'),
  };
  const orders = {
    name: t('By name'),
    newest: t('Newest first'),
    changed: t('Last changed first'),
    read: t('Longest unread first'),
    agents: t('Most agents first'),
  };
  const layouts = { cards: t('Cards'), list: t('List') };
  return html`<div class="secrets-tools" role="group" aria-label=${t('Filter')}>
    ${filterInput('secret-filter', t('Filter secrets'), filter, (text) => look({ filter: text }))}
    ${choice('show', t('Show'), shows, show, (chosen) => look({ show: chosen }))}
    ${of('owner', t('Owner'), owners, owner, (chosen) => look({ owner: chosen }))}
    ${of('label', t('Label'), labels, label, (chosen) => look({ label: chosen }))}
    ${choice('order', t('Order'), orders, order, (chosen) => look({ order: chosen }))}
    ${choice('layout', t('View'), layouts, layout, (chosen) => look({ layout: chosen }))}
  </div>`;
}

/** A filter for one of the values, or for all; absent if there are none. */
function of(
  id: string,
  label: string,
  values: readonly string[],
  value: string,
  change: (value: string) => void,
): Part {
  if (values.length === 0 && value === '') return nothing;
  // The value of a restored filter may no longer occur.
  const known = values.includes(value) || value === '' ? values : [value, ...values];
  const options = { '': t('Any'), ...Object.fromEntries(known.map((one) => [one, one] as const)) };
  return choice(id, label, options, value, change);
}

/** Deleted secrets can only be restored. */
function bulkButtons({
  view,
  mayWrite,
  mayChangeAccess,
}: SecretsPage): readonly (readonly [BulkAction, string])[] {
  if (view.show === 'deleted') return mayWrite ? [['restore', t('Restore')]] : [];
  return [
    ...(mayChangeAccess
      ? ([
          ['grant', t('Grant…')],
          ['revoke', t('Revoke…')],
        ] as const)
      : []),
    ...(mayWrite
      ? ([
          ['upkeep', t('Owner and Dates…')],
          ['deprecate', t('Deprecate…')],
          ['delete', t('Delete…')],
        ] as const)
      : []),
  ];
}

function maySelect(page: SecretsPage): boolean {
  return bulkButtons(page).length > 0;
}

function selection(page: SecretsPage, actions: SecretsActions): TemplateResult {
  const { selected, shown } = page;
  const isEmpty = selected.size === 0;
  return html`<div class="selection" role="group" aria-label=${t('Selection')}>
    <span aria-live="polite">${t('{0} selected', selected.size)}</span>
    ${button({ id: 'select-shown', label: t('Select Shown'), press: actions.selectShown, disabled: shown.length === 0, secondary: true })}
    ${button({ id: 'clear', label: t('Clear Selection'), press: actions.clear, disabled: isEmpty, secondary: true })}
    ${bulkButtons(page).map(([action, label]) =>
      button({
        id: action,
        label,
        press: () => actions.actOnSelected(action),
        disabled: isEmpty,
        secondary: true,
      }),
    )}
  </div>`;
}

function item(
  page: SecretsPage,
  secret: ListedSecret,
  index: number,
  actions: SecretsActions,
): TemplateResult {
  const { name, description } = secret;
  const isCard = page.view.layout === 'cards';
  return html`<li aria-setsize=${page.shown.length} aria-posinset=${index + 1}>
    <div class="card">
      <div class="name">
        ${maySelect(page) ? tick(page, name, actions) : nothing}
        <button
          type="button"
          class="link-button"
          title=${t('Show the secret {0}', name)}
          @click=${() => actions.act('show', name)}
        >
          <code>${name}</code>
        </button>
        ${secret.deprecated ? html`<span class="chip">${t('deprecated')}</span>` : nothing} ${dueChip(secret)}
        ${(secret.labels ?? []).map((label) => html`<span class="chip" dir="auto">${label}</span>`)}
        ${isMaybeUsed(page, name) ? html`<span class="chip">${t('maybe (dynamic)')}</span>` : nothing}
      </div>
      ${isCard ? maskedValue() : nothing}
      <p class="about" dir="auto" title=${description}>${description}</p>
      ${isCard ? html`<span class="detail">${age(secret)}${ownerPart(secret)}</span>` : nothing}
      ${isCard ? chips(page, secret) : html`<span class="detail">${agentCount(secret)}</span>`}
      ${actionButtons(page, secret, actions)}
    </div>
  </li>`;
}

function dueChip(secret: ListedSecret): Part {
  const due = secret.deletedAt === undefined ? dueSoon(secret, new Date()) : undefined;
  return due ? html`<span class="chip" title=${due.date}>${dueText(due, t)}</span>` : nothing;
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

/** For a secret without a place in the code: notes that code may still read it. */
function isMaybeUsed({ view, use }: SecretsPage, name: string): boolean {
  return view.show === 'unused' && use.code?.maybe.includes(name) === true;
}

/** When it was created and last read; for a deleted secret, until when it can be restored. */
function age({ createdAt, lastReadAt, purgeAfter }: ListedSecret): TemplateResult | string {
  if (purgeAfter !== undefined) return t('Can be restored until {0}', localTime(purgeAfter));
  const read = lastReadAt === undefined ? t('never read') : t('last read {0}', localDay(lastReadAt));
  return html`${t('Created')} <time datetime=${createdAt}>${localDay(createdAt)}</time> · ${read}`;
}

function ownerPart({ owner: name }: ListedSecret): TemplateResult | typeof nothing {
  return name === undefined ? nothing : html` · <span dir="auto">${name}</span>`;
}

function actionButtons(
  { mayWrite, mayChangeAccess }: SecretsPage,
  { name, deletedAt }: ListedSecret,
  { act }: SecretsActions,
): TemplateResult {
  const action = (icon: string, label: string, kind: SecretAction, isAllowed = true): Part =>
    isAllowed ? iconButton(icon, label, () => act(kind, name)) : nothing;
  if (deletedAt !== undefined)
    return html`<div class="actions">${action('discard', t('Restore {0}', name), 'restore', mayWrite)}</div>`;
  return html`<div class="actions">
    ${action('edit', t('Edit {0}', name), 'edit', mayWrite)}
    ${action('sync', t('Rotate {0}', name), 'rotate', mayWrite)}
    ${action('organization', t('Edit access to {0}', name), 'access', mayChangeAccess)}
    ${action('history', t('View the history of {0}', name), 'history')}
    ${action('copy', t('Copy the name {0}', name), 'copy')}
  </div>`;
}
