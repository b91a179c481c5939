import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy, type TestProxy } from '../support/http-proxy.ts';
import { soon } from '../support/soon.ts';
import { startVaultGate, type VaultGate } from '../support/vault-gate.ts';
import type { Workbench } from '../support/workbench.ts';
import { startWorld, type World } from '../support/world.ts';

/** An address of this machine that no editor treats as local, so that a proxy is used. */
const host = '127.0.0.2';

/** Steps of one story: each continues where the previous one ended. */
describe('in a workspace that is not trusted yet, behind a proxy', () => {
  let world: World;
  let author: Workbench;
  let proxy: TestProxy;
  /** The address to which the workspace would like keys to be sent. */
  let trap: VaultGate;

  beforeAll(async () => {
    [proxy, trap] = [await startProxy(), await startVaultGate('http://127.0.0.1:9')];
    world = await startWorld({
      host,
      asksForTrust: true,
      settings: { 'http.proxy': proxy.url, 'security.workspace.trust.startupPrompt': 'never' },
      prepare: wishFor(trap.url),
    });
    author = await world.openWorkbench();
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await author.openSidebar();
  });
  afterAll(async () => {
    await world?.close();
    await trap?.stop();
    await proxy?.stop();
  });

  it('the editor is in Restricted Mode, and names and findings work', async () => {
    await author.page.locator('.statusbar', { hasText: 'Restricted Mode' }).waitFor();
    await author.signIn(world.vault.keys.author);
    await expect.poll(() => author.secretRows(), soon).toContain('payments_api_key');
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    await author.picture('states-20-restricted');
  });

  it('says what works there and what does not', async () => {
    await author.runCommand('Extensions: Focus on Extensions View');
    await author.page.keyboard.type('@workspaceUnsupported:untrustedPartial');
    const extension = author.page.locator('.extensions-list .monaco-list-row', { hasText: 'Agent Secrets' });
    await expect.poll(() => extension.getAttribute('aria-label'), soon).toContain('Agent Secrets');
    await extension.click();
    await expect
      .poll(() => author.page.locator('.extension-editor').innerText(), soon)
      .toContain('Names and findings work in Restricted Mode; the workspace cannot choose the vault.');
    await author.picture('states-21-restricted-words');
  });

  it('no program of the workspace is given secrets', async () => {
    await author.runCommand('Agent Secrets: Run With Secrets');
    await author.choose('Open a Shell');
    const told = author.page.locator('.notification-toast', { hasText: 'run programs with secrets' });
    await told.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await author.picture('states-22-restricted-run');
    expect(await author.page.locator('.terminal-wrapper').count()).toBe(0);
    await author.runCommand('Notifications: Clear All Notifications');
  });

  it('no key goes to the address in the workspace’s settings', () => {
    expect(world.gate.asked()).toContain('GET /v1/me');
    expect(trap.asked()).toEqual([]);
  });

  it('all requests to the vault go through the proxy', () => {
    expect(proxy.hosts()).toContain(new URL(world.gate.url).host);
    expect(world.gate.connections()).toBe(proxy.hosts().length);
  });

  it('with proxies switched off, no request does', async () => {
    await setForUser({ 'http.proxySupport': 'off' });
    await author.reload();
    await author.openSidebar();
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => author.secretRows(), soon).toContain('payments_api_key');
    const before = proxy.hosts().length;
    world.gate.forget();
    await author.runCommand('Agent Secrets: Refresh');
    await expect.poll(() => world.gate.asked(), soon).toContain('GET /v1/me');
    await expect.poll(() => author.secretRows(), soon).toContain('payments_api_key');
    expect(proxy.hosts().length).toBe(before);
    expect(trap.asked()).toEqual([]);
  });

  async function setForUser(changed: Readonly<Record<string, unknown>>): Promise<void> {
    const file = path.join(world.editor.userData, 'User', 'settings.json');
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(Object.assign({}, settings, changed)));
  }
});

/** Settings of a workspace that tries to collect users' keys. */
function wishFor(vaultUrl: string): (workspace: string) => Promise<void> {
  return async (workspace) => {
    await mkdir(path.join(workspace, '.vscode'), { recursive: true });
    const settings = { 'agentSecrets.vault.url': vaultUrl, 'agentSecrets.vaultUrl': vaultUrl };
    await writeFile(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
  };
}
