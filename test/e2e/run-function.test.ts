import { randomUUID } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleServices, startExampleServices } from '../support/example-services.ts';
import { patiently } from './support/patiently.ts';
import { createPerson } from './support/people.ts';
import { root } from './support/programs.ts';
import { soon } from './support/soon.ts';
import { storedData } from './support/stored-data.ts';
import { tracesBelow, tracesIn } from './support/traces.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Starting a terminal with Node, Python or a debugger takes time on a busy machine. */
const slow = { timeout: 60_000, interval: 100 };
const canary = `not-a-real-canary-${randomUUID()}`;
const pin = `not-a-real-pin-${randomUUID()}`;
const deposit = 'hotel-booking/functions/take_deposit.py';

const waiting = `from _gen import *  # <AUTO GENERATED>
import time


@func_description("Waits")
@func_parameter("pin", "Of the caller")
def wait_here(conv: Conversation, pin: str):
    print("waiting", flush=True)
    time.sleep(600)
`;

const tool = `export async function greet(conv, name) {
  const key = await conv.utils.getSecret('booking_link_key');
  return \`Hello \${name}, with \${key.length} characters.\`;
}
`;

/** Steps of one story: each continues where the previous one ended. */
describe('running a function of an agent', () => {
  let services: ExampleServices;
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    services = await startExampleServices(({ url }) => ({
      json: url.startsWith('https://risk.') ? { risk: 'low' } : { id: 'ch_1' },
    }));
    world = await startWorld({
      settings: { 'terminal.integrated.env.linux': services.environment },
      prepare: async (workspace) => {
        const hotel = path.join(workspace, 'hotel-booking');
        await copyFile(
          path.join(root, 'examples/catalog.json'),
          path.join(hotel, 'agent-secrets.catalog.json'),
        );
        await writeFile(path.join(hotel, 'functions/wait_here.py'), waiting);
        await writeFile(path.join(hotel, 'tools/greet.js'), tool);
      },
    });
    const { accountId, admin: client } = world.vault;
    await client.changeSecret(accountId, 'payments_api_key', { value: canary }, 'any');
    await grant('fraud_check_key');
    admin = await world.openStoredWorkbench();
    await admin.openFile('hotel-booking/functions/booking_link.py');
  });
  afterAll(async () => {
    await world?.close();
    await services?.stop();
  });

  it('signed out, it runs with fakes of what the agent can read', async () => {
    await expect.poll(() => lens('Run with Fakes').count(), slow).toBe(1);
    expect(await admin.codeLenses()).toEqual([expect.stringMatching(/Run\s.*Debug\s.*Run with Fakes/s)]);
    await press('Run with Fakes');
    await admin.answer('HB-1042');
    await expect.poll(terminalText, slow).toContain('https://hotel.example.com/bookings/HB-1042?signature=');
    expect(await terminalText()).toContain('with fake values');
    await expect.poll(terminalText, slow).toContain('Ended with exit code 0.');
    await admin.picture('60-run-with-fakes');
  });

  it('the example needs no network: it runs with its real secret', async () => {
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow('booking_link_key').waitFor();
    await press('Run');
    // The last arguments are remembered: Enter runs.
    await expect.poll(() => admin.choices(), soon).toContainEqual(expect.stringContaining('HB-1042'));
    await admin.picture('61-run-known');
    await admin.page.keyboard.press('Enter');
    await expect.poll(terminalText, slow).toContain('with a token for Hotel Booking');
    await expect.poll(terminalText, slow).toContain('exit code 0');
    expect(await terminalText()).toContain('HB-1042?signature=d0509e81');
    await expect.poll(openRuns, soon).toEqual([]);
  });

  it('asks for the parameters by type, and shows what the function returned', async () => {
    await admin.openFile(deposit);
    await press('Run');
    await admin.answer('HB-1042');
    await expect.poll(quickInputText, soon).toContain('amount (int): Amount in pence');
    await admin.answer('ten');
    await expect.poll(quickInputText, soon).toContain('Enter a whole number.');
    await admin.picture('62-run-parameters');
    await admin.answer('500');
    await expect.poll(terminalText, slow).toContain('The deposit is paid.');
    const paid = services.requests.find(({ url }) => url === 'https://payments.example.com/v1/charges');
    expect(paid?.headers.authorization).toBe(`Bearer ${canary}`);
    expect(paid?.body).toContain('500');
    await expect.poll(openRuns, soon).toEqual([]);
    await admin.picture('63-run-deposit');
  });

  it('after a revoke elsewhere the next run raises, and shows where', async () => {
    await revoke('payments_api_key');
    await press('Run');
    await expect.poll(() => admin.choices(), soon).toContainEqual(expect.stringContaining('500'));
    await admin.page.keyboard.press('Enter');
    await expect.poll(terminalText, slow).toContain('MissingAccess');
    expect(await terminalText()).toContain('take_deposit.py", line 20');
    expect(await terminalText()).toContain('exit code 1');
    await admin.picture('64-run-missing-access');
    await grant('payments_api_key');
  });

  it('a possible credential is hidden and asked for again', async () => {
    await admin.openFile('hotel-booking/functions/wait_here.py');
    await press('Run');
    await expect.poll(() => admin.quickInputKind(), soon).toBe('password');
    expect(await quickInputText()).toContain('it may be a credential');
    await admin.answer(pin);
    await expect.poll(terminalText, slow).toContain('waiting');
    expect(await openRuns()).toHaveLength(1);
  });

  it('a token lasts 15 minutes at most, and is revoked with its terminal', async () => {
    const [token] = await openRuns();
    const minutes = (Date.parse(token?.expiresAt ?? '') - Date.now()) / 60_000;
    expect(minutes).toBeLessThanOrEqual(15);
    await admin.runCommand('Terminal: Kill the Active Terminal Instance');
    await expect.poll(openRuns, soon).toEqual([]);
  });

  it('and with the window', async () => {
    await press('Run');
    await expect.poll(() => admin.quickInputKind(), soon).toBe('password');
    await admin.answer(pin);
    await expect.poll(openRuns, soon).toHaveLength(1);
    await expect.poll(terminalText, slow).toContain('waiting');
    await admin.reload();
    await expect.poll(openRuns, slow).toEqual([]);
  });

  it('without a debugger for Python, it says which extension to install', async () => {
    await admin.openFile(deposit);
    await lens('Debug').click();
    const show = admin.page.getByRole('button', { name: 'Show Extension' });
    await expect.poll(() => show.count(), soon).toBe(1);
    await admin.runCommand('Notifications: Clear All Notifications');
  });

  it('the palette runs the function at the cursor', async () => {
    await admin.runCommand('Agent Secrets: Run Function…');
    await expect.poll(() => admin.choices(), soon).toContainEqual(expect.stringContaining('HB-1042'));
    await admin.page.keyboard.press('Enter');
    await expect.poll(terminalText, slow).toContain('The deposit is paid.');
  });

  it('a function of a tool in JavaScript runs too, and a script as a whole', async () => {
    await admin.openFile('hotel-booking/tools/greet.js');
    await press('Run');
    await admin.answer('Ada');
    await expect.poll(terminalText, slow).toContain('Hello Ada, with 14 characters.');
    await admin.openFile('hotel-booking/tools/sync-rates.ts');
    await expect.poll(() => lens('Debug').count(), soon).toBe(1);
    expect(await lens('Run with Fakes').count()).toBe(0);
  });

  it('a role that issues no tokens is offered fakes', async () => {
    const author = await world.openWorkbench();
    await author.openFile('hotel-booking/functions/booking_link.py');
    await author.openSidebar();
    await author.signIn((await createPerson(world.vault, { name: 'Ada', role: 'author' })).key);
    await author.secretRow('booking_link_key').waitFor();
    await author.runCommand('Agent Secrets: Run Function…');
    await author.answer('HB-7');
    await author.page.getByRole('button', { name: 'Run with Fakes' }).click();
    await expect.poll(() => author.choices(), soon).toContainEqual(expect.stringContaining('HB-7'));
    await author.page.keyboard.press('Enter');
    await expect.poll(() => textOfTerminal(author), slow).toContain('HB-7?signature=');
    await author.page.context().close();
  });

  it('no value is in the terminal, settings, storage or logs', async () => {
    await admin.untilStateStored('hotel-booking/functions/find_guest.py');
    for (const value of [canary, pin]) {
      expect(await tracesBelow(world.folder, value)).toEqual([]);
      for (const frame of admin.page.frames()) {
        const text = [await frame.content(), String(await frame.evaluate(storedData))].join('\n');
        expect(tracesIn(text, value)).toEqual([]);
      }
      expect(tracesIn(await terminalText(), value)).toEqual([]);
    }
    // The remembered arguments would have been found.
    expect(await tracesBelow(world.folder, 'agentSecrets.arguments')).not.toEqual([]);
  });

  function lens(title: string): Locator {
    return admin.editor.locator('.codelens-decoration a').getByText(title, { exact: true });
  }

  /** A lens that moves during the click is clicked again. */
  function press(title: string): Promise<void> {
    return patiently(async () => {
      await lens(title).click({ timeout: 5_000 });
      await admin.page.locator('.quick-input-widget').waitFor({ timeout: 5_000 });
    });
  }

  function quickInputText(): Promise<string> {
    return admin.page.locator('.quick-input-widget').innerText();
  }

  function terminalText(): Promise<string> {
    return textOfTerminal(admin);
  }

  /** The tokens that runs hold now. */
  async function openRuns() {
    const { admin: client, accountId } = world.vault;
    const tokens = await client.tokens(accountId, { agentId: agents.hotel });
    return tokens.filter(({ name, revokedAt }) => name.startsWith('run by') && revokedAt === undefined);
  }

  async function grant(name: string): Promise<void> {
    const { admin: client, accountId } = world.vault;
    const { etag } = await client.access(accountId, name);
    await client.changeAccess(accountId, name, { grant: [agents.hotel], revoke: [] }, etag);
  }

  async function revoke(name: string): Promise<void> {
    const { admin: client, accountId } = world.vault;
    const { etag } = await client.access(accountId, name);
    await client.changeAccess(accountId, name, { grant: [], revoke: [agents.hotel] }, etag);
  }
});

async function textOfTerminal({ page }: Workbench): Promise<string> {
  const rows = page.locator('.terminal-wrapper.active .xterm-rows > div');
  return (await rows.allInnerTexts()).join('').replaceAll('\u00A0', ' ');
}
