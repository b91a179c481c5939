import { css } from 'lit';

export const importStyles = css`
  .import-row {
    display: grid;
    grid-template-columns: 18px minmax(0, 3fr) minmax(0, 2fr) minmax(4.5rem, auto);
    align-items: center;
    gap: 4px 8px;
  }
  .import-row > .link-button {
    justify-self: end;
  }
  .import-row > .problem,
  .import-row > .hint,
  .import-row > .description {
    grid-column: 2 / -1;
    margin: 0;
  }
  .import-row > .description {
    overflow-wrap: anywhere;
  }
  .unread {
    max-height: 11rem;
    overflow-y: auto;
    margin-bottom: 12px;
  }
  .unread .warning {
    margin: 4px 0;
  }
  .import-rows {
    margin-bottom: 20px;
  }
  @media (max-width: 30rem) {
    .import-row {
      grid-template-columns: 18px minmax(0, 1fr) minmax(4.5rem, auto);
    }
    .import-row > .contents {
      grid-area: 2 / 2 / auto / -1;
    }
  }
`;
