import { describe, expect, it } from 'vitest';
import { aSecret, comparedSecrets, environmentsOpening, rule } from './support/environments.ts';
import { axeViolations, type PanelOptions, type PanelPage, takePicture } from './support/panel-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const openPanel = usePanels();

async function openEnvironments(
  changes: Parameters<typeof environmentsOpening>[0] = {},
  options: Partial<PanelOptions> = {},
): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'environments', ...options });
  await panel.send(environmentsOpening(changes));
  await panel.page.locator('#title').waitFor();
  return panel;
}

const rowsOf = async ({ page }: PanelPage): Promise<readonly string[]> => {
  const texts = await page.locator('tbody tr').allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, ' '));
};

describe('environments', () => {
  it('stand side by side: what is missing, what a field lacks, who can read it, and how old it is', async () => {
    const panel = await openEnvironments();
    expect(await panel.page.locator('thead th').allInnerTexts()).toEqual(['Name', 'Sandbox', 'Live']);
    const [booking, payments, stripe] = await rowsOf(panel);
    expect(booking).toMatch(
      /^booking_api different agents booking_api_sandbox api_key lacks the field token_url 1 agent version 1 · changed .+ ago booking_api_live api_key, token_url 2 agents version 3 · changed .+ ago$/,
    );
    expect(payments).toMatch(
      /^payments payments_sandbox Single value no agents .* payments_live Single value/,
    );
    expect(stripe).toMatch(/^stripe_webhook_signing_key missing Create stripe_webhook_signing_key_sandbox… /);
    const body = await panel.page.locator('.panel').innerText();
    expect(body).toContain('3 of 3 names, 2 with differences');
    expect(body).toContain('1 secret belongs to no environment.');
  });

  it('keep their filter when another tab was in front, and over a reload of the window', async () => {
    const view = { filter: 'stripe', show: 'different' } as const;
    const { page, kept } = await openEnvironments();
    await page.selectOption('#show', 'different');
    await page.fill('#name-filter', 'stripe');
    expect((await kept()).at(-1)).toEqual({ name: '', view });
    const again = await openEnvironments({ view });
    expect(await again.page.inputValue('#name-filter')).toBe('stripe');
    expect(await again.page.inputValue('#show')).toBe('different');
    expect(await rowsOf(again)).toHaveLength(1);
  });

  it('name the agents when someone wants to know, and keep them open over a change', async () => {
    const { page, send } = await openEnvironments();
    const summary = page.locator('summary', { hasText: '2 agents' });
    expect(await summary.getAttribute('title')).toBe('Hotel Booking\nOrder Support');
    await summary.click();
    await page.getByText('Order Support').waitFor();
    await send(environmentsOpening({ secrets: [...comparedSecrets, aSecret('a_live')] }));
    expect(await page.locator('tbody tr').count()).toBe(4);
    expect(await page.getByText('Order Support').isVisible()).toBe(true);
  });

  it('lead to the pages of secrets, and to a form for a missing one that begins like its counterpart', async () => {
    const { page, posted } = await openEnvironments();
    await page.getByRole('button', { name: 'booking_api_live', exact: true }).click();
    expect(await posted()).toContainEqual({ type: 'show', name: 'booking_api_live' });
    await page.getByRole('button', { name: 'Create stripe_webhook_signing_key_sandbox…' }).click();
    expect((await posted()).at(-1)).toEqual({
      type: 'create',
      name: 'stripe_webhook_signing_key_sandbox',
      counterpart: 'stripe_webhook_signing_key_live',
    });
  });

  it('are filtered by name, and by whether they differ', async () => {
    const panel = await openEnvironments();
    await panel.page.selectOption('#show', 'different');
    expect(await rowsOf(panel)).toHaveLength(2);
    await panel.page.fill('#name-filter', 'API live');
    expect(await rowsOf(panel)).toEqual([expect.stringMatching(/^booking_api /)]);
    await panel.page.selectOption('#show', 'all');
    await panel.page.fill('#name-filter', 'nothing like this');
    expect(await panel.page.locator('[aria-live]').innerText()).toContain('0 of 3 names');
  });

  it('of a large account appear a part at a time', async () => {
    const secrets = Array.from({ length: 450 }, (_, at) => aSecret(`key_${at}_live`));
    const { page } = await openEnvironments({ secrets });
    expect(await page.locator('tbody tr').count()).toBe(200);
    for (const count of [400, 450]) {
      await page.click('#more');
      expect(await page.locator('tbody tr').count()).toBe(count);
    }
    expect(await page.locator('#more').count()).toBe(0);
  });

  it('are only looked at without the rights', async () => {
    const { page } = await openEnvironments({ mayWrite: false, mayChangeRule: false });
    expect(await page.locator('tbody').innerText()).toContain('missing');
    expect(await page.getByRole('button', { name: /Create|Edit Env/ }).count()).toBe(0);
  });
});

describe('the naming rule', () => {
  it('is set up from a suggestion, which is tried out while it is entered', async () => {
    const panel = await openEnvironments({ environments: [] });
    const { page, posted, kept, send } = panel;
    expect(await page.locator('table').count()).toBe(0);
    await page.click('#edit-rule');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('environment-0');
    expect(await rowsOf(panel)).toHaveLength(3);
    await page.fill('#suffix-0', '_test');
    expect((await rowsOf(panel))[0]).toContain('missing');
    const environments = [{ name: 'Sandbox', suffix: '_test' }, rule[1]];
    expect((await kept()).at(-1)).toMatchObject({ name: '', draft: { before: [], environments } });
    await page.press('#suffix-0', 'Enter');
    expect((await posted()).at(-1)).toEqual({ type: 'save', draft: { before: [], environments } });
    expect(await page.locator('#save-rule').getAttribute('aria-disabled')).toBe('true');
    await send(environmentsOpening({ environments: rule }));
    await send({ type: 'saved' });
    expect(await page.locator('form').count()).toBe(0);
    expect(await page.locator('[role=status]').innerText()).toBe('Environments saved');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('title');
  });

  it('has environments added and removed, and is removed with the last', async () => {
    const { page, posted } = await openEnvironments();
    await page.click('#edit-rule');
    await page.click('#add-environment');
    await page.keyboard.type('Pre-live');
    await page.fill('#suffix-2', '_pre_live');
    await page.getByRole('button', { name: 'Remove environment 1' }).click();
    await page.click('#save-rule');
    const environments = [rule[1], { name: 'Pre-live', suffix: '_pre_live' }];
    expect((await posted()).at(-1)).toEqual({ type: 'save', draft: { before: rule, environments } });
  });

  it.each([
    ['#suffix-0', '_live', 'Two environments have the same suffix.'],
    ['#environment-0', 'LIVE', 'Two environments have the same name.'],
    ['#suffix-0', ' ', 'Each environment needs a name and a suffix of up to 40 characters.'],
  ])('is not saved with %s "%s"', async (input, text, problem) => {
    const { page, posted } = await openEnvironments();
    await page.click('#edit-rule');
    await page.fill(input, text);
    // A row is reported while it is typed, unless a part of it is still missing.
    expect(await page.locator('.problem').count()).toBe(text === ' ' ? 0 : 1);
    await page.click('#save-rule');
    expect(await page.locator('.problem').innerText()).toBe(problem);
    expect(await posted()).not.toContainEqual(expect.objectContaining({ type: 'save' }));
  });

  it('keeps what was entered if someone else changed it, and then replaces what is shown', async () => {
    const { page, posted, send } = await openEnvironments();
    await page.click('#edit-rule');
    await page.fill('#suffix-1', '_prod');
    await page.click('#save-rule');
    const theirs = [{ name: 'Test', suffix: '_test' }];
    await send(environmentsOpening({ environments: theirs }));
    await send({ type: 'failed', message: 'Someone else has changed the environments.' });
    expect(await page.locator('[role=alert]').innerText()).toContain('Someone else');
    expect(await page.inputValue('#suffix-1')).toBe('_prod');
    await page.click('#save-rule');
    expect((await posted()).at(-1)).toMatchObject({ type: 'save', draft: { before: theirs } });
  });

  it('is restored with the input when the tab is shown again, or left unchanged', async () => {
    const draft = { before: rule, environments: [{ name: 'Prod', suffix: '_prod' }] };
    const { page, kept } = await openEnvironments({ draft });
    expect(await page.inputValue('#suffix-0')).toBe('_prod');
    await page.click('#cancel-rule');
    expect((await kept()).at(-1)).toEqual({ name: '', view: { filter: '', show: 'all' } });
    expect(await page.locator('thead th').allInnerTexts()).toEqual(['Name', 'Sandbox', 'Live']);
  });
});

describe.each(Object.keys(themes))('in the theme %s, axe finds nothing', (theme) => {
  it.each([1000, 300])('at %i px', async (width) => {
    const { page, complaints } = await openEnvironments({}, { theme, width });
    await page.locator('summary').first().click();
    await takePicture(page, `environments-${width}-${theme}`, true);
    expect(await complaints()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it.each([1000, 300])('in the naming rule at %i px', async (width) => {
    const { page, complaints } = await openEnvironments({}, { theme, width });
    await page.click('#edit-rule');
    await page.fill('#suffix-0', '_live');
    await page.click('#save-rule');
    await takePicture(page, `environments-rule-${width}-${theme}`, true);
    expect(await complaints()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
