import type { Scene, Set } from '../scene.ts';

const base = {
  as: 'author',
  file: 'hotel-booking/functions/take_deposit.py',
  width: 1080,
  height: 600,
  isFleeting: true,
} as const;

/** The prompts that users see when an assistant uses a tool. */
export const assistantScenes: readonly Scene[] = [
  {
    ...base,
    name: 'assistant-value',
    alt: 'An assistant asks for a value: the input box quotes the reason that the assistant gives, and hides what is typed',
    arrange: async (set) => {
      ask(set, 'request_secret', {
        name: 'RECEIPTS_API_KEY',
        purpose: 'charge_card sends a receipt after each payment.',
      });
      const box = set.window.page.locator('.quick-input-widget input[type=password]');
      await box.waitFor();
      await box.fill('not-a-real-key');
    },
    clip: ({ page }) => [page.locator('.quick-input-widget')],
  },
  {
    ...base,
    name: 'assistant-access',
    alt: 'An assistant wants to request access: the confirmation quotes what it would send to the account admins',
    arrange: async (set) => {
      ask(set, 'request_access', {
        agent: 'PROJECT-HOTEL01',
        name: 'fraud_check_key',
        reason: 'charge_card charges the deposit of a booking.',
        place: 'hotel-booking/functions/take_deposit.py:9',
      });
      await set.window.dialog.waitFor();
    },
    clip: ({ dialog }) => [dialog],
  },
];

/** The call returns when the prompt is closed. */
function ask({ stage }: Set, tool: string, input: object): void {
  void stage.assistant.call(tool, input);
}
