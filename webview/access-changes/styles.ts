import { css } from 'lit';

/** Tables become lists of cards in narrow tabs. */
export const changesStyles = css`
  section.changes {
    margin-block: 28px;
  }
  section.changes > table {
    margin-block: 8px;
    width: 100%;
  }
  section.changes td,
  section.changes th {
    overflow-wrap: anywhere;
    vertical-align: top;
  }
  section.changes ul {
    margin: 4px 0;
    padding-inline-start: 20px;
  }
  .not-granted {
    font-weight: 600;
  }
  @media (max-width: 420px) {
    section.changes thead {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    section.changes tr,
    section.changes th,
    section.changes td {
      display: block;
      height: auto;
      line-height: inherit;
      border: 0;
      padding-block: 2px;
    }
    section.changes td[data-heading]::before {
      content: attr(data-heading) ': ';
      color: var(--vscode-descriptionForeground);
    }
    section.changes tr {
      padding-block: 8px;
      border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    }
  }
`;
