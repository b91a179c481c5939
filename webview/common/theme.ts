import type { CSSResult } from 'lit';
import { controlStyles } from './control-styles.ts';
import { layoutStyles } from './layout-styles.ts';

/** Styles as constructed sheets, those of one panel last: the page's policy allows no inline style. */
export function adoptTheme(...ofPanel: readonly CSSResult[]): void {
  const sheets = [layoutStyles, controlStyles, ...ofPanel].map(({ styleSheet }) => styleSheet);
  const adopted = sheets.filter((sheet) => sheet !== undefined);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...adopted];
}
