import { css, html, type TemplateResult } from 'lit';
import { t } from './words.ts';

/** The same dots for every value, so that they do not show its length. */
export function maskedValue(): TemplateResult {
  return html`<span class="detail"
    ><span aria-hidden="true">••••••••</span
    ><span class="visually-hidden">${t('The value is hidden.')}</span></span
  >`;
}

export const chipStyles = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .chip {
    max-width: 12rem;
    padding: 0 6px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    border: 1px solid currentColor;
    border-radius: 8px;
  }
`;
