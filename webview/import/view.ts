import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { agentChoice, type AgentChoiceActions } from '../common/agent-choice.ts';
import { maskedValue } from '../common/chips.ts';
import { formPage } from '../common/form-parts.ts';
import {
  alertRegion,
  button,
  icon,
  linkButton,
  type Part,
  problemIdOf,
  problemText,
  statusRegion,
  textIn,
  tickedIn,
} from '../common/parts.ts';
import { t } from '../common/words.ts';
import { type FormRow, type ImportForm, included, problemOf } from './form.ts';

export interface ImportActions extends AgentChoiceActions {
  readonly include: (row: FormRow, isIncluded: boolean) => void;
  readonly rename: (row: FormRow, name: string) => void;
  readonly showLine: (line: number) => void;
  readonly submit: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

export const nameIdOf = ({ row }: Pick<FormRow, 'row'>): string => `name-${row}`;

export function importView(form: ImportForm, actions: ImportActions): TemplateResult {
  const { rows, busy } = form;
  return formPage(
    { busy, keyDown: actions.keyDown, wide: true },
    html`<h1 id="title">${t('Import Secrets')}</h1>
      <p class="lead">
        <bdi>${form.opened.file}</bdi> · ${t('All selected secrets are created together, or none.')}
      </p>
      ${unread(form, actions)}
      <fieldset class="plain" ?disabled=${busy}>
        ${
          rows.length === 0
            ? nothing
            : html`<ul class="rows import-rows" role="list">
                  ${repeat(
                    rows,
                    ({ suggested, nth }) => `${nth} ${suggested}`,
                    (row) => rowOf(form, row, actions),
                  )}
                </ul>
                ${agentChoice(
                  form,
                  actions,
                  t('Agents that can read all of them'),
                  t('The account has no agents yet.'),
                )}`
        }
      </fieldset>
      <footer>
        ${alertRegion(form.alert)}
        <div class="buttons">
          ${button({ id: 'import', label: t('Import'), press: actions.submit, disabled: busy || rows.length === 0 })}
          ${button({ id: 'cancel', label: t('Cancel'), press: actions.cancel, secondary: true })}
          <span class="detail" aria-live="polite"
            >${t('{0} of {1} selected', included(form).length, rows.length)}</span
          >
        </div>
      </footer>
      ${statusRegion(form.status)}`,
  );
}

/** The secret is not imported, so this is not an error. */
function leftOut(id: string, problem: string | undefined): Part {
  if (problem === undefined) return nothing;
  return html`<p class="hint" id=${problemIdOf(id)}>${icon('info')}<span>${problem}</span></p>`;
}

/** The parts of the file that cannot be imported. */
function unread({ opened: { problems } }: ImportForm, { showLine }: ImportActions): Part {
  if (problems.length === 0) return nothing;
  return html`<div class="unread">
    ${problems.map(
      ({ text, line }) =>
        html`<p class="warning">
          ${icon('warning')}
          <span>${line === undefined ? text : linkButton(text, () => showLine(line))}</span>
        </p>`,
    )}
  </div>`;
}

function rowOf(form: ImportForm, row: FormRow, actions: ImportActions): TemplateResult {
  const { name, fields, description, line } = row;
  const id = nameIdOf(row);
  const problem = problemOf(form, row);
  return html`<li class="row import-row">
    <input
      type="checkbox"
      aria-label=${t('Import the secret in line {0}', line)}
      .checked=${row.isIncluded}
      @change=${(event: Event) => actions.include(row, tickedIn(event))}
    />
    <input
      id=${id}
      class="code"
      type="text"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-label=${t('Name of the secret in line {0}', line)}
      aria-invalid=${problem === undefined || !row.isIncluded ? 'false' : 'true'}
      aria-describedby=${problemIdOf(id)}
      .value=${name}
      @input=${(event: Event) => actions.rename(row, textIn(event))}
    />
    <span class="contents chips">
      ${fields.length === 0 ? maskedValue() : fields.map((field) => html`<code class="chip">${field}</code>`)}
    </span>
    ${linkButton(t('Line {0}', line), () => actions.showLine(line))}
    ${row.isIncluded ? problemText(id, problem) : leftOut(id, problem)}
    ${description === '' ? nothing : html`<p class="description detail" dir="auto">${description}</p>`}
  </li>`;
}
