import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

/** Starting the editor's debugger takes time on a busy machine. */
const slow = { timeout: 60_000 };
const canary = 'not-a-real-canary-of-run';
const python = `import os

print("variable is " + ("here" if "SHOP_API_KEY" in os.environ else "missing"))
print("token is " + ("here" if "AGENT_SECRETS_AGENT_TOKEN" in os.environ else "missing"))
print("key is " + ("here" if "AGENT_SECRETS_KEY" in os.environ else "kept out"))
`;
const javascript = `console.log('variable is ' + ('SHOP_API_KEY' in process.env ? 'here' : 'missing'));
`;
const launch = {
  version: '0.2.0',
  configurations: [
    {
      name: 'Deposits',
      type: 'node',
      request: 'launch',
      program: '${workspaceFolder}/pay.js',
      agentSecrets: true,
    },
  ],
};

/** Steps of one story: each continues where the previous one ended. */
describe('running with secrets', () => {
  let world: World;
  let author: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    const files = world.editor.workspace;
    await writeFile(path.join(files, 'hotel-booking/functions/pay.py'), python);
    await writeFile(path.join(files, 'pay.js'), javascript);
    author = await world.openWorkbench();
    await author.openFile('hotel-booking/functions/pay.py');
    await author.openSidebar();
    await author.signIn(await keyOfAuthor());
    await author.secretRow('payments_api_key').waitFor();
  });
  afterAll(() => world?.close());

  it('an author runs a file: the variable is set, and missing ones are reported', async () => {
    await author.runCommand('Agent Secrets: Run With Secrets');
    await expect.poll(() => author.choices(), soon).toContainEqual(expect.stringContaining('python3'));
    await author.picture('50-run-choices');
    await author.page.keyboard.press('Enter');
    await expect.poll(terminalText, soon).toContain('variable is here');
    expect(await terminalText()).toContain('token is missing');
    expect(await terminalText()).toContain('key is kept out');
    expect(await terminalText()).toContain('Your role cannot issue tokens');
    expect(await terminalText()).toContain('Ended with exit code 0.');
    await author.picture('51-run-terminal');
  });

  it('any key closes the terminal', async () => {
    await author.page.locator('.terminal .xterm-helper-textarea').first().focus();
    await author.page.keyboard.press('Enter');
    const terminals = author.page.locator('.terminal-wrapper .xterm-rows:visible');
    await expect.poll(() => terminals.count(), soon).toBe(0);
  });

  it('a typed command gets the variable too', async () => {
    await author.runCommand('Agent Secrets: Run With Secrets');
    await author.choose('Type a Command');
    // An input box replaces the list.
    await author.page.locator('.quick-input-list').waitFor({ state: 'hidden' });
    await author.answer('test -n "$SHOP_API_KEY" && echo it is "here", code; exit 3');
    await expect.poll(terminalText, soon).toContain('it is here, code');
    await expect.poll(terminalText, soon).toContain('exit code 3');
  });

  it('the profile is a shell that has the variables', async () => {
    await author.runCommand('Agent Secrets: Run With Secrets');
    await author.choose('Open a Shell');
    await expect.poll(terminalText, soon).not.toContain('exit code 3');
    await expect.poll(terminalText, soon).toContain('with your environment secrets');
    await expect.poll(terminalText, soon).toMatch(/[#$%>]\s*$/); // The shell's prompt.
    await author.type('test -n "$SHOP_API_KEY" && echo "shell ""has it"');
    await author.page.keyboard.press('Enter');
    await expect.poll(terminalText, soon).toContain('shell has it');
    await author.picture('52-run-shell');
    await author.type('exit');
    await author.page.keyboard.press('Enter');
  });

  it('a debugged file has the variable', async () => {
    await author.openFile('pay.js');
    await author.runCommand('Agent Secrets: Debug With Secrets');
    await expect.poll(debugConsole, slow).toContain('variable is here');
    await author.picture('53-debug');
  });

  it('a launch configuration gets it once the user agrees, and launch.json is unchanged', async () => {
    const text = `${JSON.stringify(launch, null, 2)}\n`;
    const file = path.join(world.editor.workspace, '.vscode', 'launch.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await author.runCommand('Clear Console');
    await expect.poll(debugConsole, soon).toBe('');
    await author.runCommand('Debug: Select and Start Debugging');
    await author.answer('debug Deposits');
    await author.page.getByRole('button', { name: 'Allow' }).click();
    await expect.poll(debugConsole, slow).toContain('variable is here');
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('launch.json knows the property and describes it', async () => {
    await author.openFile('.vscode/launch.json');
    await author.goBehind('"agentSecr');
    await expect.poll(() => author.hover(), soon).toContain('Pass your environment secrets');
    expect(await author.warnings.count()).toBe(0);
    await author.picture('54-launch-json');
  });

  it('typed fakes of the agent are one command away', async () => {
    await author.openFile('hotel-booking/functions/pay.py');
    await author.runCommand('Agent Secrets: Create Typed Fakes for Tests');
    await author.choose('Python');
    await author.page.locator('.tab.active', { hasText: 'fake_secrets.py' }).waitFor();
    const file = path.join(world.editor.workspace, 'hotel-booking/tests/fake_secrets.py');
    expect(await readFile(file, 'utf8')).toContain('"not-a-real-payments_api_key"');
  });

  async function keyOfAuthor(): Promise<string> {
    const { url, keys, accountId, admin } = world.vault;
    const people = createVaultClient({ url, key: keys.admin, fetch });
    const user = await people.createUser(accountId, { name: 'Ada', role: 'author' });
    const { token: key } = await admin.issueToken(accountId, {
      name: 'ada',
      role: 'author',
      userId: user.id,
    });
    await createVaultClient({ url, key, fetch }).createVariable({
      name: 'SHOP_API_KEY',
      value: canary,
    });
    return key;
  }

  async function terminalText(): Promise<string> {
    const rows = author.page.locator('.terminal-wrapper.active .xterm-rows > div');
    return (await rows.allInnerTexts()).join('').replaceAll('\u00A0', ' ');
  }

  async function debugConsole(): Promise<string> {
    return (await author.page.locator('.repl .monaco-list-row').allInnerTexts()).join('\n');
  }
});
