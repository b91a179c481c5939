import type { Locator } from 'playwright-core';
import type { Workbench } from '../../e2e/support/workbench.ts';
import { runFunction } from '../film.ts';
import { editorPart, type Scene, wholeWindow } from '../scene.ts';

const deposit = 'hotel-booking/functions/take_deposit.py';
const loyalty = 'hotel-booking/functions/loyalty_points.py';
/** The editor and the panel below it. */
const workArea: Scene['clip'] = ({ page }) => [page.locator('.part.editor'), page.locator('.part.panel')];
const base = { as: 'author', clip: editorPart, width: 1180, height: 520 } as const;

/** The editor's own features for names in code. */
export const editorScenes: readonly Scene[] = [
  {
    ...base,
    name: 'editor',
    height: 640,
    alt: 'The Secrets view next to a function; a secret that is not granted to the agent has a warning',
    file: deposit,
    clip: wholeWindow,
    arrange: async ({ window }) => {
      await window.warnings.first().waitFor();
      await window.goBehind('"X-Api-Key": fraud_check_key},');
    },
  },
  {
    ...base,
    name: 'hover',
    alt: 'The hover of a name shows its kind, fields, description, access and age',
    file: 'hotel-booking/functions/find_guest.py',
    isFleeting: true,
    arrange: async ({ window }) => {
      await window.goBehind('"guest_');
      await window.hover();
    },
  },
  {
    ...base,
    name: 'hover-finding',
    alt: 'The hover of a squiggle explains the problem and links to the page of the rule',
    file: deposit,
    width: 1320,
    height: 640,
    isFleeting: true,
    arrange: async ({ window }) => {
      await window.warnings.first().waitFor();
      await window.goBehind('"fraud_check');
      await window.hover();
    },
  },
  {
    ...base,
    name: 'completion',
    alt: 'Completion lists exactly the names that this agent can read, with kind and description',
    file: 'hotel-booking/functions/weather_on_arrival.py',
    isFleeting: true,
    arrange: async ({ window }) => {
      await typeReading(window);
      await window.completions();
      await window.page.waitForTimeout(700); // The description of the first name.
    },
  },
  {
    ...base,
    name: 'quick-fix',
    alt: 'The light bulb offers the nearest name and other fixes',
    file: loyalty,
    isFleeting: true,
    arrange: async ({ window }) => {
      await window.warnings.first().waitFor();
      await window.goBehind('loyalty_api_tok');
      await window.quickFixes();
    },
  },
  {
    ...base,
    name: 'quick-fix-admin',
    as: 'admin',
    alt: 'For an admin, the light bulb offers to grant the secret to the agent',
    file: deposit,
    isFleeting: true,
    arrange: async ({ window }) => {
      await window.warnings.first().waitFor();
      await window.goBehind('"fraud_check');
      await window.quickFixes();
    },
  },
  {
    ...base,
    name: 'request-reason',
    alt: 'Requesting access: one sentence explains why the agent needs the secret',
    file: deposit,
    height: 560,
    clip: wholeWindow,
    isFleeting: true,
    arrange: async ({ window }) => {
      await window.warnings.first().waitFor();
      await window.goBehind('"fraud_check');
      await window.quickFixes();
      await window.chooseQuickFix(/^Request access/);
      await window.page
        .getByPlaceholder(/^Why the agent needs it/)
        .fill('Deposits are refused without the check');
    },
  },
  {
    ...base,
    name: 'status',
    alt: 'The language status: the agent, the signed-in person, the age of the names and the problems of the open file',
    file: deposit,
    width: 1480,
    height: 560,
    isFleeting: true,
    clip: wholeWindow,
    arrange: async ({ window }) => {
      await window.warnings.first().waitFor();
      await statusItem(window.page).click();
      await window.page.locator('.hover-language-status').first().waitFor();
    },
  },
  {
    ...base,
    name: 'run-function',
    as: 'admin',
    clip: workArea,
    height: 640,
    file: 'hotel-booking/functions/booking_link.py',
    alt: 'Run, Debug and Run with Fakes above a function; the terminal below shows what it returned',
    arrange: ({ window }) => runFunction(window, () => Promise.resolve()),
  },
  {
    clip: editorPart,
    name: 'walkthrough',
    alt: 'The five steps of the walkthrough: sign in, see the secrets, complete a name and fix a finding, run a function, create or request a secret',
    width: 1700,
    height: 900,
    arrange: async ({ window }) => {
      await window.sidebar.locator('a', { hasText: 'Five steps' }).click();
      await window.page.locator('.gettingStartedContainer .getting-started-step').nth(2).click();
      await window.page.locator('.getting-started-media').waitFor();
      await window.page.waitForTimeout(1_500); // The sliding animation.
    },
  },
];

async function typeReading(window: Workbench): Promise<void> {
  await window.goBehind('key = fetch("weather_api_key")');
  await window.page.keyboard.press('Enter');
  await window.type("again = conv.utils.get_secret('");
}

function statusItem(page: Workbench['page']): Locator {
  return page.locator('.statusbar-item[id="status.languageStatus"]');
}
