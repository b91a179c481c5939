import { css } from 'lit';

export const secretStyles = css`
  .secret-page {
    padding-bottom: 24px;
  }
  .secret-page section {
    margin-top: 24px;
  }
  .secret-page h2 {
    margin-bottom: 6px;
  }
  .secret-page h3 {
    margin: 8px 0 2px;
    font-size: 1em;
    font-weight: 600;
  }
  .state:not(:empty),
  .tools {
    margin-top: 8px;
  }
  .about {
    margin: 0;
  }
  .about > div {
    display: grid;
    grid-template-columns: 9rem minmax(0, 1fr);
    gap: 0 12px;
    padding-block: 3px;
  }
  dt {
    color: var(--vscode-descriptionForeground);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  dd .text-button {
    padding-block: 0;
  }
  .fields,
  .requests {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .requests > li {
    display: flex;
    flex-direction: column;
    gap: 4px;
    margin-bottom: 12px;
    overflow-wrap: anywhere;
  }
  .secret-page .chip {
    display: block;
    max-width: 100%;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .chip.link {
    font: inherit;
    text-align: start;
    color: var(--vscode-textLink-foreground);
    background: none;
    cursor: pointer;
  }
  .chip.link:hover {
    text-decoration: underline;
  }
  .chip.link:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .secret-page section > .row-buttons {
    margin-top: 8px;
  }
  @media (max-width: 30rem) {
    .about > div {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
