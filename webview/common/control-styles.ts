import { css } from 'lit';

/** Inputs, check boxes and small buttons, in the same sizes as the vscode-elements next to them. */
export const controlStyles = css`
  input[type='text'],
  input[type='password'],
  input[type='number'],
  textarea {
    display: block;
    box-sizing: border-box;
    width: 100%;
    margin: 0;
    padding: 4px 6px;
    font: inherit;
    line-height: 18px;
    color: var(--vscode-settings-textInputForeground, var(--vscode-input-foreground));
    background: var(--vscode-settings-textInputBackground, var(--vscode-input-background));
    border: 1px solid
      var(
        --vscode-settings-textInputBorder,
        var(--vscode-input-border, var(--vscode-contrastBorder, transparent))
      );
    border-radius: 4px;
  }
  textarea {
    resize: vertical;
  }
  .code {
    font-family: var(--vscode-editor-font-family, monospace) !important;
  }
  .masked {
    -webkit-text-security: disc;
  }
  ::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  :is(input, textarea)[aria-invalid='true'] {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground)) !important;
  }
  :is(input, textarea, button):focus-visible,
  :is(input[type='text'], input[type='password'], textarea):focus {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  :is(input[type='checkbox'], input[type='radio']):focus-visible {
    outline-offset: 2px;
  }
  /* Not the fieldset around them: its words are read while it waits. */
  :disabled:not(fieldset) {
    cursor: default;
    opacity: 0.6;
  }

  input[type='checkbox'],
  input[type='radio'] {
    appearance: none;
    flex: none;
    display: inline-grid;
    place-content: center;
    box-sizing: border-box;
    width: 18px;
    height: 18px;
    margin: 0;
    color: var(--vscode-settings-checkboxForeground, var(--vscode-checkbox-foreground));
    background: var(--vscode-settings-checkboxBackground, var(--vscode-checkbox-background));
    border: 1px solid var(--vscode-settings-checkboxBorder, var(--vscode-checkbox-border));
    border-radius: 3px;
    cursor: pointer;
  }
  input[type='radio'] {
    border-radius: 50%;
  }
  input[type='checkbox']:checked::before {
    content: '';
    width: 12px;
    height: 12px;
    background: currentColor;
    clip-path: polygon(8% 52%, 20% 40%, 40% 62%, 80% 12%, 94% 23%, 42% 88%);
  }
  input[type='radio']:checked::before {
    content: '';
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: currentColor;
  }
  .choice {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    padding: 3px 4px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .kinds .choice:first-of-type {
    margin-top: 4px;
  }
  .kinds .choice {
    padding-inline: 0;
  }

  .icon-button,
  .text-button,
  .link-button {
    margin: 0;
    font: inherit;
    color: inherit;
    background: none;
    border: 1px solid transparent;
    border-radius: 4px;
    cursor: pointer;
  }
  .icon-button {
    display: inline-grid;
    place-content: center;
    width: 26px;
    height: 26px;
    padding: 0;
    color: var(--vscode-icon-foreground);
  }
  .icon-button:hover:enabled,
  .text-button:hover:enabled {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  .text-button {
    padding: 3px 8px;
    color: var(--vscode-textLink-foreground);
  }
  .link-button {
    margin-inline: -3px;
    padding: 0 2px;
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
    overflow-wrap: anywhere;
    text-align: start;
  }
  .link-button:hover {
    color: var(--vscode-textLink-activeForeground);
  }
  .value-box {
    position: relative;
    min-width: 0;
  }
  .value-box > :is(input, textarea) {
    padding-inline-end: 32px;
  }
  .value-box > .icon-button {
    position: absolute;
    inset: 1px 2px auto auto;
  }

  .generated {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
    margin-top: 6px;
    font-size: 0.92em;
  }
  .generated > span {
    display: flex;
    flex-wrap: wrap;
    flex-basis: 100%;
    gap: 2px 12px;
  }
  .generated > label:not(.choice) {
    margin: 0;
    font-weight: normal;
  }
  .generated > input {
    width: 6em;
  }

  /* Themes may give all buttons a border in their accent color, which looks like the focus. */
  vscode-button[secondary] {
    --vscode-button-border: var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent));
  }
  /* These themes define no color for it, and the element's own is dark. */
  .vscode-high-contrast vscode-button[secondary] {
    --vscode-button-secondaryHoverBackground: var(--vscode-button-secondaryBackground, transparent);
  }
  .vscode-high-contrast vscode-button[secondary]:hover {
    outline: 1px dashed var(--vscode-contrastActiveBorder);
  }
  /* There, all buttons have the same background. */
  .vscode-high-contrast:not(.vscode-high-contrast-light) vscode-button:not([secondary]) {
    --vscode-button-background: var(--vscode-foreground);
    --vscode-button-hoverBackground: var(--vscode-foreground);
    --vscode-button-foreground: var(--vscode-editor-background);
  }

  .column-heads,
  .row-inputs {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) 54px;
    gap: 8px;
  }
  .column-heads {
    margin-top: 10px;
    color: var(--vscode-descriptionForeground);
  }
  .row-tools {
    display: flex;
    gap: 2px;
    padding-block-start: 1px;
  }
  .rows,
  .agent-list {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .row {
    margin-bottom: 8px;
  }
  .rows {
    margin-top: 4px;
  }
  .paste-box {
    margin-top: 12px;
    padding: 12px;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 4px;
  }
  .paste-box textarea {
    margin-block: 8px;
  }
  .paste-box .row-buttons {
    margin-top: 8px;
  }

  .agent-tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-top: 8px;
  }
  .filter {
    position: relative;
    flex: 1 1 14rem;
  }
  .filter > vscode-icon {
    position: absolute;
    inset: 6px auto auto 6px;
    pointer-events: none;
  }
  .filter > input {
    padding-inline-start: 28px !important;
  }
  .tick-buttons {
    display: flex;
    flex-wrap: wrap;
  }
  .agent-list {
    max-height: 17rem;
    margin-top: 8px;
    padding: 4px;
    overflow: auto;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 4px;
  }
  .agent-list .choice:hover {
    background: var(--vscode-list-hoverBackground);
  }
  @media (max-width: 30rem) {
    .column-heads {
      display: none;
    }
    .row-inputs {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .row-inputs > .value-box {
      grid-row: 2;
    }
    .row-inputs > .row-tools {
      grid-row: 2;
    }
    .row-inputs > div:not([class]) {
      grid-column: 1 / -1;
    }
    .row-inputs > input {
      grid-column: 1 / -1;
    }
  }
`;
