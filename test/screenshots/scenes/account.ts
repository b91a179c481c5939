import { editorPart, type Scene, type Set } from '../scene.ts';
import type { Stage } from '../stage.ts';

const base = {
  as: 'admin',
  clip: editorPart,
  file: 'hotel-booking/functions/take_deposit.py',
  width: 1240,
  height: 860,
} as const;

const imported = 'hotel-booking/prod.env';

/** The panels of the whole account: People and Keys, Import, Audit Log, Environments, and what is due. */
export const accountScenes: readonly Scene[] = [
  {
    ...base,
    name: 'people',
    height: 640,
    alt: 'People and keys: roles, and who issued which key, until when it is valid and when it was last used',
    arrange: async ({ window }) => {
      await window.runCommand('Agent Secrets: Show People and Keys');
      await window.panel.locator('.entries li').first().waitFor();
    },
  },
  {
    ...base,
    name: 'import',
    alt: 'Importing a .env file: each line with its name, without its value, and what is wrong with it',
    file: imported,
    prepare: (stage) => stage.write(`examples/${imported}`, `${lines.join('\n')}\n`),
    arrange: async (set) => {
      await set.window.runCommand('Agent Secrets: Import Secrets');
      await set.window.choose('prod.env');
      await set.window.panel.locator('.import-row').first().waitFor();
    },
    tidy: (stage) => stage.remove(`examples/${imported}`),
  },
  {
    ...base,
    name: 'audit',
    alt: 'The audit log of the account: who did what, with filters, export and a check of its integrity',
    arrange: async ({ window }) => {
      await window.runCommand('Agent Secrets: Show Audit Log');
      await window.panel.locator('tbody tr').first().waitFor();
      await window.panel.locator('#verify').click();
      await window.panel.locator('.verdict').waitFor();
    },
  },
  {
    ...base,
    name: 'environments',
    height: 560,
    alt: 'Environments side by side: credentials in Sandbox and Live, what is missing, and which fields differ',
    prepare: prepareEnvironments,
    arrange: async ({ window }) => {
      await window.runCommand('Agent Secrets: Show Environments');
      await window.panel.locator('tbody tr').first().waitFor();
    },
  },
  {
    ...base,
    name: 'due',
    alt: 'A secret that is due for renewal, in the sidebar and on its page with owner and dates',
    clip: ({ page }) => [page.locator('.part.sidebar'), page.locator('.part.editor')],
    arrange: showDue,
  },
];

const lines = [
  '# Keys of the production environment',
  'SMS_API_KEY=not-a-real-key',
  'export SMTP_PASSWORD="not-a-real-password"',
  'GUEST_CRM=not-a-real-key',
  'a line without a value',
];

async function prepareEnvironments({ admin, vault }: Stage): Promise<void> {
  const { environments, revision } = await admin.account(vault.accountId);
  if (environments.length > 0) return;
  const kind = 'key_value';
  for (const [name, value] of Object.entries({
    rates_api_live: { api_key: 'not-a-real-key', token_url: 'not-a-real-url' },
    rates_api_sandbox: { api_key: 'not-a-real-key' },
    invoices_live: { api_key: 'not-a-real-key' },
  }))
    await admin.createSecret(vault.accountId, { name, kind, value });
  const rule = [
    { name: 'Sandbox', suffix: '_sandbox' },
    { name: 'Live', suffix: '_live' },
  ];
  await admin.changeAccount(vault.accountId, { environments: rule }, revision);
}

async function showDue({ window, sidebar }: Set): Promise<void> {
  await sidebar.menu('Secrets', 'payments_api_key', 'Show Secret…');
  await window.panel.locator('#upkeep').click();
  await window.choose('Owner');
  await sidebar.fill('Payments team', 'Payments team');
  await window.panel.getByText('Payments team').first().waitFor();
  await window.panel.locator('#upkeep').click();
  await window.choose('Expires on');
  await sidebar.fill('2027-01-31', dayFromNow(9));
  await window.panel.getByText('Due for renewal').first().waitFor();
  await sidebar.row('Secrets', 'Due for renewal').last().waitFor();
}

/** As `YYYY-MM-DD`. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
