import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type {
  ComparisonView,
  RuleDraft,
  ToEnvironmentsPanel,
} from '../../contracts/environments-messages.ts';
import type { NamedEnvironment } from '../../contracts/environments.ts';
import { relativeAges } from '../../contracts/relative-age.ts';
import { localTime } from '../common/access-words.ts';
import { choice } from '../common/choice.ts';
import {
  alertRegion,
  button,
  filterInput,
  icon,
  type Part,
  statusRegion,
  tableHead,
} from '../common/parts.ts';
import { t } from '../common/words.ts';
import type { Cell, ComparisonRow } from './comparison.ts';
import { ruleForm, type RuleActions } from './rule-view.ts';

export interface EnvironmentsPage {
  readonly content: Extract<ToEnvironmentsPanel, { type: 'open' }>;
  /** The displayed rule: the account's, or the one being entered. */
  readonly environments: readonly NamedEnvironment[];
  readonly rows: readonly ComparisonRow[];
  readonly shown: readonly ComparisonRow[];
  readonly most: number;
  readonly view: ComparisonView;
  readonly draft: RuleDraft | undefined;
  readonly busy: boolean;
  readonly problem: string;
  readonly alert: string;
  readonly status: string;
  readonly now: Date;
}

export interface EnvironmentsActions extends RuleActions {
  readonly look: (changed: Partial<ComparisonView>) => void;
  readonly more: () => void;
  readonly show: (name: string) => void;
  readonly create: (name: string, counterpart: string) => void;
  readonly beginRule: () => void;
}

const age = relativeAges(typeof document === 'undefined' ? 'en' : document.documentElement.lang || 'en');

export function environmentsView(page: EnvironmentsPage, actions: EnvironmentsActions): TemplateResult {
  const { environments, draft } = page;
  return html`<div class="panel environments-panel" role="region" aria-labelledby="title">
    <h1 id="title" tabindex="-1">${t('Environments')}</h1>
    ${alertRegion(page.alert)} ${draft ? ruleForm({ ...page, draft }, actions) : rule(page, actions)}
    ${environments.length > 0 ? compared(page, actions) : nothing} ${statusRegion(page.status)}
  </div>`;
}

function rule(
  { content, environments }: EnvironmentsPage,
  { beginRule }: EnvironmentsActions,
): TemplateResult {
  const isNew = environments.length === 0;
  const label = isNew ? t('Set Up Environments…') : t('Edit Environments…');
  const explained = content.mayChangeRule
    ? t('To compare environments side by side, enter the suffix that secret names have in each one.')
    : t('The account has no environments. An account admin can set them up.');
  return html`${isNew ? html`<p class="lead">${explained}</p>` : nothing}
  ${
    content.mayChangeRule
      ? html`<div class="row-buttons">
          ${button({ id: 'edit-rule', label, press: beginRule, secondary: !isNew })}
        </div>`
      : nothing
  }`;
}

function compared(page: EnvironmentsPage, actions: EnvironmentsActions): TemplateResult {
  const { rows, shown, most, view, content, environments } = page;
  const shows = {
    all: t('Everything'),
    different: t('Only differences'),
    agents: t('Differences, also in agents'),
  };
  const others =
    content.secrets.length - rows.flatMap(({ cells }) => cells.filter((cell) => cell.secret)).length;
  return html`<div class="environments-tools" role="group" aria-label=${t('Filter')}>
      ${filterInput('name-filter', t('Filter secrets'), view.filter, (filter) => actions.look({ filter }))}
      ${choice('show', t('Show'), shows, view.show, (show) => actions.look({ show }))}
    </div>
    <p class="help" aria-live="polite">
      ${t('{0} of {1} names, {2} with differences', shown.length, rows.length, rows.filter((row) => row.differs).length)}
    </p>
    <div class="comparison" role="region" aria-label=${t('Comparison')} tabindex="0">
      <table>
        ${tableHead([t('Name'), ...environments.map(({ name }) => html`<span dir="auto">${name}</span>`)])}
        <tbody>
          ${repeat(
            shown.slice(0, most),
            ({ base }) => base,
            (row) => comparisonRow(page, row, actions),
          )}
        </tbody>
      </table>
    </div>
    ${
      shown.length > most
        ? html`<div class="row-buttons">
            ${button({ id: 'more', label: t('Show More'), press: actions.more, secondary: true })}
          </div>`
        : nothing
    }
    ${others > 0 ? html`<p class="help">${othersText(others)}</p>` : nothing}`;
}

function othersText(count: number): string {
  return count === 1
    ? t('1 secret belongs to no environment.')
    : t('{0} secrets belong to no environment.', count);
}

function comparisonRow(
  page: EnvironmentsPage,
  { base, cells, hasOtherAgents }: ComparisonRow,
  actions: EnvironmentsActions,
): TemplateResult {
  const counterpart = cells.find(({ secret }) => secret)?.name ?? '';
  return html`<tr>
    <th scope="row">
      <code>${base}</code> ${hasOtherAgents ? html`<p class="detail">${t('different agents')}</p>` : nothing}
    </th>
    ${cells.map(
      (cell) =>
        html`<td>
          ${
            cell.secret
              ? secretPart(page, cell, cell.secret, actions)
              : missingPart(page, cell, () => actions.create(cell.name, counterpart))
          }
        </td>`,
    )}
  </tr>`;
}

function missingPart(
  { content, draft }: EnvironmentsPage,
  { name }: Cell,
  create: () => void,
): TemplateResult {
  return html`${difference(t('missing'))}
  ${
    content.mayWrite && !draft
      ? html`<button type="button" class="text-button" @click=${create}>${t('Create {0}…', name)}</button>`
      : nothing
  }`;
}

function secretPart(
  page: EnvironmentsPage,
  { name, lacks }: Cell,
  { fields, version, updatedAt }: NonNullable<Cell['secret']>,
  { show }: EnvironmentsActions,
): TemplateResult {
  return html`<button type="button" class="link-button" @click=${() => show(name)}>
      <code>${name}</code>
    </button>
    <p class="fields">${fields.length === 0 ? t('Single value') : fields.join(', ')}</p>
    ${lacks.length > 0 ? difference(lacksText(lacks)) : nothing} ${agentsPart(page, name)}
    <p class="detail">
      ${t('version {0}', version)} ·
      <time datetime=${updatedAt} title=${localTime(updatedAt)}
        >${t('changed {0}', age(updatedAt, page.now))}</time
      >
    </p>`;
}

function lacksText(fields: readonly string[]): string {
  const list = fields.join(', ');
  return fields.length === 1 ? t('lacks the field {0}', list) : t('lacks the fields {0}', list);
}

function difference(text: string): TemplateResult {
  return html`<p class="warning">${icon('warning')}<span>${text}</span></p>`;
}

function agentsPart({ content }: EnvironmentsPage, name: string): Part {
  const { agentIds } = content.secrets.find((secret) => secret.name === name) ?? { agentIds: [] };
  if (agentIds.length === 0) return html`<p class="detail">${t('no agents')}</p>`;
  const names = agentIds.map(
    (agentId) => content.agents.find((agent) => agent.agentId === agentId)?.agentName ?? agentId,
  );
  return html`<details>
    <summary title=${names.join('\n')}>
      ${agentIds.length === 1 ? t('1 agent') : t('{0} agents', agentIds.length)}
    </summary>
    <ul>
      ${names.map((agent) => html`<li dir="auto">${agent}</li>`)}
    </ul>
  </details>`;
}
