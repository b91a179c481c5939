import { css } from 'lit';

export const auditStyles = css`
  .audit-filters .filter {
    flex: 1 1 10rem;
  }
  .audit-panel .choose {
    min-width: 0;
    max-width: 100%;
  }
  .audit-panel select {
    min-width: 0;
    max-width: 14rem;
  }
  .audit-tools {
    display: flex;
    flex-wrap: wrap;
    margin: 6px 0 0 -9px;
  }
  .audit-panel .link-button code {
    padding: 0;
    color: inherit;
    background: none;
  }
  .verdict {
    overflow-wrap: anywhere;
  }
  input[type='date'] {
    padding: 2px 4px;
    font: inherit;
    color: var(--vscode-settings-textInputForeground, var(--vscode-input-foreground));
    background: var(--vscode-settings-textInputBackground, var(--vscode-input-background));
    border: 1px solid var(--vscode-settings-textInputBorder, var(--vscode-contrastBorder, currentColor));
    border-radius: 4px;
  }
  .vscode-dark input[type='date'],
  .vscode-high-contrast:not(.vscode-high-contrast-light) input[type='date'] {
    color-scheme: dark;
  }
`;
