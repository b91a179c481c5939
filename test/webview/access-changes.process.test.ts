import { describe, expect, it } from 'vitest';
import type { ToChangesPanel } from '../../contracts/access-changes-messages.ts';
import { axeViolations, type PanelOptions, type PanelPage, takePicture } from './support/panel-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const start = { line: 11, character: 4 };
const at = {
  place: { uri: 'file:///booking/functions/pay.py', range: { start, end: start } },
  label: 'functions/pay.py:12',
};
const leak = 'The value of "guest_crm" is written to the log.';
const admin = { mayGrant: true, mayRequest: false, mayCreate: true };
const shown = {
  type: 'show',
  agentNames: { booking: 'Hotel Booking' },
  rights: admin,
  changes: {
    base: { name: 'origin/main', commit: '0123456789abcdef0123456789abcdef01234567' },
    gitFolder: '/booking/.git',
    agentNames: { booking: 'Hotel Booking' },
    needs: [
      { agentId: 'booking', name: 'stripe_api_key', access: 'missing', ...at },
      { agentId: 'booking', name: 'guest_crm', access: 'granted', ...at },
      { agentId: 'booking', name: 'absent_key', access: 'nonexistent', ...at },
    ],
    findings: [{ rule: 'secret-in-log', message: leak, ...at }],
    dynamic: [{ agentId: 'booking', patterns: ['stripe_*'], ...at }],
    suppressions: [
      { rules: ['secret-in-log'], reason: 'The log is private', suppressed: [leak], ...at },
      { rules: [], reason: '', suppressed: [], ...at },
    ],
    gone: [
      { agentId: 'booking', name: 'old_key', label: 'functions/old.py:3', mayRevoke: true },
      { agentId: 'booking', name: 'stripe_old', label: 'functions/old.py:4', mayRevoke: false },
    ],
    catalog: [{ agentId: 'booking', name: 'new_key', change: 'created' }],
    notChecked: [{ ...at, label: 'functions/huge.py' }],
  },
} as const satisfies ToChangesPanel;
const usage = {
  type: 'usage',
  agents: [
    {
      agentId: 'booking',
      agentName: 'Hotel Booking',
      used: ['guest_crm'],
      unused: ['idle_key'],
      missing: ['stripe_api_key'],
      uncertain: false,
    },
  ],
} as const satisfies ToChangesPanel;

const openPanel = usePanels();

async function openWith(
  options: Omit<PanelOptions, 'panel'>,
  ...messages: readonly ToChangesPanel[]
): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'access-changes', ...options });
  for (const message of messages) await panel.send(message);
  return panel;
}

async function buttons({ page }: PanelPage): Promise<readonly string[]> {
  const all = await page.locator('button.text-button').all();
  return Promise.all(all.map(async (one) => (await one.getAttribute('aria-label')) ?? ''));
}

describe('the panel with access changes', () => {
  it('says first what the branch needs, and what of it is not granted', async () => {
    const { page } = await openWith({}, shown);
    const lead = await page.innerText('.lead');
    expect(lead).toContain('This branch needs 3 secrets. 2 not granted yet.');
    expect(lead).toContain('origin/main');
  });

  it.each([
    ['an account admin', admin, ['Grant stripe_api_key', 'Create absent_key', 'Edit access to old_key']],
    [
      'an author',
      { mayGrant: false, mayRequest: true, mayCreate: false },
      ['Request access to stripe_api_key'],
    ],
    ['a reviewer', { mayGrant: false, mayRequest: false, mayCreate: false }, []],
  ])('offers %s what the role allows', async (_who, rights, expected) => {
    expect(await buttons(await openWith({}, { ...shown, rights }))).toEqual(expected);
  });

  it('grants by keyboard, and opens a place', async () => {
    const panel = await openWith({}, shown);
    await panel.page.focus('[aria-label="Grant stripe_api_key"]');
    await panel.page.keyboard.press('Enter');
    await panel.page.click('section[aria-labelledby=findings-heading] .link-button');
    expect(await panel.posted()).toEqual(
      expect.arrayContaining([
        { type: 'act', verb: 'grant', index: 0 },
        { type: 'open-place', list: 'findings', index: 0 },
      ]),
    );
  });

  it('shows each suppression with its reason, and points out a missing one', async () => {
    const { page } = await openWith({}, shown);
    const rows = await page.locator('section[aria-labelledby=suppressions-heading] tbody tr').allInnerTexts();
    expect(rows[0]).toContain('The log is private');
    expect(rows[1]).toContain('no reason given');
  });

  it('compares what was granted with what is read', async () => {
    const { page } = await openWith({}, shown, usage);
    const row = await page.innerText('section[aria-labelledby=usage-heading] tbody tr');
    for (const name of ['guest_crm', 'idle_key', 'stripe_api_key']) expect(row).toContain(name);
  });

  it('says so if there is nothing to compare with', async () => {
    const { page } = await openWith({}, { type: 'absent', message: 'Choose a base.' });
    expect(await page.innerText('[role=status]')).toBe('Choose a base.');
    expect(await page.locator('table').count()).toBe(0);
  });

  it.each(Object.keys(themes))('is accessible in the theme %s', async (theme) => {
    const panel = await openWith({ theme }, shown, usage);
    await takePicture(panel.page, `access-changes-${theme}`, true);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
  });

  it('needs no sideways scrolling at 300 pixels', async () => {
    const { page } = await openWith({ width: 300, height: 640 }, shown, usage);
    await takePicture(page, 'access-changes-narrow', true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
    expect(await axeViolations(page)).toEqual([]);
  });
});
