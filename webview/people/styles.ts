import { css } from 'lit';

export const peopleStyles = css`
  .people-panel > .filter {
    flex: none;
    max-width: 30rem;
  }
  .people-panel h2 {
    margin: 16px 0 8px;
  }
  .people-panel .row-buttons {
    align-items: center;
  }
  .entries {
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  .entries > li {
    display: flex;
    align-items: flex-start;
    gap: 4px;
    padding: 6px 0;
    border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
  }
  .entries .what {
    flex: 1 1 auto;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .entries .detail {
    margin: 2px 0 0;
  }
`;
