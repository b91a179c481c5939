import { css } from 'lit';

export const environmentsStyles = css`
  .environments-panel {
    max-width: none;
    padding-bottom: 20px;
  }
  .environments-tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-top: 12px;
  }
  .environments-panel .row-buttons {
    margin-top: 8px;
  }
  .comparison {
    margin-top: 8px;
    overflow-x: auto;
  }
  .comparison :is(th, td) {
    min-width: 9rem;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  .comparison code {
    padding: 0;
    font-family: var(--vscode-editor-font-family, monospace);
    color: inherit;
    background: none;
  }
  .comparison .warning {
    margin: 0;
  }
  .comparison ul {
    margin: 0;
    padding-inline-start: 20px;
  }
  .comparison summary {
    width: fit-content;
    cursor: pointer;
  }
  .comparison .text-button {
    margin-inline-start: -9px;
    text-align: start;
  }
  :is(.comparison, .comparison summary):focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  /* The beginning of the second environment shows that there is more, and the name stays in view. */
  @media (max-width: 30rem) {
    .comparison :is(th, td) {
      min-width: 8.5rem;
    }
    .comparison :is(th, td):first-child {
      position: sticky;
      inset-inline-start: 0;
      min-width: 5rem;
      background: var(--vscode-editor-background);
    }
  }
  .rule {
    max-width: 36rem;
    margin: 8px 0;
  }
  .rule-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
    gap: 8px;
    margin-top: 8px;
  }
`;
