import { css } from 'lit';

export const historyStyles = css`
  .event-tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    margin-top: 6px;
  }
  .reason,
  .refusal {
    display: block;
    overflow-wrap: anywhere;
  }
  .reason {
    color: var(--vscode-descriptionForeground);
  }
  .what {
    overflow-wrap: anywhere;
  }
  @media (max-width: 30rem) {
    /* Three columns share the width; a time wraps, and names wrap last. */
    .history table {
      table-layout: fixed;
    }
    .history section th,
    .history th,
    .history td {
      overflow-wrap: break-word;
      vertical-align: top;
    }
    .events-table th:nth-child(2) {
      width: 42%;
    }
    .versions-table th:first-child {
      width: 28%;
    }
  }
`;
