import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson, type TestPerson } from './support/people.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

/** Every control with which a reviewer could change something. */
const changes = /Grant|Revoke|Request|Create|Edit|Rotate|Delete|Restore|Move/;

/** A branch that adds a function, which needs access, leaks a value and suppresses a second finding. */
async function branch(workspace: string): Promise<void> {
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...args], {
      cwd: workspace,
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=base');
  git('checkout', '--quiet', '-b', 'pay-bills');
  await writeFile(
    path.join(workspace, 'clinic-reception/functions/pay_bill.py'),
    `from _gen import *  # <AUTO GENERATED>


def pay_bill(conv: Conversation):
    key = conv.utils.get_secret("payments_api_key")
    conv.log.info(f"paying with {key}")
    # agent-secrets: ignore[secret-in-log] only while we look for the bug
    conv.log.info(key)
`,
  );
}

/** Steps of one story: each continues where the previous one ended. */
describe('a reviewer sees everything and changes nothing', () => {
  let world: World;
  let rita: TestPerson;
  let reviewer: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld({ prepare: branch });
    rita = await createPerson(world.vault, { name: 'Rita Reviewer', role: 'reviewer' });
    reviewer = await world.openWorkbench();
    sidebar = new Sidebar(reviewer);
    await reviewer.openFile('hotel-booking/functions/take_deposit.py');
    await reviewer.openSidebar();
    await reviewer.signIn(rita.key);
  });
  afterAll(() => world?.close());

  it('sees what each agent can read, and what is wrong in the code', async () => {
    await expect.poll(() => sidebar.rows('Secrets'), soon).toContain('payments_api_key');
    await expect.poll(() => sidebar.attention(), soon).toContain('fraud_check_key');
    await expect.poll(() => reviewer.warnings.count(), soon).toBe(1);
    await reviewer.picture('26-reviewer-sidebar');
  });

  it('the menu of a secret leads to its places and its history, and offers no change', async () => {
    await sidebar.row('Secrets', 'payments_api_key').last().click({ button: 'right' });
    const menu = reviewer.page.locator('.monaco-menu .action-label');
    await expect.poll(() => menu.allInnerTexts(), soon).toContain('View History…');
    expect((await menu.allInnerTexts()).join('\n')).not.toMatch(changes);
    await reviewer.page.keyboard.press('Escape');
    await menu.first().waitFor({ state: 'detached' });
  });

  it('a warning offers no fix that the vault would refuse', async () => {
    await reviewer.goBehind('get_secret("fraud_');
    const fixes = (await reviewer.quickFixes()).join('\n');
    expect(fixes).toContain('Explain');
    expect(fixes).not.toMatch(/Grant|Request|Create/);
    await reviewer.picture('27-reviewer-fixes');
    await reviewer.page.keyboard.press('Escape');
  });

  it('the palette offers no administration', async () => {
    for (const title of ['Create Secret', 'Edit Access', 'Revoke From This Agent', 'Approve Request']) {
      await expect.poll(() => reviewer.offered(`Agent Secrets: ${title}`), soon).not.toContain(title);
    }
    expect(await reviewer.offered('Agent Secrets: Show Access')).toContain('Show Access Matrix');
  });

  it('the matrix shows who reads what, and nothing in it can be ticked or saved', async () => {
    await reviewer.runCommand('Agent Secrets: Show Access Matrix');
    const missing = reviewer.panel.locator('.cell.missing');
    await expect.poll(() => missing.count(), soon).toBeGreaterThan(2);
    await missing.first().click();
    for (const control of ['#select-missing', '#open-preview', '#save']) {
      expect(await reviewer.panel.locator(control).count()).toBe(0);
    }
    await reviewer.picture('28-reviewer-matrix');
    await reviewer.runCommand('View: Close All Editors');
    expect(await reviewer.dialog.count()).toBe(0);
  });

  it('the history shows who changed the secret, and restores nothing', async () => {
    await sidebar.menu('Secrets', 'payments_api_key', 'View History…');
    await expect.poll(() => reviewer.panel.locator('body').innerText(), soon).toMatch(/created\s+Admin/);
    expect(await reviewer.panel.getByRole('button', { name: /Restore/ }).count()).toBe(0);
    await reviewer.picture('29-reviewer-history');
  });

  it('sees what the branch changes, in the sidebar and in a panel', async () => {
    await expect.poll(() => sidebar.rows('Secrets'), soon).toContain('Changes');
    const shown = (): Promise<string> => sidebar.text('Secrets');
    // A click on an expanded row would collapse it.
    if (!(await shown()).includes('This branch needs'))
      await sidebar.row('Secrets', 'Changes').first().click();
    await expect.poll(shown, soon).toContain('Clinic Reception → payments_api_key');
    await expect.poll(shown, soon).toMatch(/reaches conv\.log\.info/);
    await expect.poll(shown, soon).toContain('only while we look for the bug');
    await reviewer.picture('30-reviewer-changes');
    await sidebar.row('Secrets', 'Clinic Reception → payments_api_key').click();
    await reviewer.page.locator('.tab.active', { hasText: 'pay_bill.py' }).waitFor();
    await reviewer.runCommand('Agent Secrets: Review Access Changes');
    const panel = (): Promise<string> => reviewer.panel.locator('body').innerText();
    await expect.poll(panel, soon).toContain('payments_api_key');
    expect(await panel()).toContain('only while we look for the bug');
    expect(await reviewer.panel.getByRole('button', { name: changes }).count()).toBe(0);
    await reviewer.picture('31-reviewer-changes-panel');
    await reviewer.runCommand('View: Close All Editors');
  });
});
