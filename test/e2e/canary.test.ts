import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patiently } from './support/patiently.ts';
import { readAsAgent } from './support/run-time.ts';
import { storedData } from './support/stored-data.ts';
import { disguisesOf, tracesBelow, tracesIn } from './support/traces.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Characters that every kind of escaping treats differently. */
const canary = `not-a-real-canary-${randomUUID()} +/"<ä&`;
const name = 'canary_of_the_test';

describe('a value typed into a panel, stored, rotated, and shown in every panel', () => {
  let world: World;
  let admin: Workbench;
  const consoleLines: string[] = [];

  beforeAll(async () => {
    world = await startWorld();
    admin = await world.openStoredWorkbench();
    admin.page.on('console', (message) => consoleLines.push(message.text()));
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow('payments_api_key').waitFor();
    await admin.traceLanguageServer();
    await createCanary(admin);
    await admin.secretRow(name).waitFor();
    await useCanary(admin);
    await visitPanels(admin);
    await admin.reload();
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.secretRow('Needs attention').waitFor();
  });
  afterAll(() => world?.close());

  it('is delivered: a process of the agent reads it', async () => {
    const token = await world.vault.agentToken(agents.hotel);
    const answer = await readAsAgent(world.vault.url, { agentId: agents.hotel, token }, name);
    expect(answer).toEqual({ value: canary });
  });

  it('is in no file of the vault, the editor, the browser or their logs', async () => {
    await admin.untilStateStored('hotel-booking/functions/find_guest.py');
    expect(await tracesBelow(world.folder, canary)).toEqual([]);
  });

  it('is in no page, no input and no line of the console', async () => {
    for (const text of await everythingIn(admin.page)) expect(tracesIn(text, canary)).toEqual([]);
    expect(tracesIn(consoleLines.join('\n'), canary)).toEqual([]);
  });

  it('would have been found: the secret’s name is, also in the language server’s messages, and planted values are', async () => {
    expect(await tracesBelow(world.vault.data, name)).not.toEqual([]);
    const logs = path.join(world.editor.userData, 'logs');
    expect(await tracesBelow(logs, name)).toContainEqual(expect.stringContaining('Agent Secrets.log'));
    const trap = path.join(world.folder, 'trap');
    for (const [how, bytes] of disguisesOf(canary)) {
      await writeFile(trap, Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' behind')]));
      expect(await tracesBelow(world.folder, canary)).toContain(`trap: ${how}`);
    }
    await writeFile(trap, '');
  });
});

async function createCanary(admin: Workbench): Promise<void> {
  await admin.runCommand('Agent Secrets: Create Secret');
  const { panel } = admin;
  await panel.getByLabel('Name', { exact: true }).fill(name);
  await panel.getByLabel('Value', { exact: true }).fill(canary);
  await panel.getByRole('button', { name: 'Show value' }).click();
  const hotel = panel.getByRole('checkbox', { name: /Hotel Booking/ });
  if (!(await hotel.isChecked())) await hotel.check();
  await panel.locator('#add').click();
}

/**
 * Types the value into every panel that takes one, and opens those that show its secret; the last stay open.
 */
async function visitPanels(admin: Workbench): Promise<void> {
  await openPanel(admin, 'Edit Secret');
  await admin.panel.locator('#value').fill(canary);
  await admin.panel.locator('#save').click();
  await admin.page.locator('.tab', { hasText: 'Edit: ' }).waitFor({ state: 'detached' });
  await openPanel(admin, 'Rotate');
  await admin.panel.locator('#value').fill(canary);
  await admin.panel.locator('#store').click();
  await admin.panel.locator('#restore').waitFor();
  await openPanel(admin, 'Edit Access');
  await admin.panel.locator('tbody tr').first().waitFor();
  await openPanel(admin, 'View History');
  await admin.panel.locator('tbody tr').first().waitFor();
  await patiently(async () => {
    await admin.runCommand('Agent Secrets: Show Access Matrix');
    await admin.panel.locator('.cell').first().waitFor({ timeout: 10_000 });
  });
  await openPanel(admin, 'Edit Secret');
  await admin.panel.locator('#value').fill(canary);
  await admin.runCommand('Agent Secrets: Create Secret');
  await admin.panel.locator('#value').fill(canary);
  await admin.runCommand('Agent Secrets: Show Log');
}

async function openPanel(admin: Workbench, title: string): Promise<void> {
  // The previous panel may take the focus a moment later, which closes the input.
  await patiently(async () => {
    await admin.runCommand(`Agent Secrets: ${title}`);
    await admin.choose(name);
  });
}

/** Uses the new secret with every feature: completion, hover, diagnostics. */
async function useCanary(admin: Workbench): Promise<void> {
  await admin.goBehind('"fraud_check_key")');
  await admin.page.keyboard.press('Enter');
  await admin.type(`canary = conv.utils.get_secret("${name}`);
  await admin.page.keyboard.press('Escape');
  await admin.hover();
  await admin.page.keyboard.press('Escape');
}

/** Markup, field contents and stored data of a page and of everything framed in it. */
function everythingIn(page: Page): Promise<string[]> {
  return Promise.all(page.frames().map(textOf));
}

async function textOf(frame: Frame): Promise<string> {
  const fields = await frame
    .locator('input, textarea')
    .evaluateAll((all) => all.map((one) => ('value' in one ? String(one.value) : '')));
  return [await frame.content(), ...fields, String(await frame.evaluate(storedData))].join('\n');
}
