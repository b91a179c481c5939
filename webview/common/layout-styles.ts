import { css } from 'lit';

/**
 * Styles for the page, headings, sections, tables and the footer. Colors come only from the editor's theme.
 */
export const layoutStyles = css`
  html {
    scroll-padding-block-end: 8rem;
  }
  body {
    margin: 0;
    padding: 0;
    background: var(--vscode-editor-background);
    color: var(--vscode-foreground);
    font: var(--vscode-font-weight, normal) var(--vscode-font-size, 13px) / 1.45 var(--vscode-font-family);
  }
  [hidden] {
    display: none !important;
  }
  .panel {
    box-sizing: border-box;
    max-width: 44rem;
    min-height: 100vh;
    margin: 0 auto;
    padding: 20px 24px 0;
    display: flex;
    flex-direction: column;
  }
  .panel.wide {
    max-width: 56rem;
  }
  h1 {
    margin: 0 0 4px;
    font-size: 1.6em;
    font-weight: 600;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  h1 code {
    color: inherit;
    background: none;
    padding: 0;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
  }
  h2,
  legend,
  .field > label,
  .label-line > label,
  .paste-box > label {
    display: block;
    margin: 0;
    padding: 0;
    font-size: 1em;
    font-weight: 600;
  }
  p {
    margin: 0;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .lead {
    margin-bottom: 20px;
  }
  .lead,
  .help,
  .detail {
    color: var(--vscode-descriptionForeground);
  }
  .detail {
    font-weight: normal;
  }
  .beside {
    margin-inline-start: 8px;
    font-size: 0.92em;
  }
  .help {
    margin-top: 4px;
  }
  .field,
  .kinds,
  .agents {
    margin-bottom: 20px;
  }
  .field > label,
  .label-line,
  .paste-box > label {
    margin-bottom: 4px;
  }
  .label-line,
  .counts {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 16px;
  }
  .problem,
  .hint,
  .warning,
  .alert {
    display: flex;
    align-items: flex-start;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .problem,
  .hint {
    margin-top: 4px;
  }
  .problem vscode-icon,
  .alert vscode-icon {
    color: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
  }
  .hint vscode-icon {
    color: var(--vscode-editorInfo-foreground);
  }
  .warning vscode-icon {
    color: var(--vscode-editorWarning-foreground);
  }
  .problem vscode-icon,
  .hint vscode-icon,
  .warning vscode-icon,
  .alert vscode-icon {
    flex: none;
    margin-top: 1px;
  }
  footer {
    position: sticky;
    bottom: 0;
    margin: auto -4px 0;
    padding: 12px 4px 16px;
    background: var(--vscode-editor-background);
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
  }
  .alert:not(:empty),
  .warning {
    margin-bottom: 10px;
  }
  .buttons,
  .row-buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .summary {
    margin-left: 8px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 1em;
  }
  th,
  td {
    padding: 5px 12px 5px 0;
    text-align: start;
    height: 22px;
    vertical-align: middle;
    font-weight: normal;
    border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    font-weight: 600;
    background: var(--vscode-editor-background);
  }
  tbody th {
    overflow-wrap: anywhere;
  }
  .agents-table {
    margin-top: 8px;
  }
  .agents-table .tick > input {
    display: grid;
  }
  .agents-table .tick {
    width: 18px;
    padding-inline: 4px 8px;
  }
  .agents-table th[scope='row'] label {
    display: block;
    cursor: pointer;
  }
  .agents-table tbody tr:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .agents-table tbody tr:hover :is(th, td) {
    color: var(--vscode-list-hoverForeground, inherit);
  }
  /* The words carry the meaning; red and green text is too faint in the light theme. */
  .change {
    white-space: nowrap;
    padding: 1px 8px 1px 6px;
    border: 1px solid currentColor;
    border-radius: 10px;
  }
  .change::before {
    font-weight: 600;
  }
  .change.grant::before {
    content: '+ ' / '';
  }
  .change.revoke::before {
    content: '− ' / '';
  }
  .change.grant {
    border-color: var(--vscode-gitDecoration-addedResourceForeground, currentColor);
  }
  .change.revoke {
    border-color: var(--vscode-gitDecoration-deletedResourceForeground, currentColor);
  }
  .conflict {
    margin-bottom: 20px;
    padding: 12px 16px;
    border: 1px solid var(--vscode-inputValidation-warningBorder, var(--vscode-contrastBorder, currentColor));
    border-radius: 4px;
  }
  .impact {
    margin-bottom: 12px;
  }
  .impact-places {
    max-height: 12rem;
    overflow: auto;
  }
  .impact h3 {
    margin: 6px 0 0;
    font-size: 1em;
    font-weight: 600;
  }
  .places {
    margin: 0;
    padding: 0 0 0 20px;
    list-style: none;
  }
  .conflict tbody tr:last-child > * {
    border-bottom: 0;
  }
  .conflict thead th {
    position: static;
  }
  @media (min-width: 30rem) {
    .conflict tbody th {
      overflow-wrap: break-word;
    }
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* On a small screen the footer would cover the last elements. */
  @media (max-height: 46rem) {
    .panel {
      padding-top: 12px;
    }
    .lead,
    .field,
    .kinds,
    .agents {
      margin-bottom: 12px;
    }
  }
  @media (max-width: 30rem) {
    .panel {
      padding-inline: 12px;
    }
    .beside {
      display: block;
      margin: 0;
    }
    .change {
      display: inline-block;
      white-space: normal;
    }
    .agents-table tbody th {
      width: 50%;
    }
    th,
    td {
      padding-inline-end: 6px;
    }
  }
`;
