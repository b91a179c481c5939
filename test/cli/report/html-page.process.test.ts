import axe from 'axe-core';
import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../../cli/commands/report/html.ts';
import { reportOf, type UsageReport } from '../../../cli/commands/report/usage-report.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';
import { launchBrowser } from '../../webview/support/panel-page.ts';

const now = '2026-06-01T00:00:00.000Z';
const pictures = path.resolve(import.meta.dirname, '../../../build/report-pictures');

/** Each agent is granted `share` of the secrets, and its code reads about half of them. */
function reportFor(
  agentCount: number,
  secretCount: number,
  share: number,
  name = (text: string) => text,
): UsageReport {
  const ids = Array.from({ length: agentCount }, (_, index) => name(`PROJECT-${String(index)}`));
  const isIn = (agent: number, secret: number, part: number): boolean =>
    ((agent * 7919 + secret * 104_729) % 1000) / 1000 < part;
  const secrets = Array.from({ length: secretCount }, (_, secret) => ({
    name: name(`service_${String(secret)}_api_key`),
    grants: ids.flatMap((agentId, agent) => (isIn(agent, secret, share) ? [{ agentId }] : [])),
  }));
  const agents = ids.slice(0, Math.ceil(agentCount * 0.8)).map((agentId, agent) => ({
    agentId,
    reads: secrets
      .filter((_, secret) => isIn(agent + 1, secret, share / 2))
      .map((secret) => ({ secret: secret.name, path: `${agentId}/functions/pay.py`, line: 3 })),
    dynamic: agent % 9 === 0 ? [{ pattern: '*_1*', path: 'agents/b.py', line: 4 }] : [],
    gaps: agent % 17 === 3 ? [`${agentId}/linked.py is a symbolic link and was not followed.`] : [],
  }));
  return reportOf({
    at: now,
    asOf: now,
    source: 'https://vault.example (Example)',
    unreadDays: 90,
    log: {
      asOf: now,
      lastEntry: 1,
      since: '2026-03-03T00:00:00.000Z',
      reads: new Map(),
      attempts: new Map(),
      grants: new Map(),
    },
    code: { agents, shared: { reads: [], dynamic: [] } },
    known: { agents: ids.map((agentId) => ({ agentId, agentName: 'Some agent', complete: true })), secrets },
  });
}

describe('the page of a report', () => {
  const folder = new TemporaryWorkspace('');
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    folder[Symbol.dispose]();
  });

  /** Opens the page, with what it complains about, and what it requests besides itself. */
  async function withPage(
    report: UsageReport,
    options: BrowserContextOptions,
    use: (page: Page, complaints: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const file = folder.path('report.html');
    writeFileSync(file, htmlReport(report));
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => {
        complaints.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        if (request.url() !== `file://${file}`) complaints.push(request.url());
      });
      await page.goto(`file://${file}`);
      await use(page, complaints);
    } finally {
      await context.close();
    }
  }

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['contrast', { colorScheme: 'light', contrast: 'more' }],
    ['contrast-dark', { colorScheme: 'dark', contrast: 'more' }],
    ['narrow', { colorScheme: 'light', viewport: { width: 360, height: 800 } }],
  ] as const)('has no accessibility problem (%s)', async (name, options) => {
    // The policy of the page forbids scripts, including those of axe.
    await withPage(reportFor(12, 30, 0.4), { ...options, bypassCSP: true }, async (page, complaints) => {
      await page.evaluate(axe.source);
      const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
        'axe.run().then(({ violations }) => violations)',
      );
      expect(found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      expect(complaints).toEqual([]);
      const [width, seen] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect(width).toBeLessThanOrEqual(seen);
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
      await page.evaluate('document.getElementById("matrix").scrollIntoView()');
      await page.screenshot({ path: path.join(pictures, `${name}-matrix.png`) });
    });
  });

  it('can be used with the keyboard alone', async () => {
    await withPage(reportFor(12, 30, 0.4), {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Go to the matrix');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      const region = page.getByRole('region', { name: 'All agents', exact: true });
      expect(await region.evaluate((element) => element.matches(':focus'))).toBe(true);
      const before = await region.evaluate((element) => element.scrollLeft);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(before);
    });
  });

  it('gives each cell of the matrix its agent and its secret as headers', async () => {
    const report = reportFor(12, 30, 0.4);
    await withPage(report, {}, async (page) => {
      const matrix = page.getByRole('region', { name: 'All agents', exact: true }).getByRole('table');
      expect(await matrix.getByRole('columnheader').count()).toBe(13);
      const secrets = new Set(report.access.map(({ secret }) => secret)).size;
      expect(await matrix.getByRole('rowheader').count()).toBe(secrets);
      const filled = await matrix.getByRole('cell').filter({ hasText: /./ }).count();
      expect(filled).toBe(report.access.length);
    });
  });

  it('shows hostile names as text, and neither runs nor loads anything', async () => {
    const hostile = (text: string): string =>
      `</style></title><script>alert(1)</script><img src="https://evil.example/x" onerror='alert(2)'>${text}`;
    await withPage(reportFor(3, 4, 1, hostile), {}, async (page, complaints) => {
      expect(await page.locator('script, img, iframe, link').count()).toBe(0);
      await expect.poll(() => page.locator('tbody th').first().textContent()).toContain(hostile('PROJECT-0'));
      expect(complaints).toEqual([]);
    });
  });

  it('contains every list and the matrix on paper', async () => {
    await withPage(reportFor(12, 30, 0.4), {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      for (const table of await page.locator('table').all()) expect(await table.isVisible()).toBe(true);
      expect((await page.pdf()).length).toBeGreaterThan(10_000);
    });
  });

  it('opens with 300 agents and 1,000 secrets', async () => {
    await withPage(reportFor(300, 1_000, 0.05), {}, async (page, complaints) => {
      expect(complaints).toEqual([]);
      expect(await page.locator('.matrix').count()).toBe(12);
      await page.evaluate('document.getElementById("matrix").scrollIntoView()');
      await page.screenshot({ path: path.join(pictures, 'many-matrix.png') });
    });
  });
});
