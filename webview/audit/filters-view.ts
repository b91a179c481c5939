import { html, nothing, type TemplateResult } from 'lit';
import type { AuditView } from '../../contracts/audit-messages.ts';
import { choice } from '../common/choice.ts';
import { icon, type Part, textIn } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { dateOf, lastDateBefore, startOf } from './dates.ts';
import type { AuditActions, AuditLog } from './log.ts';

/** Each filter takes effect immediately; a typed name, once it is that of a secret, or complete. */
export function filters({ view, people, agents, secrets }: AuditLog, { look }: AuditActions): TemplateResult {
  const persons = Object.fromEntries([
    ['', t('Everyone')],
    ...people.map(({ key, name }) => [key, name] as const),
  ]);
  const agentNames = Object.fromEntries([
    ['', t('All agents')],
    ...agents.map(({ agentId, agentName }) => [agentId, agentName] as const),
  ]);
  const lookAtKnown = (secret: string): void => {
    if (secret !== view.secret && (secret === '' || secrets.includes(secret))) look({ secret });
  };
  return html`<div class="event-tools audit-filters" role="group" aria-label=${t('Filter')}>
    ${choice('kind', t('Show'), kinds(), view.kind, (kind) => look({ kind }))}
    ${choice('outcome', t('Outcome'), outcomes(), view.outcome, (outcome) => look({ outcome }))}
    ${people.length > 0 || view.who !== '' ? choice('who', t('Who'), withCurrent(persons, view.who), view.who, (who) => look({ who })) : nothing}
    ${choice('agent-id', t('Agent'), withCurrent(agentNames, view.agentId), view.agentId, (agentId) => look({ agentId }))}
    ${choice('period', t('When'), periods(), view.period, (period) => look({ period }))}
    ${view.period === 'dates' ? dates(view, look) : nothing}
    <div class="filter">
      ${icon('search')}
      <input
        id="secret"
        type="text"
        list="secret-names"
        autocomplete="off"
        spellcheck="false"
        aria-label=${t('Name of the secret')}
        placeholder=${t('Name of the secret')}
        .value=${view.secret}
        @input=${(event: Event) => lookAtKnown(textIn(event).trim())}
        @change=${(event: Event) => look({ secret: textIn(event).trim() })}
      />
      <datalist id="secret-names">${secrets.map((name) => html`<option value=${name}></option>`)}</datalist>
    </div>
  </div>`;
}

/** A person or an agent that no longer exists is shown by its ID. */
function withCurrent(options: Readonly<Record<string, string>>, value: string): Record<string, string> {
  return Object.hasOwn(options, value)
    ? { ...options }
    : { ...options, [value]: value.split(' ').at(-1) ?? '' };
}

function dates(view: AuditView, look: AuditActions['look']): Part {
  return html`<label class="choose"
      >${t('From')}
      <input
        id="since"
        type="date"
        .value=${dateOf(view.since)}
        @change=${(event: Event) => look({ since: startOf(textIn(event)) })}
    /></label>
    <label class="choose"
      >${t('To')}
      <input
        id="until"
        type="date"
        .value=${lastDateBefore(view.until)}
        @change=${(event: Event) => look({ until: startOf(textIn(event), 1) })}
    /></label>`;
}

function kinds(): Readonly<Record<AuditView['kind'], string>> {
  return {
    activity: t('Changes and reads'),
    secrets: t('Secrets'),
    access: t('Access and requests'),
    reads: t('Reads by agents'),
    people: t('Users, tokens and sign-ins'),
    agents: t('Agents and identities'),
    environment: t('Environment secrets'),
    vault: t('Account and vault'),
    views: t('Views'),
    all: t('Everything, with views'),
  };
}

function outcomes(): Readonly<Record<AuditView['outcome'], string>> {
  return { any: t('Everything'), allowed: t('Allowed'), denied: t('Denied'), failed: t('Failed') };
}

function periods(): Readonly<Record<AuditView['period'], string>> {
  return {
    any: t('Any time'),
    '1h': t('Last hour'),
    '24h': t('Last 24 hours'),
    '168h': t('Last 7 days'),
    '720h': t('Last 30 days'),
    dates: t('Dates…'),
  };
}
