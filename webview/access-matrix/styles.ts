import { css } from 'lit';

/** The matrix fills the entire tab. Only its grid scrolls, so that the header and the names stay visible. */
export const matrixStyles = css`
  .matrix-panel {
    max-width: none;
    height: 100vh;
    min-height: 30rem;
  }
  .matrix-tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-top: 8px;
  }
  .matrix-tools .filter {
    flex: 1 1 12rem;
  }
  .cell:focus-visible,
  .matrix:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin: 6px 0 4px;
    padding: 0;
    list-style: none;
    color: var(--vscode-descriptionForeground);
  }
  .legend b {
    color: var(--vscode-foreground);
  }
  .legend .codicon {
    vertical-align: text-bottom;
  }
  .grid-scroll {
    flex: 1 1 12rem;
    min-height: 9rem;
    margin-top: 4px;
    overflow: auto;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 4px;
  }
  .matrix {
    /* As wide as its columns. */
    width: 1px;
    table-layout: fixed;
    border-collapse: separate;
    border-spacing: 0;
  }
  /* Gaps have measures of their own, as attributes. */
  .matrix :is(th, td):not(.gap) {
    box-sizing: border-box;
    width: var(--column-width, 112px);
    height: 30px;
    padding: 0 8px;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    border-inline-end: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
  }
  .matrix .gap {
    padding: 0;
    border: 0;
  }
  .matrix thead th:not(.gap) {
    height: 60px;
    z-index: 2;
    vertical-align: bottom;
    padding-block: 4px;
  }
  .agent-name {
    display: -webkit-box;
    overflow: hidden;
    white-space: normal;
    overflow-wrap: anywhere;
    line-height: 1.3;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .matrix th:first-child:not(.gap) {
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    width: var(--name-width, 240px);
    background: var(--vscode-editor-background);
  }
  .secret-name {
    display: flex;
    white-space: pre;
  }
  .secret-name .head {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .matrix .old .secret-name {
    text-decoration: line-through;
  }
  .secret-name .tail {
    flex: none;
  }
  .blanks {
    color: var(--vscode-descriptionForeground);
  }
  .matrix .corner:first-child:not(.gap) {
    z-index: 3;
  }
  .matrix code,
  .cell-detail code,
  .preview code,
  .conflict code {
    padding: 0;
    font-family: var(--vscode-editor-font-family, monospace);
    color: inherit;
    background: none;
  }
  .cell {
    cursor: pointer;
    color: var(--vscode-descriptionForeground);
  }
  .cell .codicon {
    margin-inline-end: 5px;
    vertical-align: text-bottom;
  }
  .missing .codicon {
    color: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
  }
  .unused .codicon {
    color: var(--vscode-editorWarning-foreground);
  }
  .used .codicon {
    color: var(--vscode-gitDecoration-addedResourceForeground, currentColor);
  }
  .cell.missing,
  .cell.unused {
    color: var(--vscode-foreground);
  }
  .cell.fixed {
    cursor: default;
  }
  .cell:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .cell[aria-selected='true'] {
    color: var(--vscode-foreground);
    box-shadow: inset 0 0 0 2px var(--vscode-gitDecoration-addedResourceForeground, currentColor);
  }
  .cell.revoke {
    box-shadow: inset 0 0 0 2px var(--vscode-gitDecoration-deletedResourceForeground, currentColor);
  }
  .cell b {
    float: inline-end;
  }
  .nothing {
    flex: 1 1 9rem;
    margin-top: 20px;
  }
  .cell-detail {
    padding: 6px 0;
    overflow-wrap: anywhere;
  }
  .preview {
    display: flex;
    flex: 1 1 12rem;
    flex-direction: column;
    min-height: 0;
    margin-top: 12px;
  }
  .preview-rows {
    flex: 1 1 9rem;
    margin-top: 6px;
    overflow: auto;
  }
  .preview .warning {
    margin: 0;
  }
  .matrix-panel .conflict {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    max-height: 40vh;
    margin: 12px 0 0;
  }
  .matrix-panel footer {
    position: static;
  }
  @media (max-width: 30rem) {
    .matrix-panel {
      height: auto;
    }
    .grid-scroll {
      flex: none;
      height: 60vh;
    }
  }
`;
