import type { Workbench } from '../../e2e/support/workbench.ts';
import { editorPart, type Scene } from '../scene.ts';

const base = {
  as: 'admin',
  clip: editorPart,
  file: 'hotel-booking/functions/take_deposit.py',
  width: 1240,
  height: 900,
} as const;
const literal = 'not-a-real-key-in-the-code';

/** The Create panel, from empty to a failing vault. */
export const createScenes: readonly Scene[] = [
  {
    ...base,
    name: 'create',
    alt: 'The empty Create Secret panel with the current agent selected',
    arrange: ({ window }) => openCreate(window),
  },
  {
    ...base,
    name: 'create-key-value',
    alt: 'The Create Secret panel with key/value fields, each with a button that shows the hidden value',
    height: 960,
    arrange: async ({ window }) => {
      await openCreate(window);
      await fillKeyValue(window);
    },
  },
  {
    ...base,
    name: 'create-from-literal',
    alt: 'Moving a credential out of the code: the form asks only for a name, and the code will read the secret',
    file: 'hotel-booking/functions/late_fee.py',
    prepare: (stage) => stage.write('examples/hotel-booking/functions/late_fee.py', lateFee),
    arrange: async ({ window }) => {
      await window.goBehind(`loyalty_key = "${literal}`);
      for (const _ of literal) await window.page.keyboard.press('Shift+ArrowLeft');
      await window.page.keyboard.press('Shift+F10');
      await window.page.locator('.monaco-menu .action-label', { hasText: 'Move to Vault…' }).first().click();
      await window.panel.locator('#name').waitFor();
    },
    tidy: (stage) => stage.remove('examples/hotel-booking/functions/late_fee.py'),
  },
  {
    ...base,
    name: 'create-generated',
    alt: 'A generated value in the Create Secret panel: its length and kinds of characters, and a button that copies it',
    arrange: async ({ window }) => {
      await openCreate(window);
      await window.panel.locator('#name').fill('partner_signing_key');
      await window.panel.getByRole('button', { name: 'Generate strong value' }).click();
      await window.panel.getByRole('button', { name: 'Generate again' }).waitFor();
    },
  },
  {
    ...base,
    name: 'create-problems',
    alt: 'The Create Secret panel shows an error message next to each invalid field',
    height: 960,
    arrange: async ({ window }) => {
      await openCreate(window);
      await window.panel.locator('#name').fill('payments_api_key');
      await window.panel.locator('#add').click();
    },
  },
  {
    ...base,
    name: 'create-failed',
    alt: 'The vault is unreachable: the Create Secret panel shows an error and keeps the input',
    height: 1020,
    arrange: async ({ window, stage }) => {
      await openCreate(window);
      await fillKeyValue(window);
      stage.front.behave('busy');
      await window.panel.locator('#add').click();
      await window.panel
        .locator('[role=alert]')
        .getByText(/Try again/)
        .waitFor();
    },
  },
];

async function openCreate(window: Workbench): Promise<void> {
  await window.runCommand('Agent Secrets: Create Secret');
  await window.panel.locator('#name').waitFor();
}

async function fillKeyValue({ panel }: Workbench): Promise<void> {
  await panel.locator('#name').fill('spa_api');
  await panel.getByLabel(/^Description/).fill('Bookings at the spa next door.');
  await panel.getByRole('radio', { name: /Key\/value/ }).check();
  await panel.getByLabel('Name of field 1').fill('client_id');
  await panel.getByLabel('Value of client_id', { exact: true }).fill('not-a-real-client-id');
  await panel.locator('#add-row').click();
  await panel.getByLabel('Name of field 2').fill('client_secret');
  await panel.getByLabel('Value of client_secret', { exact: true }).fill('not-a-real-client-secret');
}

const lateFee = `from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Charges the fee for a late arrival")
def late_fee(conv: Conversation):
    loyalty_key = "${literal}"
    return requests.post("https://loyalty.example.com/fees", headers={"X-Api-Key": loyalty_key}, timeout=5)
`;
