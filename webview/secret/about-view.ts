import { html, type TemplateResult } from 'lit';
import type { Upkeep } from '../../contracts/upkeep.ts';
import { localHour, localTime } from '../common/access-words.ts';
import { maskedValue } from '../common/chips.ts';
import { t } from '../common/words.ts';
import type { SecretPage, SecretPageActions } from './page.ts';

/** A term and its description. */
type Row = readonly [string, TemplateResult | string];

function rowsOf(page: SecretPage, actions: SecretPageActions): readonly Row[] {
  const { facts } = page.shown;
  return [
    [t('Description'), facts.description === '' ? none(t('No description')) : text(facts.description)],
    [t('Kind'), facts.kind === 'single' ? t('Single value') : t('Key/value')],
    facts.kind === 'single' ? [t('Value'), maskedValue()] : [t('Fields'), fieldList(facts.fields)],
    ...upkeepRows(facts.upkeep),
    [t('Created'), happened(facts.createdAt, facts.createdBy)],
    [t('Last changed'), happened(facts.updatedAt, facts.updatedBy)],
    [t('Last read'), lastRead(page, actions)],
  ];
}

/** Only what is recorded. */
function upkeepRows({ owner, labels, expiresOn, rotateEveryDays, rotateBy }: Upkeep): readonly Row[] {
  return [
    ...(owner === undefined ? [] : [[t('Owner'), text(owner)] as const]),
    ...(labels === undefined ? [] : [[t('Labels'), text(labels.join(', '))] as const]),
    ...(expiresOn === undefined ? [] : [[t('Expires on'), day(expiresOn)] as const]),
    ...(rotateEveryDays === undefined || rotateBy === undefined
      ? []
      : [[t('Rotation'), html`${rotationText(rotateEveryDays)} ${day(rotateBy)}`] as const]),
  ];
}

function rotationText(days: number): string {
  return days === 1 ? t('every day, next by') : t('every {0} days, next by', days);
}

function day(date: string): TemplateResult {
  return html`<time datetime=${date}>${date}</time>`;
}

export function aboutSection(page: SecretPage, actions: SecretPageActions): TemplateResult {
  return html`<section aria-labelledby="about-heading">
    <h2 id="about-heading">${t('About')}</h2>
    <dl class="about">
      ${rowsOf(page, actions).map(
        ([term, description]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${description}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function text(content: string): TemplateResult {
  return html`<span dir="auto">${content}</span>`;
}

function none(content: string): TemplateResult {
  return html`<span class="detail">${content}</span>`;
}

function fieldList(fields: readonly string[]): TemplateResult {
  return html`<ul class="fields">
    ${fields.map((field) => html`<li><code>${field}</code> ${maskedValue()}</li>`)}
  </ul>`;
}

function happened(at: string, by: string | undefined): TemplateResult {
  const name = by === undefined ? '' : html` <span class="detail">${by}</span>`;
  return html`<time datetime=${at}>${localTime(at)}</time>${name}`;
}

/** Reads are not reported while the page is open, so the user can refresh them. */
function lastRead({ lastRead: answer }: SecretPage, { refresh }: SecretPageActions): TemplateResult {
  const again = html`<button type="button" id="refresh" class="text-button" @click=${refresh}>
    ${t('Refresh')}
  </button>`;
  if (!answer) return html`${none(t('Loading…'))} ${again}`;
  if (answer.lastRead === null) return html`${t('The audit log contains no read of it.')} ${again}`;
  if (!answer.lastRead) return html`${none(t('Unknown'))} ${again}`;
  const { at, agent } = answer.lastRead;
  if (agent === undefined) return html`<time datetime=${at}>${localHour(at)}</time> ${again}`;
  return html`${happened(at, agent)} ${again}`;
}
