import { html, nothing, type TemplateResult } from 'lit';
import { dueSoon, dueText } from '../../contracts/due.ts';
import type { SecretPageAction } from '../../contracts/secret-page-messages.ts';
import { deprecationText } from '../common/deprecation-text.ts';
import { localTime } from '../common/access-words.ts';
import { alertRegion, button, icon, type Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { aboutSection } from './about-view.ts';
import { codeSection } from './code-view.ts';
import type { SecretPage, SecretPageActions } from './page.ts';
import { readersSection, requestsSection, versionsSection } from './sections.ts';

export function secretPage(page: SecretPage, actions: SecretPageActions): TemplateResult {
  const { shown, alert } = page;
  return html`<div class="panel wide secret-page" role="region" aria-labelledby="title">
    <h1 id="title" tabindex="-1">${t('Secret')} <code>${shown.name}</code></h1>
    ${alertRegion(alert)} ${stateText(shown)} ${toolbar(shown, actions)} ${aboutSection(page, actions)}
    ${readersSection(shown, actions)} ${requestsSection(shown, actions)} ${codeSection(page, actions)}
    ${versionsSection(shown, actions)}
  </div>`;
}

/** The region always exists, because only changes to it are announced. */
function stateText({ facts }: SecretPage['shown']): TemplateResult {
  const { deletedAt, purgeAfter, deprecated, upkeep } = facts;
  const due = deletedAt === undefined ? dueSoon(upkeep, new Date()) : undefined;
  const sentences = [
    ...(deletedAt === undefined ? [] : [t('Deleted on {0}. No agent can read it.', localTime(deletedAt))]),
    ...(purgeAfter === undefined ? [] : [t('Can be restored until {0}', localTime(purgeAfter))]),
    ...(deprecated ? [deprecationText(deprecated)] : []),
    ...(due ? [t('Due for renewal: {due}', { due: `${dueText(due, t)} (${due.date})` })] : []),
  ];
  return html`<div role="status" class="state">
    ${sentences.map((sentence) => html`<p class="warning">${icon('warning')}<span>${sentence}</span></p>`)}
  </div>`;
}

/** The history is next to the versions. */
function toolbar({ actions: allowed, facts }: SecretPage['shown'], { act }: SecretPageActions): Part {
  const shown = buttons(facts.deprecated !== undefined).filter(([action]) => allowed.includes(action));
  if (shown.length === 0) return nothing;
  return html`<div class="row-buttons tools" role="group" aria-label=${t('Actions')}>
    ${shown.map(([action, label]) => button({ id: action, label, press: () => act(action), secondary: true }))}
  </div>`;
}

function buttons(isDeprecated: boolean): readonly (readonly [SecretPageAction, string])[] {
  return [
    ['copy-snippet', t('Copy Snippet')],
    ['copy-name', t('Copy Name')],
    ['edit', t('Edit…')],
    ['upkeep', t('Owner and Dates…')],
    ['rotate', t('Rotate…')],
    ['duplicate', t('Duplicate…')],
    ['access', t('Edit Access…')],
    ['copy-access', t('Copy Access From…')],
    ['deprecate', isDeprecated ? t('Change Deprecation…') : t('Deprecate…')],
    ['delete', t('Delete…')],
    ['restore', t('Restore')],
  ];
}
