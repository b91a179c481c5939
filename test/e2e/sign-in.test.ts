import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endSession, readSignInOffer, startSession } from '../../vault-client/sign-in.ts';
import { signInWithDevice } from '../../sign-in/index.ts';
import { browse } from '../sign-in/support/browser.ts';
import { type RealProvider, startRealProvider } from '../sign-in/support/real-provider.ts';
import { writeOpenIdSettings } from '../sign-in/support/team.ts';
import { soon } from './support/soon.ts';
import { Sidebar } from './support/sidebar.ts';
import { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

/** Steps of one story, with a certified identity provider: each continues where the previous one ended. */
describe('signing in as a team', () => {
  let directory: string;
  let provider: RealProvider;
  let world: World;
  let first: Workbench;
  let second: Workbench;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'agent-secrets-team-'));
    provider = await startRealProvider();
    provider.people.set('ada', { name: 'Ada', groups: ['secrets-admins'] });
    provider.people.set('ben', { name: 'Ben', groups: ['secrets-authors'] });
    world = await startWorld({ openId: writeOpenIdSettings(directory, provider) });
    first = await world.openWorkbench();
  });
  afterAll(async () => {
    await world?.close();
    await provider?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('offers the ways of the vault; the code of a sign-in is typed on another device', async () => {
    await first.openFile('hotel-booking/functions/take_deposit.py');
    await first.openSidebar();
    await first.runCommand('Agent Secrets: Sign In');
    await expect
      .poll(async () => (await first.choices()).join(), soon)
      .toMatch(/Sign in with a code.*Paste a vault key/s);
    expect(await first.choices()).toHaveLength(2);
    await first.picture('sign-in-1-ways');
    await first.page.keyboard.insertText(world.vault.keys.author);
    await expect.poll(() => first.quickInputKind(), soon).toBe('password');
    await first.page.keyboard.press('Escape');
    await first.runCommand('Agent Secrets: Sign In');
    await signInWithCode(first, 'ada', 'sign-in-2-code');
    await expect.poll(() => first.secretRows(), soon).toContain('payments_api_key');
  });

  it('shows in the status who is signed in, how old the names are and what is wrong here', async () => {
    expect(await status(first)).toMatch(/\d+ secrets, as of .+Signed in as Ada/);
  });

  it("signs in the user's next window too", async () => {
    second = await Workbench.open(first.context, world.editor.url);
    await second.openFile('hotel-booking/functions/take_deposit.py');
    await second.openSidebar();
    await expect.poll(() => second.secretRows(), soon).toContain('payments_api_key');
  });

  it('switches between accounts without signing out', async () => {
    await first.runCommand('Agent Secrets: Switch Account');
    await pick(first, 'another account');
    await signInWithCode(first, 'ben');
    await expect.poll(() => status(first), soon).toContain('Signed in as Ben');
    await first.runCommand('Agent Secrets: Switch Account');
    await expect.poll(async () => (await first.choices()).join(), soon).toMatch(/Ada.*Ben.*in use/s);
    await first.picture('sign-in-3-accounts');
    await pick(first, 'Ada');
    await expect.poll(() => status(first), soon).toContain('Signed in as Ada');
    await expect.poll(() => status(second), soon).toContain('Signed in as Ada');
  });

  it('a session that ends during work is one quiet state, and nothing typed is lost', async () => {
    await expect.poll(() => first.secretRows(), soon).toContain('Not granted to this agent');
    await first.runCommand('Agent Secrets: Create Secret');
    await first.panel.getByLabel('Name').first().fill('half_typed_name');
    await first.panel.getByLabel('Value', { exact: true }).fill('not-a-real-key');
    await endSessionsElsewhere('ada');
    for (const window of [first, second]) {
      const sidebar = new Sidebar(window);
      await expect.poll(() => sidebar.text('Secrets'), soon).toContain('expired or was revoked');
      await expect.poll(() => sidebar.text('Requests'), soon).toContain('Sign in to see access requests');
      expect(await window.page.locator('.notification-toast').count()).toBe(0);
    }
    await first.picture('sign-in-4-ended');
  });

  it('a form that is sent then asks to sign in again, and what was typed is created', async () => {
    await first.panel.locator('#add').click();
    await first.dialog.getByText('Your session has ended. Sign in again to continue?').waitFor();
    await first.picture('sign-in-4-asked');
    await first.answerDialog('Sign In');
    await signInWithCode(first, 'ada');
    const created = async (): Promise<readonly string[]> => {
      const secrets = await world.vault.admin.secrets(world.vault.accountId);
      return secrets.map(({ name }) => name);
    };
    await expect.poll(created, soon).toContain('half_typed_name');
    await first.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'detached' });
    await expect.poll(() => first.secretRows(), soon).toContain('payments_api_key');
  });

  it('a pinned agent is still pinned after a reload of the window', async () => {
    await first.runCommand('Agent Secrets: Pick Agent');
    await pick(first, 'Clinic');
    await expect.poll(() => first.sidebar.innerText(), soon).toContain('(pinned)');
    await first.untilStored('agentSecrets.pinnedAgent');
    await first.untilStateStored('hotel-booking/functions/find_guest.py');
    await first.untilPanelForgotten('create-secret');
    await first.reload();
    await first.openSidebar();
    await expect.poll(() => first.secretRows(), soon).toContain('patient_records_token');
    await expect.poll(() => first.sidebar.innerText(), soon).toContain('(pinned)');
    await first.runCommand('Agent Secrets: Pick Agent');
    await pick(first, 'Follow');
  });

  it('signs out everywhere, after a question', async () => {
    await second.reload();
    await second.openSidebar();
    await expect.poll(() => second.secretRows(), soon).not.toEqual([]);
    await first.runCommand('Agent Secrets: Sign Out Everywhere');
    await first.dialog.waitFor();
    await first.picture('sign-in-5-everywhere');
    await first.answerDialog('Sign Out Everywhere');
    await expect.poll(() => status(first), soon).toContain('Signed in as Ben');
    await expect.poll(() => second.sidebar.innerText(), soon).toContain('Sign In');
  });

  it('starts without the vault with the previous names, and marks findings as possibly old', async () => {
    await first.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => first.secretRows(), soon).toContain('payments_api_key');
    await world.vault.stop();
    await first.reload();
    await first.openSidebar();
    await first.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => first.secretRows(), soon).toContain('payments_api_key');
    await expect.poll(() => first.sidebar.innerText(), soon).toContain('The vault is unreachable');
    await expect
      .poll(() => status(first), soon)
      .toMatch(/vault is unreachable.*Signed in as Ben .+ secrets, as of/);
    expect(await first.warnings.count()).toBe(0);
    await expect
      .poll(async () => (await first.problemTexts()).join('\n'), soon)
      .toMatch(/fraud_check_key.+\(as of .+; the vault is unreachable\)/);
    await first.picture('sign-in-6-offline');
  });

  it('forgets those names on sign-out', async () => {
    await first.runCommand('Agent Secrets: Sign Out');
    await expect.poll(() => first.sidebar.innerText(), soon).toContain('Sign In');
    await expect.poll(() => first.secretRows(), soon).toEqual([]);
    await first.picture('sign-in-7-signed-out');
  });

  /** From the list of ways to the page of the provider and back. */
  async function signInWithCode(window: Workbench, login: string, picture?: string): Promise<void> {
    await pick(window, 'Sign in with a code');
    await window.dialog.waitFor();
    const [, userCode = ''] = /code is ([A-Z0-9-]+)/.exec(await window.dialog.innerText()) ?? [];
    if (picture) await window.picture(picture);
    const [opened] = await Promise.all([
      window.context.waitForEvent('page'),
      window.answerDialog('Copy Code and Open Page'),
    ]);
    // An empty page comes first; this editor routes addresses of its own machine through itself.
    await opened.waitForURL(/\/device$/, { waitUntil: 'commit' });
    await browse(`${provider.issuer}/device`, { login, userCode });
    await opened.close();
  }

  /** The same user ends all of their sessions from another machine. */
  async function endSessionsElsewhere(login: string): Promise<void> {
    const { url } = world.vault;
    const { openid } = await readSignInOffer({ url, fetch });
    if (!openid) throw new Error('The vault offers no sign-in.');
    const proof = await signInWithDevice(openid, {
      fetch,
      showCode: (shown) => void browse(shown.url, { login, userCode: shown.code }),
      signal: AbortSignal.timeout(30_000),
    });
    const { token: key } = await startSession({ url, fetch }, proof);
    await endSession({ url, key, fetch }, { everywhere: true });
  }
});

/** What the language status of the open file says. */
async function status(window: Workbench): Promise<string> {
  const item = window.page.locator('.statusbar-item[id="status.languageStatus"] a');
  return (await item.getAttribute('aria-label')) ?? '';
}

/** Chooses an item of the list as soon as it is offered: lists replace each other in one place. */
async function pick(window: Workbench, choice: string): Promise<void> {
  await expect.poll(async () => (await window.choices()).join(), soon).toContain(choice);
  await window.answer(choice);
}
