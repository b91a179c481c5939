import { html, nothing, type TemplateResult } from 'lit';
import { alertRegion, icon, statusRegion, type Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { summaryOf } from './access.ts';
import { accessConflict } from './conflict-view.ts';
import { revokeWarning } from './evidence.ts';
import type { AccessActions, AccessForm } from './form.ts';
import { impactSection } from './impact-view.ts';
import { agentTable } from './table-view.ts';

export function accessForm(form: AccessForm, actions: AccessActions): TemplateResult {
  return html`<form
    class="panel wide"
    novalidate
    autocomplete="off"
    aria-labelledby="title"
    aria-busy=${form.saving ? 'true' : 'false'}
    @submit=${preventDefault}
    @keydown=${actions.keyDown}
  >
    <h1 id="title">${t('Access to')} <code>${form.access.secretName}</code></h1>
    <p class="lead">
      ${t('Ticked agents can read this secret. Changes take effect on the next read after you save.')}
    </p>
    ${accessConflict(form.access)}
    <fieldset class="plain" ?disabled=${form.saving}>
      <legend class="visually-hidden">${t('Agents')}</legend>
      ${
        form.access.agents.length === 0
          ? html`<p>${t('The account has no agents yet.')}</p>`
          : agentTable(form, actions)
      }
    </fieldset>
    ${footer(form, actions)} ${statusRegion(form.status)}
  </form>`;
}

function footer(form: AccessForm, actions: AccessActions): TemplateResult {
  return html`<footer>
    ${alertRegion(form.alert)}
    ${form.confirming ? impactSection(form, actions) : warning(revokeWarning(form.access))}
    <div class="buttons">
      ${saveButton(form, actions)}
      ${
        form.confirming
          ? html`<vscode-button secondary id="back" @click=${actions.back}>${t('Back')}</vscode-button>`
          : html`<vscode-button secondary id="cancel" @click=${actions.cancel}>${t('Cancel')}</vscode-button>`
      }
      <span class="summary" aria-live="polite">${summaryOf(form.access)}</span>
    </div>
  </footer>`;
}

function saveButton(form: AccessForm, actions: AccessActions): TemplateResult {
  const idle = form.saving || form.access.wishes.size === 0;
  return html`<vscode-button
    id="save"
    ?disabled=${idle}
    aria-disabled=${idle ? 'true' : 'false'}
    @click=${actions.save}
    >${saveText(form)}</vscode-button
  >`;
}

function saveText({ saving, confirming, failed }: AccessForm): string {
  if (saving) return t('Saving…');
  if (confirming) return t('Save and Revoke');
  return failed ? t('Retry') : t('Save');
}

/** The region always exists, because only its changes are announced. */
function warning(text: string): TemplateResult {
  const content: Part =
    text === '' ? nothing : html`<p class="warning">${icon('warning')}<span>${text}</span></p>`;
  return html`<div aria-live="polite">${content}</div>`;
}

function preventDefault(event: Event): void {
  event.preventDefault();
}
