import { describe, expect, it } from 'vitest';
import type { ToPeoplePanel } from '../../contracts/people-messages.ts';
import { axeViolations, type PanelOptions, type PanelPage, takePicture } from './support/panel-page.ts';
import { somePeople } from './support/people.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const openPanel = usePanels();

async function openWith(
  options: Partial<PanelOptions> = {},
  message: ToPeoplePanel = somePeople,
): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'people', ...options });
  await panel.send(message);
  await panel.page.locator('.entries li').first().waitFor();
  return panel;
}

describe('people and keys', () => {
  it('are listed with roles, states, owners and issuers; keys that ended only on request', async () => {
    const { page } = await openWith();
    const text = await page.locator('body').innerText();
    expect(text).toMatch(/Ada Author\s+author\s+ada@example\.com/);
    expect(text).toMatch(/Grace Gone\s+no role\s+disabled/);
    expect(text).toMatch(
      /Notebook 1\s+author\s+for Ada Author\s+issued .* by Eve · valid until .* · never used/,
    );
    expect(text).not.toContain('Old notebook');
    await page.check('#ended');
    expect(await page.locator('body').innerText()).toMatch(
      /Old notebook\s+author\s+issued .* · expired .* · never used/,
    );
  });

  it('are filtered by every word', async () => {
    const { page } = await openWith();
    await page.fill('#people-filter', 'ada notebook');
    expect(await page.locator('.entries strong').allInnerTexts()).toEqual(['Notebook 1']);
    await page.fill('#people-filter', 'nobody');
    expect(await page.getByText('Nothing matches the filter.').count()).toBe(2);
  });

  it('keep their filter when another tab was in front, and over a reload of the window', async () => {
    const view = { filter: 'old', ended: true };
    const { page, kept } = await openWith();
    await page.check('#ended');
    await page.fill('#people-filter', 'old');
    expect((await kept()).at(-1)).toEqual({ name: '', view });
    const again = await openPanel({ panel: 'people' });
    await again.send({ ...somePeople, view });
    expect(await again.page.inputValue('#people-filter')).toBe('old');
    expect(await again.page.locator('.entries strong').allInnerTexts()).toEqual(['Old notebook']);
  });

  it('are changed in the editor, which asks all questions', async () => {
    const { page, posted } = await openWith();
    await page.click('#add-person');
    await page.getByRole('button', { name: 'Issue a key for Ada Author' }).click();
    await page.getByRole('button', { name: 'Change Grace Gone' }).click();
    await page.getByRole('button', { name: 'Revoke the key Notebook 1' }).click();
    await page.click('#revoke-older');
    expect((await posted()).slice(1)).toEqual([
      { type: 'act', action: 'add-person' },
      { type: 'act', action: 'issue-for-person', id: 'usr_1' },
      { type: 'act', action: 'change-person', id: 'usr_2' },
      { type: 'act', action: 'revoke', id: 'tok_1' },
      { type: 'act', action: 'revoke-older' },
    ]);
    expect(await page.getByRole('button', { name: 'Issue a key for Grace Gone' }).count()).toBe(0);
  });

  it('only to look at for reviewers', async () => {
    const { page } = await openWith({}, { ...somePeople, mayChangePeople: false, mayChangeKeys: false });
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('keep on display if they cannot be read again, and say why', async () => {
    const { page, send } = await openWith();
    await send({ type: 'failed', message: 'The vault cannot be reached.' });
    expect(await page.locator('[role=alert]').innerText()).toContain('cannot be reached');
    expect(await page.locator('.entries li').count()).toBe(3);
  });

  describe.each(Object.keys(themes))('in the theme %s', (theme) => {
    it.each([1000, 300])('axe finds nothing at %i px', async (width) => {
      const { page, complaints } = await openWith({ theme, width });
      await page.check('#ended');
      await takePicture(page, `people-${String(width)}-${theme}`, true);
      expect(await complaints()).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
});
