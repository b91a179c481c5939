import { css, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

/** A labeled drop-down list. `options` are the strings by value, in display order. */
export function choice<Value extends string>(
  id: string,
  label: string,
  options: Readonly<Record<Value, string>>,
  value: Value,
  change: (value: Value) => void,
): TemplateResult {
  const changed = (event: Event): void => {
    const { currentTarget: select } = event;
    if (select instanceof HTMLSelectElement && isKey(options, select.value)) change(select.value);
  };
  return html`<label class="choose"
    >${label}
    <select id=${id} @change=${changed}>
      ${repeat(
        Object.entries(options),
        ([key]) => key,
        ([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`,
      )}
    </select>
  </label>`;
}

function isKey<Key extends string>(options: Readonly<Record<Key, string>>, key: string): key is Key {
  return Object.hasOwn(options, key);
}

export const choiceStyles = css`
  .choose {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  select {
    padding: 3px 4px;
    font: inherit;
    color: var(--vscode-settings-textInputForeground, var(--vscode-input-foreground));
    background: var(--vscode-settings-textInputBackground, var(--vscode-input-background));
    border: 1px solid var(--vscode-settings-textInputBorder, var(--vscode-contrastBorder, currentColor));
    border-radius: 4px;
  }
  select:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
`;
