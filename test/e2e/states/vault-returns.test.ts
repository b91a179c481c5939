import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVaultClient } from '../../../vault-client/index.ts';
import { createPerson } from '../support/people.ts';
import { Sidebar } from '../support/sidebar.ts';
import { soon } from '../support/soon.ts';
import type { Workbench } from '../support/workbench.ts';
import { agents, startWorld, type World } from '../support/world.ts';

const views = ['Secrets', 'Requests', 'My Environment'];
const output = path.resolve(import.meta.dirname, '../output');
const offline = 'is unreachable';
/** The longest acceptable wait for a state that ends by itself. */
const longest = 5_000;
const awayAtLast = { ...soon, timeout: 35_000 };

/** Steps of one story: each continues where the previous one ended. */
describe('a vault that was unreachable', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;
  const figures: string[] = [];

  beforeAll(async () => {
    world = await startWorld({ direct: true });
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    for (const view of views) await sidebar.open(view);
    const { key } = await createPerson(world.vault, { name: 'Grace Admin', role: 'admin' });
    const person = createVaultClient({ url: world.vault.url, key, fetch });
    await person.createVariable({ name: 'RATES_API_KEY', value: 'not-a-real-value' });
    await admin.signIn(key);
    await admin.secretRow('payments_api_key').waitFor();
    await admin.secretRow('RATES_API_KEY').waitFor();
  });
  afterAll(async () => {
    await mkdir(output, { recursive: true });
    await writeFile(path.join(output, 'vault-returns.txt'), figures.join('\n'));
    await world?.close();
  });

  // After 20 s the open event stream continues as before; after 40 s it counts as dead.
  it.each([40, 20])('paused for %i s: every view says so, and none when it is back', async (seconds) => {
    world.vault.pause();
    const end = performance.now() + seconds * 1_000;
    await admin.runCommand('Agent Secrets: Refresh');
    await expect.poll(() => sidebar.text('Secrets'), awayAtLast).toContain(offline);
    await expect.poll(() => sidebar.text('My Environment'), awayAtLast).toContain(offline);
    await expect.poll(() => sidebar.rows('Secrets'), soon).toContain('Try Again');
    await admin.picture('states-60-vault-paused');
    await sleep(Math.max(0, end - performance.now()));
    world.vault.goOn();
    expect(await timeToReturn(`paused for ${seconds} s`)).toBeLessThan(longest);
  });

  it('paused for 5 s during a request', async () => {
    world.vault.pause();
    await admin.runCommand('Agent Secrets: Refresh');
    await sleep(5_000);
    world.vault.goOn();
    expect(await timeToReturn('paused for 5 s')).toBeLessThan(longest);
  });

  it('paused for 40 s without requests', async () => {
    world.vault.pause();
    await sleep(40_000);
    world.vault.goOn();
    expect(await timeToReturn('paused for 40 s, nothing asked')).toBeLessThan(longest);
  });

  it('killed, and started again after 8 s', async () => {
    world.vault.kill();
    await expect.poll(() => sidebar.text('Secrets'), awayAtLast).toContain(offline);
    await sleep(8_000);
    await world.vault.restart();
    expect(await timeToReturn('killed and started again')).toBeLessThan(longest);
  });

  it('Try Again is next to the message, and retries immediately', async () => {
    world.vault.pause();
    await admin.runCommand('Agent Secrets: Refresh');
    await expect.poll(() => sidebar.rows('Secrets'), awayAtLast).toContain('Try Again');
    world.vault.goOn();
    await sidebar
      .row('Secrets', 'Try Again')
      .click({ timeout: 1_000 })
      .catch(() => undefined);
    expect(await timeToReturn('paused, Try Again')).toBeLessThan(longest);
  });

  /** Milliseconds until every view is up to date again by itself; the next change must arrive too. */
  async function timeToReturn(what: string): Promise<number> {
    const back = performance.now();
    await expect.poll(saysOffline, { timeout: 60_000, interval: 50 }).toBe(false);
    const took = performance.now() - back;
    figures.push(`${what}: ${Math.round(took)} ms`);
    const name = `after_${figures.length}`;
    await world.vault.admin.createSecret(world.vault.accountId, {
      name,
      kind: 'single',
      value: 'not-a-real-key',
      description: '',
      agentIds: [agents.hotel],
    });
    await expect.poll(() => sidebar.rows('Secrets'), soon).toContain(name);
    expect(await saysOffline()).toBe(false);
    return took;
  }

  async function saysOffline(): Promise<boolean> {
    const texts = await Promise.all(views.map((view) => sidebar.text(view)));
    return texts.some((text) => text.includes(offline));
  }
});
