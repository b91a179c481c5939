import { css } from 'lit';

/** The panel fills the entire tab; only the list scrolls. Heights match `place.ts`. */
export const secretsStyles = css`
  .secrets-panel {
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    max-width: none;
    height: 100vh;
    min-height: 24rem;
  }
  .secrets-tools,
  .selection {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-top: 8px;
  }
  .secrets-tools .filter {
    flex: 1 1 12rem;
  }
  .secrets-scroll {
    flex: 1 1 12rem;
    min-height: 9rem;
    margin-top: 8px;
    overflow: auto;
    scrollbar-gutter: stable;
  }
  .secrets {
    display: grid;
    grid-template-columns: repeat(var(--columns, 1), minmax(0, 1fr));
    margin: 0;
    padding: var(--before, 0) 0 var(--after, 0);
    list-style: none;
  }
  .secrets > li {
    box-sizing: border-box;
    height: var(--row, 200px);
    padding: 5px;
  }
  .card {
    display: flex;
    flex-direction: column;
    gap: 4px;
    box-sizing: border-box;
    height: 100%;
    padding: 8px 10px;
    overflow: hidden;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 4px;
  }
  .list .card {
    flex-direction: row;
    align-items: center;
    gap: 12px;
    padding-block: 0;
  }
  .card .name {
    flex: 0 0 auto;
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  /* A long name and its marks take the room of the description. */
  .list .card > .name {
    flex: 0 0 auto;
    min-width: 36%;
    max-width: calc(100% - 19rem);
    overflow: clip;
    overflow-clip-margin: 2px;
  }
  .list .card > .name > .link-button {
    flex: 0 0 auto;
    max-width: calc(100% - 24px);
  }
  .list .card > .detail {
    flex: 0 0 6rem;
    white-space: nowrap;
  }
  .card .name .link-button {
    margin-inline: 0;
  }
  /* The editor's own style would hide that it is a link. */
  .card .name .link-button code {
    padding: 0;
    color: inherit;
    background: none;
  }
  .card .name .link-button,
  .card .about {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .card .about {
    margin: 0;
  }
  .list .card .about {
    flex: 1 1 0;
  }
  .card .chips {
    flex: 1 1 auto;
    align-content: flex-start;
    min-height: 0;
    overflow: hidden;
  }
  .actions {
    display: flex;
    flex: 0 0 auto;
    gap: 2px;
  }
  /* Two lines: the name, then the number of agents and the actions. */
  @media (max-width: 30rem) {
    .list .card {
      flex-wrap: wrap;
      gap: 0 12px;
    }
    .list .card > .name {
      flex: 1 1 100%;
      max-width: none;
    }
    .list .card .about {
      display: none;
    }
    .list .card > .detail {
      flex: 1 1 0;
    }
  }
`;
