import { html, type TemplateResult } from 'lit';
import type { RuleDraft } from '../../contracts/environments-messages.ts';
import { environmentLimits, type NamedEnvironment } from '../../contracts/environments.ts';
import { button, iconButton, problemIdOf, problemText, textIn } from '../common/parts.ts';
import { t } from '../common/words.ts';

export interface RuleActions {
  /** `focus` is the ID of the control to continue with. */
  readonly changeRule: (environments: readonly NamedEnvironment[], focus?: string) => void;
  readonly saveRule: () => void;
  readonly cancelRule: () => void;
}

interface RuleForm {
  readonly draft: RuleDraft;
  readonly busy: boolean;
  readonly problem: string;
}

const formId = 'rule';

export function ruleForm({ draft, busy, problem }: RuleForm, actions: RuleActions): TemplateResult {
  const { environments } = draft;
  const add = (): void =>
    actions.changeRule([...environments, { name: '', suffix: '' }], `environment-${environments.length}`);
  return html`<form
    class="rule"
    aria-labelledby="rule-title"
    aria-describedby=${problemIdOf(formId)}
    @submit=${(event: Event) => {
      event.preventDefault();
      actions.saveRule();
    }}
  >
    <h2 id="rule-title">${t('Name suffix for each environment')}</h2>
    <p class="help">
      ${t('If several suffixes match a name, the longest one applies. The columns appear in the order shown here.')}
    </p>
    ${environments.map((environment, at) => ruleRow(environments, environment, at, actions))}
    ${problemText(formId, problem === '' ? undefined : problem)}
    <div class="row-buttons">
      ${button({ id: 'save-rule', label: t('Save'), press: actions.saveRule, disabled: busy })}
      ${button({ id: 'cancel-rule', label: t('Cancel'), press: actions.cancelRule, secondary: true })}
      ${button({ id: 'add-environment', label: t('Add Environment'), press: add, secondary: true, disabled: environments.length >= environmentLimits.count })}
      <button type="submit" hidden></button>
    </div>
  </form>`;
}

function ruleRow(
  environments: readonly NamedEnvironment[],
  environment: NamedEnvironment,
  at: number,
  { changeRule }: RuleActions,
): TemplateResult {
  const change = (changed: Partial<NamedEnvironment>): void =>
    changeRule(environments.with(at, { ...environment, ...changed }));
  const remove = (): void => changeRule(environments.toSpliced(at, 1), 'add-environment');
  return html`<div class="rule-row">
    ${ruleInput(`environment-${at}`, t('Environment {0}', at + 1), environment.name, (name) => change({ name }))}
    ${ruleInput(`suffix-${at}`, t('Suffix {0}', at + 1), environment.suffix, (suffix) => change({ suffix }))}
    ${iconButton('trash', t('Remove environment {0}', at + 1), remove)}
  </div>`;
}

function ruleInput(id: string, label: string, value: string, change: (text: string) => void): TemplateResult {
  return html`<input
    id=${id}
    type="text"
    class=${id.startsWith('suffix') ? 'code' : ''}
    autocomplete="off"
    spellcheck="false"
    maxlength=${environmentLimits.nameLength}
    aria-label=${label}
    placeholder=${label}
    .value=${value}
    @input=${(event: Event) => change(textIn(event))}
  />`;
}
