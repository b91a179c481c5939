import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson } from './support/people.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Like a key of a known service; assembled here, so that no file contains one. */
const inCode = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');
/** Random characters of no known service. */
const random = 'zK4vT9wQ2mXr7LbNc5JdHs8PfGy3RtUe6WaZk1Mq';
const hex = '9f3c1ae57b02d8644ce18fb35a7d2096';
const notebook = {
  cells: [
    {
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source: 'conv.utils.get_secret("name_in_a_cell")',
    },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};
const files: Readonly<Record<string, string>> = {
  'hotel-booking/play.ipynb': JSON.stringify(notebook),
  // Reads no secret.
  'hotel-booking/functions/push.py': `def push(conv):\n    gitlab_token = "${inCode}"\n    return gitlab_token\n`,
  'hotel-booking/functions/named.py': [
    'def named(conv):',
    `    client = Client(api_key="${random}")`,
    `    TWILIO_TOKEN = "${hex}"`,
    '    login(password="Summer-Rain-1987!")',
    `    headers = {"X-Api-Key": "${random.slice(0, 32)}"}`,
    `    url = "postgresql://shop:${random.slice(0, 12)}@db.acme-hotels.com/main"`,
    '',
  ].join('\n'),
  'hotel-booking/functions/show_rates.py':
    'def show_rates(conv):\n    rates = conv.utils.get_secret("weather_api_key")\n    conv.log.info(f"rates {rates}")\n    header = "Bearer "\n',
};

/** Steps of one story: each continues where the previous one ended. */
describe('the problems of an agent', () => {
  let world: World;
  let author: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld({
      settings: { 'agentSecrets.problems.wholeWorkspace': true },
      prepare: async (workspace) => {
        // The sidebar shows one agent, the list of problems all of them.
        for (const other of ['order-support', 'clinic-reception'])
          await rm(path.join(workspace, other), { recursive: true });
        for (const [file, text] of Object.entries(files)) await writeFile(path.join(workspace, file), text);
      },
    });
    const { key } = await createPerson(world.vault, { name: 'Ada Author', role: 'author' });
    author = await world.openWorkbench();
    sidebar = new Sidebar(author);
    await author.openSidebar();
    await author.openFile('hotel-booking/functions/show_rates.py');
    await author.signIn(key);
    await author.secretRow('guest_crm').waitFor();
  });
  afterAll(() => world?.close());

  it('are counted alike by the badge, the sidebar and the list of problems, with credentials in the code', async () => {
    await author.problemTexts();
    await agree();
    expect(await sidebar.rows('Secrets')).toEqual(
      expect.arrayContaining(['loyalty_api_tokn', 'weather_api_key', 'Credentials in the code']),
    );
    expect(await sidebar.labels()).toContain('Credentials in the code, 6 places');
    await author.picture('problems-01-counts');
  });

  it('are counted alike when a notebook is open', async () => {
    const before = await agree();
    await author.page.keyboard.press('ControlOrMeta+p');
    await author.choose('play.ipynb');
    await expect.poll(() => sidebar.attention(), soon).toContain('name_in_a_cell');
    await expect.poll(agree, soon).toBe(before + 1);
    await sidebar.row('Secrets', 'name_in_a_cell').first().click();
    await sidebar.row('Secrets', 'play.ipynb:1').waitFor();
    await author.picture('problems-02-notebook');
    await author.runCommand('View: Close Editor');
    await expect.poll(agree, soon).toBe(before);
  });

  it('a value in a log is masked with a quick fix, and one undo restores the line', async () => {
    await author.openFile('hotel-booking/functions/show_rates.py');
    const before = await agree();
    await author.goBehind('{rat');
    const titles = await author.quickFixes();
    expect(titles).toContain('Write "***" instead of the value');
    await author.picture('problems-03-log');
    await author.chooseQuickFix('Write "***" instead of the value');
    await expect.poll(() => author.shownText(), soon).not.toContain('{rates}');
    await expect.poll(agree, soon).toBe(before - 1);
    await author.focusInCode();
    await author.page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => author.shownText(), soon).toContain('{rates}');
  });

  it('a value in a log is left out with a quick fix', async () => {
    await author.goBehind('{rat');
    expect(await author.quickFixes()).toContain('Leave the value out');
    await author.chooseQuickFix('Leave the value out');
    await expect.poll(() => author.shownText(), soon).not.toContain('{rates}');
    expect(await author.shownText()).toContain('conv.log.info(');
    await author.focusInCode();
    await author.page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => author.shownText(), soon).toContain('{rates}');
  });

  it('a snippet is the name in a string, and the expression where a value is expected', async () => {
    await author.goBehind('"Bearer ');
    await insert('guest_crm');
    await expect.poll(() => author.shownText(), soon).toContain('header = "Bearer guest_crm"');
    await author.focusInCode();
    await author.page.keyboard.press('ControlOrMeta+z');
    await author.beginLineBehind('header = "Bearer "');
    await author.type('client = Client(key=');
    await insert('payments_api_key');
    await expect
      .poll(() => author.shownText(), soon)
      .toContain('client = Client(key=conv.utils.get_secret("payments_api_key"))');
    await author.picture('problems-04-snippet');
    await author.runCommand('File: Revert File');
  });

  it('the menu of the editor moves a selected credential to the environment', async () => {
    await author.openFile('hotel-booking/functions/push.py');
    await author.goBehind(inCode);
    for (const _ of inCode) await author.page.keyboard.press('Shift+ArrowLeft');
    await author.page.keyboard.press('Shift+F10');
    await author.picture('problems-05-menu');
    await author.chooseFromMenu('Move to My Environment…');
    await sidebar.fill(/STRIPE_API_KEY/, 'GITLAB_TOKEN');
    await expect.poll(() => author.shownText(), soon).toContain('os.environ["GITLAB_TOKEN"]');
    await expect.poll(() => sidebar.labels(), soon).toContain('Credentials in the code, 5 places');
    await author.runCommand('File: Revert File');
  });

  it('Enter on a secret opens its use', async () => {
    const use = author.page.locator('.tab.active', { hasText: 'experimental_config.json' });
    await author.secretRow('call_archive_token').click();
    await expect.poll(() => use.count(), soon).toBe(1);
    await author.openFile('hotel-booking/functions/push.py');
    await author.runCommand('Agent Secrets: Focus on Secrets View');
    await author.page.keyboard.press('Enter');
    await expect.poll(() => use.count(), soon).toBe(1);
  });

  it('a secret without a use in the code offers what an author can do with it', async () => {
    const { accountId, admin } = world.vault;
    await admin.createSecret(accountId, {
      name: 'unused_token',
      kind: 'single',
      value: 'not-a-real-key',
      agentIds: [agents.hotel],
    });
    await author.secretRow('unused_token').click();
    await expect.poll(() => author.choices(), soon).toEqual(['Insert Snippet', 'Copy Snippet', 'Copy Name']);
    await author.page.keyboard.press('Escape');
  });

  /** Chooses from the list of the button above the editor. */
  async function insert(name: string): Promise<void> {
    await author.page.locator('.editor-actions [aria-label^="Secrets of This Agent"]').first().click();
    await author.choose(name);
  }

  /** The number that all of them show, once they do. */
  async function agree(): Promise<number> {
    let shown: readonly (string | undefined)[] = [];
    await expect.poll(async () => new Set((shown = await counts())).size, soon).toBe(1);
    return Number(shown[0]);
  }

  async function counts(): Promise<readonly (string | undefined)[]> {
    const { page } = author;
    const badgeOf = async (part: string, label: string): Promise<string | undefined> => {
      const item = page.locator(`${part} .action-item`, { has: page.locator(`[aria-label^="${label}"]`) });
      return (await item.locator('.badge-content').first().allInnerTexts())[0];
    };
    const labels = await sidebar.labels();
    const group = labels.find((label) => label?.startsWith('Needs attention'));
    return [
      await badgeOf('.activitybar', 'Agent Secrets'),
      /(\d+) problems?$/.exec(group ?? '')?.[1],
      await badgeOf('.panel', 'Problems'),
    ];
  }
});
