import { expect, it } from 'vitest';
import { axeViolationsIn } from './axe-in-editor.ts';
import type { Workbench } from './workbench.ts';

const themes = [
  ['Dark Modern', 'vs-dark'],
  ['Light Modern', 'vs'],
  ['Dark High Contrast', 'hc-black'],
  ['Light High Contrast', 'hc-light'],
] as const;

/** One step for each theme: axe finds nothing in the open panel, which has an element that fits `shown`. */
export function axeStepsInFourThemes(workbench: () => Workbench, shown: string, picture: string): void {
  it.each(themes)('axe finds nothing in %s', async (theme, kind) => {
    const { panel } = workbench();
    await wear(workbench(), theme, kind);
    await panel.locator(shown).first().waitFor();
    expect(await axeViolationsIn(panel.locator('body'))).toEqual([]);
    await workbench().picture(`${picture}-${kind}`);
  });
}

/** Changes the color theme; `kind` is the class that the editor then has. */
export async function wear(workbench: Workbench, theme: string, kind: string): Promise<void> {
  await workbench.runCommand('Preferences: Color Theme');
  await workbench.answer(theme);
  await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
}
