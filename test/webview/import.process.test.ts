import { describe, expect, it } from 'vitest';
import { isRecord } from '../../contracts/guards.ts';
import { importOpening } from './support/import.ts';
import { axeViolations, type PanelOptions, type PanelPage, takePicture } from './support/panel-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const openPanel = usePanels();

async function openImport(options: Partial<PanelOptions> = {}): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'import', ...options });
  await panel.send(importOpening);
  await panel.page.locator('#import').waitFor();
  return panel;
}

const boxOf = ({ page }: PanelPage, line: number) =>
  page.getByRole('checkbox', { name: `Import the secret in line ${String(line)}` });
const alertOf = ({ page }: PanelPage) => page.locator('[role=alert]').innerText();

describe('the preview of an import', () => {
  it('shows names and fields, never values, and what cannot be imported', async () => {
    const panel = await openImport();
    const { page } = panel;
    const names = await page
      .locator('.import-row input[type=text]')
      .evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')));
    expect(names).toEqual(['stripe_api_key', 'crm', 'taken', 'crm', '']);
    expect(await page.locator('.import-row').nth(1).innerText()).toMatch(/client_id\s+client_secret/);
    expect(await page.locator('.unread').innerText()).toContain('Line 7 does not have the form');
    const problems = await page.locator('.import-row :is(.problem, .hint)').allInnerTexts();
    expect(problems).toEqual([
      'A secret with this name already exists. Choose another name.',
      'Another secret of the import has this name.',
      'The name in the file is empty or looks like a credential. Enter another name.',
    ]);
    await page.fill('#name-4', 'x');
    await page.fill('#name-4', '');
    expect(await page.locator('.import-row').nth(4).innerText()).toContain('Enter a name.');
    await boxOf(panel, 9).uncheck();
    const checked = await Promise.all([1, 2, 5, 6, 9].map((line) => boxOf(panel, line).isChecked()));
    expect(checked).toEqual([true, true, false, true, false]);
    expect(await page.locator('footer').innerText()).toContain('3 of 5 selected');
  });

  it('creates the selected secrets under their new names, for the chosen agents', async () => {
    const panel = await openImport();
    const { page, posted } = panel;
    await page.click('#import');
    expect(await alertOf(panel)).toBe('Fix the problems of the selected secrets first.');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('name-3');
    await page.fill('#name-3', 'crm_2');
    await page.fill('#name-2', 'not_taken');
    expect(await boxOf(panel, 5).isChecked()).toBe(true);
    await boxOf(panel, 1).uncheck();
    await page.locator('[data-agents] input').first().check();
    await page.click('#import');
    const secrets = [
      { row: 1, name: 'crm' },
      { row: 2, name: 'not_taken' },
      { row: 3, name: 'crm_2' },
    ];
    const agentIds = [importOpening.agents[0]?.agentId];
    expect((await posted()).at(-1)).toEqual({ type: 'import', revision: 0, secrets, agentIds });
    expect(await page.locator('form').getAttribute('aria-busy')).toBe('true');
  });

  it('is not started by Enter in a name, or without a secret', async () => {
    const panel = await openImport();
    const { page, posted } = panel;
    await page.fill('#name-3', 'crm_2');
    await page.press('#name-3', 'Enter');
    for (const line of [1, 2, 6]) await boxOf(panel, line).uncheck();
    await page.click('#import');
    expect(await alertOf(panel)).toBe('Select at least one secret.');
    expect(await posted()).not.toContainEqual(expect.objectContaining({ type: 'import' }));
  });

  it('shows which secrets the vault refused, until their names change', async () => {
    const panel = await openImport();
    const { page, send } = panel;
    await page.fill('#name-3', 'crm_2');
    await page.click('#import');
    const refused = [{ row: 3, problem: 'The name is in use.' }];
    await send({ type: 'failed', message: 'The vault refused 1 of 3 secrets.', refused });
    expect(await alertOf(panel)).toBe('The vault refused 1 of 3 secrets.');
    expect(await page.locator('#name-3-problem').innerText()).toBe('The name is in use.');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('name-3');
    await page.fill('#name-3', 'crm_3');
    expect(await page.locator('#name-3-problem').count()).toBe(0);
    expect(await alertOf(panel)).toBe('');
  });

  it('leads to the line of the file, is kept by its address, and can be cancelled', async () => {
    const { page, posted, kept } = await openImport();
    await page.getByRole('button', { name: 'Line 5' }).click();
    expect((await posted()).at(-1)).toEqual({ type: 'show-line', line: 5 });
    await page.getByRole('button', { name: 'Line 7 does not have the form' }).click();
    expect((await posted()).at(-1)).toEqual({ type: 'show-line', line: 7 });
    const draft = { rows: [], agentIds: [] };
    expect((await kept()).at(-1)).toEqual({ name: importOpening.uri, form: 'form-1', draft });
    await page.click('#cancel');
    expect((await posted()).at(-1)).toEqual({ type: 'cancel' });
  });

  it('keeps what the user has changed when the file or the account changes, and over a reload', async () => {
    const panel = await openImport();
    const { page, send, kept } = panel;
    await page.fill('#name-3', 'crm_2');
    await boxOf(panel, 2).uncheck();
    await page.locator('[data-agents] input').first().check();
    const { rows, takenNames } = importOpening;
    const changed = {
      ...importOpening,
      revision: 1,
      rows: [{ name: 'sendgrid_api_key', fields: [], description: '', line: 1 }, ...rows],
      takenNames: [...takenNames, 'stripe_api_key'],
    };
    const shows = async (shown: PanelPage): Promise<void> => {
      await shown.page.locator('#name-5').waitFor();
      expect(await shown.page.locator('#name-4').inputValue()).toBe('crm_2');
      const boxes = shown.page.locator('.import-row input[type=checkbox]');
      const checked = await Promise.all([0, 1, 2, 3, 4].map((row) => boxes.nth(row).isChecked()));
      // The second row's name was taken in the meantime.
      expect(checked).toEqual([true, false, false, false, true]);
      expect(await shown.page.locator('[data-agents] input').first().isChecked()).toBe(true);
    };
    await send(changed);
    await shows(panel);
    const restored = await openPanel({ panel: 'import' });
    const last: unknown = (await kept()).at(-1);
    const draft = isRecord(last) ? last['draft'] : undefined;
    expect(JSON.stringify(draft)).toContain('crm_2');
    await restored.send({ ...changed, draft });
    await shows(restored);
  });

  it('stores no credential that was entered as a name', async () => {
    const { page, kept } = await openImport();
    const credential = ['sk', 'live', 'notARealKeyNotARealKey0123'].join('_');
    await page.fill('#name-3', credential);
    expect(await page.locator('#name-3-problem').innerText()).toContain('looks like a credential');
    expect(JSON.stringify(await kept())).not.toContain(credential);
  });

  it('of a file that cannot be read says why', async () => {
    const panel = await openImport();
    await panel.send({ ...importOpening, rows: [], problems: [{ text: 'The file contains no secrets.' }] });
    expect(await panel.page.locator('#app').innerText()).toContain('The file contains no secrets.');
    expect(await panel.page.locator('#import').getAttribute('aria-disabled')).toBe('true');
  });
});

describe.each(Object.keys(themes))('in the theme %s, axe finds nothing', (theme) => {
  it.each([1000, 300])('at %i px', async (width) => {
    const { page, complaints } = await openImport({ theme, width });
    await page.click('#import');
    await takePicture(page, `import-${width}-${theme}`, true);
    expect(await complaints()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
