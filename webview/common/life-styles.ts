import { css } from 'lit';

/** Styles for panels that cover a secret's lifecycle: stored fields, history, and rotation steps. */
export const lifeStyles = css`
  .stored-name {
    padding-block: 4px;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .replacement {
    margin: 8px 0 0 30px;
  }
  section.history {
    margin-bottom: 28px;
  }
  section.history > table {
    margin-block: 8px;
  }
  .actor {
    overflow-wrap: anywhere;
  }
  td > .text-button {
    margin-inline-start: -9px;
  }
  .steps {
    margin: 0;
    padding: 0;
    list-style: none;
    counter-reset: step;
  }
  .step {
    position: relative;
    padding: 0 0 20px 40px;
    counter-increment: step;
  }
  .step::before {
    content: counter(step);
    position: absolute;
    inset: 0 auto auto 0;
    display: grid;
    place-content: center;
    box-sizing: border-box;
    width: 24px;
    height: 24px;
    border: 1px solid var(--vscode-descriptionForeground);
    border-radius: 50%;
  }
  .step.now::before {
    color: var(--vscode-button-foreground);
    background: var(--vscode-button-background);
    border-color: var(--vscode-contrastBorder, transparent);
  }
  .step.done::before {
    content: '✓' / '';
  }
  .step > h2 {
    margin-bottom: 6px;
    line-height: 24px;
    font-size: 1.1em;
  }
  .step > h2:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .step .field {
    margin-block: 12px 0;
  }
  .checks {
    margin: 8px 0;
    padding: 0;
    list-style: none;
  }
  .check {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .check > .choice {
    flex: 1;
    padding-inline: 0;
  }
  .step > .warning {
    margin: 0;
  }
  .literal {
    margin-top: 6px;
    padding: 8px 12px;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 4px;
  }
  .literal .warning {
    margin: 8px 0 0;
  }
  @media (max-width: 30rem) {
    .step {
      padding-inline-start: 32px;
    }
    .row-inputs > .stored-name:first-child {
      grid-column: 1 / -1;
    }
  }
`;
