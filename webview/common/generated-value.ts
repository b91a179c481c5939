import { html, nothing, type TemplateResult } from 'lit';
import { characters, type CharacterClass, generatedLengths, type GenerateOptions } from './generate.ts';
import { linkButton, type Part, tickedIn } from './parts.ts';
import type { ValueControls } from './value-controls.ts';
import { t } from './words.ts';

/** Below an input with a generated value: copy it, or generate another one with other options. */
export function generatedValue(values: ValueControls, inputId: string, label: string): Part {
  const options = values.generatedWith(inputId);
  if (!options) return nothing;
  const { length, classes } = options;
  const lengthId = `${inputId}-length`;
  const change = (changed: Partial<GenerateOptions>): void =>
    values.generate(inputId, { ...options, ...changed });
  return html`<div class="generated" role="group" aria-label=${t('Generated value of {0}', label)}>
    <span>
      ${t('Random value of {0} characters.', length)} ${linkButton(t('Copy'), () => values.copy(inputId))}
      ${linkButton(t('Generate again'), () => change({}))}
    </span>
    <label for=${lengthId}>${t('Length')}</label>
    <input
      id=${lengthId}
      type="number"
      min=${generatedLengths.least}
      max=${generatedLengths.most}
      .value=${String(length)}
      @change=${(event: Event) => change({ length: lengthIn(event, length) })}
      @keydown=${keepEnter}
    />
    ${classNames.map((one) => classChoice(one, classes, (chosen) => change({ classes: chosen })))}
  </div>`;
}

function classChoice(
  one: CharacterClass,
  classes: readonly CharacterClass[],
  choose: (classes: readonly CharacterClass[]) => void,
): TemplateResult {
  const isChosen = classes.includes(one);
  const change = (event: Event): void => {
    const wanted = tickedIn(event);
    choose(classNames.filter((other) => (other === one ? wanted : classes.includes(other))));
  };
  return html`<label class="choice">
    <input
      type="checkbox"
      .checked=${isChosen}
      ?disabled=${isChosen && classes.length === 1}
      @change=${change}
    />
    <span>${classLabels[one]}</span>
  </label>`;
}

const classNames: readonly CharacterClass[] = ['upper', 'lower', 'digits', 'separators', 'symbols'];
const classLabels: Readonly<Record<CharacterClass, string>> = {
  upper: 'A–Z',
  lower: 'a–z',
  digits: '0–9',
  separators: characters.separators,
  symbols: characters.symbols,
};

/** The nearest length that is allowed; the present one if the input is not a number. */
function lengthIn({ currentTarget: input }: Event, length: number): number {
  const wanted = input instanceof HTMLInputElement ? Math.round(input.valueAsNumber) : Number.NaN;
  if (Number.isNaN(wanted)) return length;
  const { least, most } = generatedLengths;
  const allowed = Math.min(most, Math.max(least, wanted));
  if (input instanceof HTMLInputElement) input.value = String(allowed);
  return allowed;
}

/** Enter applies the length; it must not submit the form with the value before. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.stopPropagation();
}
