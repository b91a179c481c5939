import { describe, expect, it } from 'vitest';
import { packSecrets } from '../../contracts/packed-secrets.ts';
import { directionOf } from './support/direction.ts';
import { someMatrix } from './support/matrix.ts';
import { axeViolations, takePicture, type PanelOptions, type PanelPage } from './support/panel-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const small = {
  type: 'open',
  agents: [
    { agentId: 'P-1', agentName: 'Airline' },
    { agentId: 'P-2', agentName: 'Bistro' },
  ],
  secrets: packSecrets([
    { name: 'calm', agentIds: ['P-1'] },
    { name: 'spare', agentIds: ['P-1', 'P-2'] },
    { name: 'wanted', agentIds: [] },
  ]),
  uses: [
    { agentId: 'P-1', counts: { calm: 2 }, patterns: [] },
    { agentId: 'P-2', counts: { wanted: 3 }, patterns: [] },
  ],
  draft: [],
};

const openPanel = usePanels();

describe('the matrix by keyboard alone', () => {
  it('arrows move, Space selects, and one previewed change is saved as a whole', async () => {
    const panel = await openWith({}, small);
    const { page } = panel;
    await page.focus('[role=gridcell][tabindex="0"]');
    expect(await focused(panel)).toBe('no access but used; 3 places');
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+End');
    expect(await focused(panel)).toBe('used, granted; 2 places');
    await page.keyboard.press('Space');
    expect(await page.textContent('.summary')).toBe('1 grant, 1 revoke in 2 secrets');
    await page.press('#open-preview', 'Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('preview');
    const rows = await page.locator('.preview tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').map((text) => text.trim()))).toEqual([
      ['calm', 'Airline', 'will be revoked', '2 places will raise MissingAccess'],
      ['wanted', 'Bistro', 'will be granted', 'fixes 3 places'],
    ]);
    await page.press('#save', 'Enter');
    await page.press('#save', 'Enter');
    expect(await sent(panel, 'save')).toEqual([
      {
        type: 'save',
        changes: [
          { name: 'wanted', grant: ['P-2'], revoke: [] },
          { name: 'calm', grant: [], revoke: ['P-1'] },
        ],
      },
    ]);
    expect(await panel.complaints()).toEqual([]);
  });

  it('Shift and an arrow applies the first change to the next cells', async () => {
    const panel = await openWith({}, small);
    const { page } = panel;
    await page.focus('[role=gridcell][tabindex="0"]');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await page.textContent('.summary')).toBe('2 grants in 1 secret');
    expect((await panel.kept()).at(-1)).toMatchObject({
      name: '',
      draft: [{ name: 'wanted', grant: ['P-2', 'P-1'], revoke: [] }],
    });
  });
});

describe('what the matrix shows', () => {
  it('names of agents in right-to-left scripts keep their direction', async () => {
    const agents = [{ agentId: 'P-1', agentName: 'מלון' }];
    const { page } = await openWith({}, { ...small, agents });
    expect(await directionOf(page.locator('.agent-name'))).toBe('rtl');
  });

  const view = { secretFilter: '', agentFilter: 'bistro', show: 'granted', blanks: false, order: 'name' };

  it('is kept when another tab is in front, and over a reload of the window', async () => {
    const { page, kept } = await openWith({}, small);
    await page.fill('#agent-filter', 'bistro');
    await page.selectOption('#show', 'granted');
    await page.selectOption('#order', 'name');
    expect((await kept()).at(-1)).toEqual({ name: '', draft: [], view });
    const again = await openWith({}, { ...small, view });
    expect(await again.page.inputValue('#agent-filter')).toBe('bistro');
    expect(await again.page.inputValue('#show')).toBe('granted');
    expect(await again.page.locator('.secret-name').allInnerTexts()).toEqual(['spare']);
  });
});

describe('the matrix until the vault answers', () => {
  it('says that it is loading', async () => {
    const { page } = await openPanel({ panel: 'access-matrix' });
    expect(await page.innerText('[role=status]')).toBe('Loading…');
    expect(await axeViolations(page)).toEqual([]);
  });
});

describe('the matrix by mouse', () => {
  it('a click selects a cell, Shift and a click the cells between', async () => {
    const panel = await openWith({}, small);
    const { page } = panel;
    await cellAt(panel, 1, 0).click();
    await cellAt(panel, 1, 1).click({ modifiers: ['Shift'] });
    expect(await page.textContent('.summary')).toBe('2 revokes in 1 secret');
    expect(await cellAt(panel, 1, 1).getAttribute('aria-selected')).toBe('true');
    await page.click('#clear');
    expect(await page.textContent('.summary')).toBe('Nothing selected');
  });

  it('all unused access is one press away, as is all missing access', async () => {
    const panel = await openWith({}, small);
    await panel.page.click('#select-unused');
    await panel.page.click('#select-missing');
    expect(await panel.page.textContent('.summary')).toBe('1 grant, 2 revokes in 2 secrets');
  });

  it('the line below the grid opens the places and the access list', async () => {
    const panel = await openWith({}, small);
    await cellAt(panel, 0, 0).click();
    await panel.page.click('text=Show Places');
    await panel.page.click('text=Edit Access…');
    expect((await panel.posted()).slice(-2)).toEqual([
      { type: 'open-places', name: 'wanted', agentId: 'P-2' },
      { type: 'edit-access', name: 'wanted' },
    ]);
  });

  it('exports contain the visible rows, in their order', async () => {
    const panel = await openWith({}, small);
    await panel.page.selectOption('#order', 'name');
    await panel.page.fill('#secret-filter', 'a');
    await panel.page.click('#export-csv');
    expect((await panel.posted()).at(-1)).toEqual({
      type: 'export',
      format: 'csv',
      names: ['calm', 'spare', 'wanted'],
      agentIds: ['P-1', 'P-2'],
    });
  });
});

describe('when a save fails', () => {
  it('a failure keeps the selection and offers the same again', async () => {
    const panel = await openWith({}, small);
    await panel.page.click('#select-missing');
    await panel.page.click('#open-preview');
    await panel.page.click('#save');
    await panel.send({ type: 'failed', message: 'The vault is unreachable. Try again.' });
    expect(await panel.page.textContent('[role=alert]')).toContain('The vault is unreachable.');
    expect(await panel.page.textContent('#save')).toContain('Try Again');
    await panel.page.click('#save');
    expect(await sent(panel, 'save')).toHaveLength(2);
  });

  it('a conflict shows both sides; after a save the matrix matches the vault', async () => {
    const panel = await openWith({}, small);
    await panel.page.click('#select-missing');
    await panel.page.click('#open-preview');
    await panel.page.click('#save');
    const lists = [{ name: 'wanted', agentIds: ['P-1'] }];
    await panel.send({ type: 'conflict', message: 'Someone else was first.', secrets: lists });
    const rows = await panel.page.locator('.conflict tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').map((text) => text.trim()))).toEqual([
      ['wanted', 'Airline', 'not granted', 'granted (by someone else)', 'granted'],
      ['wanted', 'Bistro', 'not granted', 'not granted', 'granted (by you)'],
    ]);
    await panel.page.click('#save');
    await panel.send({ type: 'saved', secrets: [{ name: 'wanted', agentIds: ['P-1', 'P-2'] }] });
    expect(await panel.page.textContent('.summary')).toBe('Nothing selected');
    expect(await panel.page.locator('.conflict').count()).toBe(0);
    expect(await panel.page.locator('.cell.missing').count()).toBe(0);
  });
});

describe('an account with 300 agents and 5,000 secrets', () => {
  it('draws only what is visible, and every cell can be reached', async () => {
    const panel = await openWith({}, someMatrix(300, 5000));
    const { page } = panel;
    expect(await page.locator('[role=gridcell]').count()).toBeLessThan(1000);
    expect(await page.getAttribute('[role=grid]', 'aria-rowcount')).toBe('5001');
    await page.focus('[role=gridcell][tabindex="0"]');
    await page.keyboard.press('Control+End');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-colindex'))).toBe('301');
    expect(
      await page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')),
    ).toBe('5001');
    await page.evaluate(() => document.querySelector('#grid-scroll')?.scrollTo(0, 60_000));
    await page.locator('[aria-rowindex="2010"]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('grid');
    await page.keyboard.press('ArrowUp');
    expect(
      await page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')),
    ).toBe('5000');
  });
});

describe.each(Object.keys(themes))('in the theme %s, axe finds nothing', (theme) => {
  it('in the grid, a selection, its preview and a conflict', async () => {
    const panel = await openWith({ theme }, someMatrix(24, 60));
    const { page } = panel;
    await cellAt(panel, 2, 1).click();
    await takePicture(page, `matrix-${theme}`);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    await page.click('#select-unused');
    await page.click('#open-preview');
    await takePicture(page, `matrix-preview-${theme}`);
    expect(await axeViolations(page)).toEqual([]);
    const [first] = someMatrix(24, 60).secrets.rows;
    const lists = [{ name: first?.name, agentIds: ['PROJECT-009'] }];
    await panel.send({ type: 'conflict', message: 'Someone else was first.', secrets: lists });
    await takePicture(page, `matrix-conflict-${theme}`);
    expect(await axeViolations(page)).toEqual([]);
  });
});

describe('for a reviewer, who has read-only access', () => {
  it('nothing can be selected, the panel says why, and exports work', async () => {
    const panel = await openWith({}, { ...small, readOnly: true });
    const { page } = panel;
    expect(await page.textContent('.read-only')).toMatch(/can view access but not change it/);
    expect(await page.getAttribute('#grid', 'aria-readonly')).toBe('true');
    await page.focus('[role=gridcell][tabindex="0"]');
    await page.keyboard.press('Space');
    await cellAt(panel, 1, 1).click();
    await page.keyboard.press('Shift+ArrowUp');
    expect(await page.locator('[aria-selected=true]').count()).toBe(0);
    expect(await page.textContent('[role=status]')).toMatch(/account admin/);
    expect(await page.locator('#open-preview, #select-missing, #select-unused, #clear').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Edit Access/ }).count()).toBe(0);
    await page.click('#export-csv');
    expect(await sent(panel, 'export')).toHaveLength(1);
    expect(await sent(panel, 'draft')).toEqual([]);
    expect(await panel.complaints()).toEqual([]);
    await takePicture(page, 'matrix-read-only');
    expect(await axeViolations(page)).toEqual([]);
  });
});

describe('one secret or one agent', () => {
  it('a filter by secret shows who can read it, and all agents on request', async () => {
    const { page } = await openWith({}, someMatrix(300, 40));
    await page.fill('#secret-filter', 'stripe_api_key_1');
    const columns = page.locator('thead th[role=columnheader]:not(.corner)');
    expect(await columns.count()).toBeLessThan(60);
    expect(await page.innerText('.blanks')).toMatch(
      /^2\d\d agents without access are hidden\. Show All Agents$/,
    );
    await takePicture(page, 'matrix-one-secret');
    await page.click('text=Show All Agents');
    expect(await page.getAttribute('#grid', 'aria-colcount')).toBe('301');
    await page.click('text=Hide Blank Rows and Columns');
    expect(Number(await page.getAttribute('#grid', 'aria-colcount'))).toBeLessThan(60);
  });

  it('a filter by agent shows what it can read; a secret without any reader says so', async () => {
    const { page } = await openWith({}, someMatrix(300, 40));
    await page.fill('#agent-filter', 'PROJECT-004');
    expect(Number(await page.getAttribute('#grid', 'aria-rowcount'))).toBeLessThan(10);
    await page.fill('#agent-filter', '');
    await page.fill('#secret-filter', 'no such secret');
    expect(await page.innerText('.nothing')).toBe('Nothing matches the filter.');
    const lonely = { ...small, secrets: packSecrets([{ name: 'lonely', agentIds: [] }]), uses: [] };
    const other = await openWith({}, lonely);
    await other.page.fill('#secret-filter', 'lonely');
    expect(await other.page.innerText('.nothing')).toBe('No agent can read lonely.');
    await other.page.click('text=Show All Agents');
    expect(await other.page.locator('.cell').count()).toBe(2);
  });
});

describe('long names', () => {
  const secrets = ['live', 'sandbox'].map((mode) => ({
    name: `booking_engine_of_all_hotels_api_key_${mode}`,
    agentIds: ['P-1'],
  }));
  const agents = ['Berlin', 'Hamburg'].map((city, index) => ({
    agentId: `P-${index + 1}`,
    agentName: `Hotel Booking Assistant for the Reception Desk, Second Floor, ${city}`,
  }));
  const long = { ...small, secrets: packSecrets(secrets), agents };

  it('are shown in full where there is space', async () => {
    const { page } = await openWith({ width: 1000 }, long);
    expect(await cutNames(page)).toEqual([]);
  });

  it.each(Object.keys(themes))(
    'remain distinguishable in an editor of 300 pixels in the theme %s',
    async (theme) => {
      const { page } = await openWith({ theme, width: 300, height: 700 }, long);
      await takePicture(page, `matrix-300-${theme}`, true);
      expect(await page.locator('.secret-name .tail').allInnerTexts()).toEqual(['key_live', '_sandbox']);
      for (const tail of await page.locator('.secret-name .tail').all()) {
        const [cell, end] = [
          await tail.locator('xpath=ancestor::th').boundingBox(),
          await tail.boundingBox(),
        ];
        expect((end?.x ?? 0) + (end?.width ?? 0)).toBeLessThanOrEqual((cell?.x ?? 0) + (cell?.width ?? 0));
      }
      const names = await page.locator('.agent-name').allInnerTexts();
      expect(names.map((name) => name.split('…')[1])).toEqual([' Floor, Berlin', 'Floor, Hamburg']);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
      expect(await axeViolations(page)).toEqual([]);
    },
  );

  it('are read in full by screen readers', async () => {
    const { page } = await openWith({ width: 300 }, long);
    expect(await page.getByRole('rowheader', { name: secrets[1]?.name ?? '', exact: true }).count()).toBe(1);
    expect(
      await page.getByRole('columnheader', { name: agents[1]?.agentName ?? '', exact: true }).count(),
    ).toBe(1);
  });
});

describe('in a narrow editor, as at 200 % zoom', () => {
  it('only the grid scrolls sideways', async () => {
    const { page } = await openWith({ width: 320, height: 640 }, someMatrix(24, 60));
    await takePicture(page, 'matrix-narrow', true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

async function openWith(options: Omit<PanelOptions, 'panel'>, message: unknown): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'access-matrix', ...options });
  await panel.send(message);
  return panel;
}

/** The secrets whose names do not fit. */
function cutNames(page: PanelPage['page']): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.secret-name .head')]
      .filter((head) => head.scrollWidth > head.clientWidth)
      .map((head) => head.textContent ?? ''),
  );
}

function cellAt({ page }: PanelPage, row: number, column: number): ReturnType<typeof page.locator> {
  return page.locator(`[data-row="${row}"][data-column="${column}"]`);
}

function focused({ page }: PanelPage): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
}

async function sent(panel: PanelPage, type: string): Promise<readonly unknown[]> {
  const isOfType = (message: unknown): boolean =>
    typeof message === 'object' && message !== null && 'type' in message && message.type === type;
  return (await panel.posted()).filter(isOfType);
}
