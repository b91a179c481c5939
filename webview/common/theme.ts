import { controlStyles } from './control-styles.ts';
import { layoutStyles } from './layout-styles.ts';

/** Styles as constructed sheets: the page's policy allows no inline style. */
export function adoptTheme(): void {
  const sheets = [layoutStyles, controlStyles].map(({ styleSheet }) => styleSheet);
  const adopted = sheets.filter((sheet) => sheet !== undefined);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...adopted];
}
