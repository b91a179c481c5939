import { openSecureField } from '../../assistants/secure-field/secure-field.ts';
import { storePicture } from './picture.ts';
import type { Stage } from './stage.ts';

/** The page in the user's browser on which the user types a value; the browser's color scheme applies. */
export const valuePage = {
  name: 'assistant-page',
  alt: 'The page for a value in a browser: the variable, the words of the assistant as a quotation, the user, the vault and a code above the hidden value',
  themes: ['dark', 'light'],
} as const;

export async function shootValuePage(stage: Stage): Promise<void> {
  for (const theme of valuePage.themes) {
    const field = await openSecureField({
      vault: 'https://vault.example.com',
      person: 'Ann',
      name: 'RECEIPTS_API_KEY',
      purpose: 'charge_card sends a receipt after each payment.',
      replaces: false,
      lifetime: 60_000,
      save: () => Promise.resolve(),
      reportBug: () => undefined,
    });
    const page = await stage.newPage({ width: 680, height: 400, colorScheme: theme });
    try {
      await page.goto(field.url);
      await page.getByRole('textbox', { name: 'Value' }).fill('not-a-real-key-that-ann-types');
      // The code is random, but the picture must be the same in every run.
      const code = page.getByText(field.code);
      await code.evaluate(
        (node, [random, stable]) => {
          node.textContent = node.textContent.replace(random, stable);
        },
        [field.code, 'K7P-2MX'] as const,
      );
      await storePicture(
        `${valuePage.name}.${theme}`,
        await page.screenshot({ animations: 'disabled', fullPage: true }),
      );
    } finally {
      await page.context().close();
      field.close();
    }
  }
}
