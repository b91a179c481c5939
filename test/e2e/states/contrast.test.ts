import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolationsIn, frameOf } from '../support/axe-in-editor.ts';
import { wear } from '../support/four-themes.ts';
import type { Workbench } from '../support/workbench.ts';
import { startWorld, type World } from '../support/world.ts';

const secret = 'payments_api_key';

/** Each panel: the command that opens it, and its content once it is open. */
const panels = [
  ['Create Secret', '#name'],
  ['Edit Secret', '#description'],
  ['Edit Access', 'tbody tr'],
  ['Show Access Matrix', '.cell'],
  ['View History', 'tbody tr'],
  ['Show Audit Log', 'tbody tr'],
  ['Show People and Keys', '.entries li'],
  ['Show Environments', 'tbody tr'],
  ['Show Secrets of the Account', '.card'],
  ['Show Secret…', '#history'],
  ['Rotate', '#value'],
] as const;
const ofTheAccount: ReadonlySet<string> = new Set([
  'Create Secret',
  'Show Access Matrix',
  'Show Audit Log',
  'Show People and Keys',
  'Show Environments',
  'Show Secrets of the Account',
]);

/** Steps of one story: each continues where the previous one ended. */
describe('in high contrast, and at 200 % zoom', () => {
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    const { accountId, admin: client } = world.vault;
    const environments = [
      { name: 'Sandbox', suffix: '_sandbox' },
      { name: 'Live', suffix: '_live' },
    ];
    await client.changeAccount(accountId, { environments }, (await client.account(accountId)).revision);
    admin = await world.openWorkbench();
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow(secret).waitFor();
  });
  afterAll(() => world?.close());

  it.each([
    ['Dark High Contrast', 'hc-black'],
    ['Light High Contrast', 'hc-light'],
  ])('axe finds nothing in any panel in %s', async (theme, kind) => {
    await wear(admin, theme, kind);
    const found: Record<string, readonly string[]> = {};
    for (const panel of panels) {
      await open(panel);
      found[panel[0]] = await axeViolationsIn(admin.panel.locator('body'));
      await admin.picture(`states-40-${kind}-${panel[0].replaceAll(' ', '-').toLowerCase()}`);
      await close();
    }
    expect(found).toEqual(Object.fromEntries(panels.map(([title]) => [title, []])));
  });

  it('at 200 % zoom no panel is wider than its window and no control covers another', async () => {
    await wear(admin, 'Dark Modern', 'vs-dark');
    // Half of 1360 × 850: the size of such a window when everything is twice as large.
    await admin.page.setViewportSize({ width: 680, height: 425 });
    await admin.runCommand('View: Toggle Primary Side Bar Visibility');
    const found: Record<string, unknown> = {};
    for (const panel of panels) {
      await open(panel);
      const frame = await frameOf(admin.panel.locator('body'));
      found[panel[0]] = await frame.evaluate(crowding);
      await admin.picture(`states-50-zoom-${panel[0].replaceAll(' ', '-').toLowerCase()}`);
      await close();
    }
    const roomy = { sideways: 0, covered: [] };
    expect(found).toEqual(Object.fromEntries(panels.map(([title]) => [title, roomy])));
  });

  async function open([title, there]: readonly [string, string]): Promise<void> {
    await admin.runCommand(`Agent Secrets: ${title}`);
    if (!ofTheAccount.has(title)) await admin.choose(secret);
    await admin.panel.locator(there).first().waitFor();
  }

  async function close(): Promise<void> {
    await admin.runCommand('View: Close All Editors');
    await admin.page.locator('.tab').first().waitFor({ state: 'detached' });
  }
});

/** Runs in a panel: by how much it is too wide, and which controls overlap. */
function crowding(): { sideways: number; covered: string[] } {
  const { scrollWidth, clientWidth } = document.documentElement;
  // The eye of a value is inside its input on purpose.
  const controls = [
    ...document.querySelectorAll('main input, main textarea, main select, main button, main vscode-button'),
  ].filter(
    (one) =>
      one.checkVisibility() && !one.closest('footer, [role=grid]') && !one.matches('.value-box button'),
  );
  const boxes = controls.map((one) => ({ name: one.id || one.tagName, box: one.getBoundingClientRect() }));
  const covered = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(({ box }) => overlaps(one.box, box))
      .map(({ name }) => `${one.name} and ${name}`),
  );
  return { sideways: scrollWidth - clientWidth, covered };

  function overlaps(a: DOMRect, b: DOMRect): boolean {
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return width > 2 && height > 2;
  }
}
