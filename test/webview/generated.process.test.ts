import { describe, expect, it } from 'vitest';
import { someAgents } from './support/agents.ts';
import {
  axeViolations,
  placesOf,
  takePicture,
  type PanelOptions,
  type PanelPage,
} from './support/panel-page.ts';
import { usePanels } from './support/use-panels.ts';

const themes = ['dark', 'light', 'hc-black', 'hc-light'];
const create = {
  type: 'open',
  agents: someAgents(3),
  selectedAgentIds: [],
  takenNames: [],
  name: 'booking_key',
  kind: 'single',
  fields: [],
};
const secret = { kind: 'key_value', fields: ['id', 'key'], description: '', version: 3, deprecated: null };
const edit = { type: 'open', name: 'guest_crm', secret, otherNames: [] };
const rotate = { type: 'open', name: 'guest_crm', kind: 'key_value', fields: ['id', 'key'], tested: [] };

const forms = [
  ['Create', 'create-secret', create, 'Generate strong value', '#value', '#add'],
  ['Edit', 'edit-secret', edit, 'Generate strong value for key', '#field-value-1', '#save'],
  ['Rotate', 'rotate', rotate, 'Generate strong value for key', '#value-1', '#store'],
] as const;

const openPanel = usePanels();

describe.each(forms)('a generated value in %s', (_name, panelName, opening, wand, input, submit) => {
  it('has the length and the characters that the user chooses, and is sent', async () => {
    const panel = await openForm({ panel: panelName }, opening);
    const { page } = panel;
    await page.getByRole('button', { name: wand, exact: true }).click();
    expect(await page.inputValue(input)).toMatch(/^[A-Za-z0-9_-]{32}$/);
    await page.getByLabel('Length').fill('64');
    await page.getByLabel('Length').press('Enter');
    await page.getByLabel('Length').press('Tab');
    expect(await page.inputValue(input)).toHaveLength(64);
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
    for (const label of ['A–Z', '-_', '0–9']) await page.getByLabel(label, { exact: true }).uncheck();
    await page.getByLabel('!#$%', { exact: false }).check();
    const value = await page.inputValue(input);
    expect(value).toMatch(/^[a-z!#$%&*+=?@^~]{64}$/);
    await page.getByRole('button', { name: 'Generate again' }).click();
    const again = await page.inputValue(input);
    expect(again).not.toBe(value);
    expect(await placesOf(page, again)).toEqual([]);
    await page.click(submit);
    expect(JSON.stringify((await panel.posted()).at(-1))).toContain(JSON.stringify(again));
    expect(await panel.complaints()).toEqual([]);
  });

  it('can be copied, and its options disappear with the first change by hand', async () => {
    const { page } = await openForm({ panel: panelName }, opening);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: wand, exact: true }).click();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Copied. The clipboard keeps the value').first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.inputValue(input));
    await page.focus(input);
    await page.keyboard.type('x');
    expect(await page.getByLabel('Length').count()).toBe(0);
  });

  it('keeps one kind of characters and a length within the limits', async () => {
    const { page } = await openForm({ panel: panelName }, opening);
    await page.getByRole('button', { name: wand, exact: true }).click();
    for (const label of ['A–Z', 'a–z', '-_']) await page.getByLabel(label, { exact: true }).uncheck();
    expect(await page.getByLabel('0–9').isDisabled()).toBe(true);
    for (const [length, allowed] of [
      ['3', 8],
      ['9999', 256],
      ['', 256],
    ] as const) {
      await page.getByLabel('Length').fill(length);
      await page.getByLabel('Length').blur();
      expect(await page.inputValue(input)).toMatch(new RegExp(`^\\d{${allowed}}$`));
    }
  });

  it.each(themes)('is readable in the theme %s, and at 300 pixels', async (theme) => {
    const panel = await openForm({ panel: panelName, theme }, opening);
    const { page } = panel;
    await page.getByRole('button', { name: wand, exact: true }).click();
    await takePicture(page, `generated-${panelName}-${theme}`, true);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 300, height: 900 });
    await takePicture(page, `generated-${panelName}-300-${theme}`, true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
    const boxes = await page.locator('.row-inputs').evaluateAll((rows) =>
      rows.flatMap((row) =>
        [...row.children].map((part) => {
          const { left, right, top, bottom } = part.getBoundingClientRect();
          return { left, right, top, bottom, row: row.textContent };
        }),
      ),
    );
    const overlaps = boxes.filter((one, index) =>
      boxes.some(
        (other, at) =>
          at > index &&
          one.left < other.right - 1 &&
          other.left < one.right - 1 &&
          one.top < other.bottom - 1 &&
          other.top < one.bottom - 1,
      ),
    );
    expect(overlaps).toEqual([]);
  });
});

async function openForm(options: PanelOptions, opening: object): Promise<PanelPage> {
  const panel = await openPanel(options);
  await panel.send(opening);
  return panel;
}
