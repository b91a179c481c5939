import type { Workbench } from '../../e2e/support/workbench.ts';
import { agents } from '../../e2e/support/world.ts';
import { editorPart, type Scene, type Set } from '../scene.ts';
import type { Stage } from '../stage.ts';

/** Not used otherwise, so that its history is the same in every run. */
const restored = 'refunds_webhook_secret';

const base = {
  as: 'admin',
  clip: editorPart,
  file: 'hotel-booking/functions/take_deposit.py',
  width: 1240,
  height: 760,
} as const;

/** The panels for existing secrets: Edit, Access, the matrix, History, Secret, Secrets and Rotate. */
export const manageScenes: readonly Scene[] = [
  {
    ...base,
    name: 'edit',
    alt: 'The Edit panel of a key/value secret: replace, add and remove single fields',
    height: 800,
    arrange: async (set) => {
      await open(set, 'Edit Secret', 'guest_crm', '#description');
      await set.window.panel.locator('#description').fill('Guest profiles, read only.');
    },
  },
  {
    ...base,
    name: 'edit-deprecated',
    alt: 'The Edit panel deprecates a secret and names its replacement',
    height: 860,
    arrange: async (set) => {
      await open(set, 'Edit Secret', 'weather_api_key', '#description');
      await set.window.panel.locator('#deprecated').check();
      await set.window.panel.getByLabel(/^Use instead/).fill('booking_api_live');
    },
  },
  {
    ...base,
    name: 'edit-conflict',
    alt: 'Someone else has saved in the meantime: the Edit panel shows both versions and keeps the input',
    height: 960,
    arrange: async (set) => {
      const { window, stage } = set;
      await open(set, 'Edit Secret', 'weather_api_key', '#description');
      await window.panel.locator('#description').fill('Forecasts for arrivals, by hour.');
      await describe(stage, 'Weather forecasts of the new contract.');
      await window.panel.locator('#save').click();
      await window.panel.locator('#conflict').waitFor();
    },
    tidy: (stage) => describe(stage, 'Weather forecasts.'),
  },
  {
    ...base,
    name: 'access',
    alt: 'The Access panel: every agent with a checkbox and its uses of the secret in this workspace',
    arrange: (set) => openAccess(set),
  },
  {
    ...base,
    name: 'access-impact',
    alt: 'Before a revoke is saved, the panel lists the places that will start to fail',
    arrange: async (set) => {
      await openAccess(set);
      await revokeFromOrders(set.window);
    },
  },
  {
    ...base,
    name: 'access-conflict',
    alt: 'Someone else has changed the access list in the meantime: the panel shows both versions and keeps the selection',
    height: 860,
    arrange: async (set) => {
      await openAccess(set);
      await changeAccess(set.stage, { grant: [agents.clinic] });
      await revokeFromOrders(set.window);
      await set.window.panel.getByRole('button', { name: 'Save and Revoke' }).click();
      await set.window.panel.locator('.conflict').waitFor();
    },
    tidy: (stage) => changeAccess(stage, { revoke: [agents.clinic] }),
  },
  {
    ...base,
    name: 'matrix',
    alt: 'The access matrix: agents in columns, secrets in rows, and marks for secrets that are used without access',
    height: 900,
    arrange: openMatrix,
  },
  {
    ...base,
    name: 'matrix-preview',
    alt: 'The access matrix before saving: a summary of the changes by secret',
    height: 860,
    arrange: async (set) => {
      await openMatrix(set);
      const { panel } = set.window;
      await panel.locator('#select-missing').click();
      await panel.locator('#open-preview').click();
      await panel.locator('#save').waitFor();
    },
  },
  {
    ...base,
    name: 'history',
    alt: 'The history of a secret: its versions without values, and who did what',
    height: 860,
    prepare: storeVersions,
    arrange: async (set) => {
      await open(set, 'View History', restored, 'tbody tr');
      await set.window.panel.locator('#events-heading').waitFor();
    },
  },
  {
    ...base,
    name: 'secret',
    alt: 'The page of a secret: its actions, its fields without values, who can read it, and the code that reads it',
    height: 900,
    arrange: async (set) => {
      await open(set, 'Show Secret…', 'booking_api_live', '#about-heading');
      const { panel } = set.window;
      await panel.locator('.places li').first().waitFor();
      await panel.getByText('The audit log contains no read of it.').waitFor();
    },
  },
  {
    ...base,
    name: 'secrets',
    alt: 'All secrets of the account as cards, with filters and the actions for several selected secrets',
    height: 860,
    arrange: async ({ window }) => {
      await window.runCommand('Agent Secrets: Show Secrets of the Account');
      await window.panel.locator('.card input').first().check();
      await window.panel.locator('.card input').nth(1).check();
    },
  },
  {
    ...base,
    name: 'rotate',
    alt: 'Rotating a value, first step: the new value, and the code that uses the secret',
    arrange: async (set) => {
      await open(set, 'Rotate', 'payments_api_key', '#value');
      await set.window.panel.locator('.checks li').first().waitFor();
    },
  },
  {
    ...base,
    name: 'rotate-testing',
    alt: 'Rotating a value, second step: each function that uses the secret is checked off as tested',
    height: 860,
    arrange: async (set) => {
      const { panel } = set.window;
      await open(set, 'Rotate', 'sms_gateway', 'input');
      await panel.locator('input[type=password]').first().fill('not-a-real-account-id');
      await panel.locator('#store').click();
      await panel.locator('#restore').waitFor();
      await panel.getByRole('checkbox').first().check();
    },
  },
];

/** Opened by a command, which prompts for the secret. */
async function open({ window }: Set, command: string, secret: string, ready: string): Promise<void> {
  await window.runCommand(`Agent Secrets: ${command}`);
  const rows = window.page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  await window.page.locator('.quick-input-widget .quick-input-box input').fill(secret);
  await rows.filter({ hasText: secret }).first().click();
  await window.panel.locator(ready).first().waitFor();
}

async function openAccess(set: Set): Promise<void> {
  await open(set, 'Edit Access', 'payments_api_key', 'tbody tr');
  await set.window.panel
    .getByText(/used in \d place/)
    .first()
    .waitFor();
}

async function revokeFromOrders({ panel }: Workbench): Promise<void> {
  await panel.getByRole('checkbox', { name: /Order Support/ }).uncheck();
  await panel.locator('#save').click();
  await panel.getByRole('button', { name: /take_return_fee\.py/ }).waitFor();
}

async function openMatrix({ window }: Set): Promise<void> {
  await window.runCommand('Agent Secrets: Show Access Matrix');
  await window.panel.locator('.cell.missing').first().waitFor();
}

async function changeAccess(stage: Stage, change: { grant?: string[]; revoke?: string[] }): Promise<void> {
  const { accountId, admin } = stage.vault;
  const { etag } = await admin.access(accountId, 'payments_api_key');
  await admin.changeAccess(accountId, 'payments_api_key', change, etag);
}

async function describe({ admin, vault }: Stage, description: string): Promise<void> {
  await admin.changeSecret(vault.accountId, 'weather_api_key', { description }, 'any');
}

/** Gives the secret three versions. */
async function storeVersions({ admin, vault }: Stage): Promise<void> {
  const { accountId } = vault;
  if ((await admin.versions(accountId, restored)).length > 1) return;
  for (const value of ['not-a-real-key-2', 'not-a-real-key-3']) {
    await admin.changeSecret(accountId, restored, { value }, 'any');
  }
}
