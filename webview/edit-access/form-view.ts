import { html, nothing, type TemplateResult } from 'lit';
import { alertRegion, icon, statusRegion, type Part } from '../common/parts.ts';
import { revokeWarning, summaryOf } from './access-model.ts';
import { conflictTable } from './conflict-view.ts';
import type { AccessActions, AccessForm } from './form.ts';
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
    <h1 id="title">Access to <code>${form.access.secretName}</code></h1>
    <p class="lead">Ticked agents can read this secret. A save takes effect with the very next read.</p>
    ${conflictTable(form.access)}
    <fieldset class="plain" ?disabled=${form.saving}>
      <legend class="visually-hidden">Agents</legend>
      ${form.access.agents.length === 0 ? html`<p>The account has no agents yet.</p>` : agentTable(form, actions)}
    </fieldset>
    ${footer(form, actions)} ${statusRegion(form.status)}
  </form>`;
}

function footer(form: AccessForm, actions: AccessActions): TemplateResult {
  const idle = form.saving || form.access.wishes.size === 0;
  return html`<footer>
    ${alertRegion(form.alert)}
    <div aria-live="polite">${warning(revokeWarning(form.access))}</div>
    <div class="buttons">
      <vscode-button
        id="save"
        ?disabled=${idle}
        aria-disabled=${idle ? 'true' : 'false'}
        @click=${actions.save}
        >${form.saving ? 'Saving…' : 'Save'}</vscode-button
      >
      <vscode-button secondary id="cancel" @click=${actions.cancel}>Cancel</vscode-button>
      <span class="summary" aria-live="polite">${summaryOf(form.access)}</span>
    </div>
  </footer>`;
}

function warning(text: string): Part {
  return text === '' ? nothing : html`<p class="warning">${icon('warning')}<span>${text}</span></p>`;
}

function preventDefault(event: Event): void {
  event.preventDefault();
}
