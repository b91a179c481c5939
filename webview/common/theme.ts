import type { CSSResult } from 'lit';
import { controlStyles } from './control-styles.ts';
import { layoutStyles } from './layout-styles.ts';

/** Styles as constructed sheets, the panel's own last: the page's policy does not allow inline styles. */
export function adoptTheme(...ofPanel: readonly CSSResult[]): void {
  const sheets = [layoutStyles, controlStyles, ...ofPanel].map(({ styleSheet }) => styleSheet);
  const adopted = sheets.filter((sheet) => sheet !== undefined);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...adopted];
}
