import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

/** The features of the analysis, as an author sees them in the editor. */
describe('an author in a function', () => {
  let world: World;
  let author: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    author = await world.openWorkbench();
  });
  afterAll(() => world?.close());

  it('sees what the function uses above it, and what is wrong with the use of a value', async () => {
    await author.openFile('hotel-booking/functions/late_checkout.py');
    await author.openSidebar();
    await author.signIn(world.vault.keys.author);
    await expect.poll(() => author.secretRows(), soon).toContain('booking_api_live');
    await expect.poll(() => author.warnings.count(), soon).toBe(2);
    await expect
      .poll(() => author.codeLenses(), soon)
      .toContainEqual(expect.stringContaining('booking_api_live'));
    const problems = (await author.problemTexts()).join('\n');
    expect(problems).toContain('reaches conv.log.info');
    expect(problems).toContain('no field "cleint_secret"');
    await author.picture('20-values');
  });

  it('fixes a misspelt field with one quick fix', async () => {
    await author.goBehind('booking["cleint_sec');
    const titles = await author.quickFixes();
    await author.picture('21-field-fix');
    expect(titles).toContainEqual(expect.stringContaining('client_secret'));
    await author.chooseQuickFix('client_secret');
    await expect.poll(() => author.shownText(), soon).toContain('booking["client_secret"]');
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
  });

  it('completes fields through the variable that holds the secret', async () => {
    await author.beginLineBehind('conv.log.info(f"late checkout with {booking}")');
    await author.type('tenant = booking["');
    await expect.poll(() => author.completions(), soon).toEqual(['client_id', 'client_secret', 'base_url']);
    await author.picture('22-fields');
    await author.page.keyboard.press('Escape');
    await author.runCommand('File: Revert File');
  });

  it('suppresses a finding with a reason, in the code', async () => {
    await author.goBehind('conv.log.info(f"late');
    const titles = await author.quickFixes();
    expect(titles).toContainEqual(expect.stringContaining('Ignore'));
    await author.chooseQuickFix(/^Ignore/);
    await expect.poll(() => author.shownText(), soon).toContain('# agent-secrets: ignore[secret-in-log]');
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    await author.picture('23-ignored');
    await author.runCommand('File: Revert File');
  });

  it('sees step by step where a name comes from, in another file too', async () => {
    await author.openFile('hotel-booking/functions/api_handler.py');
    await author.goBehind('self.conv.utils.get_secret(self.se');
    await author.runCommand('Agent Secrets: Explain This Reference');
    await expect.poll(() => author.choices(), soon).not.toEqual([]);
    await author.picture('24-explain');
    await author.page.keyboard.press('Escape');
  });

  it('finds every read of a secret in all agents, and goes to a name', async () => {
    await author.openFile('hotel-booking/functions/send_confirmation_sms.py');
    await author.goBehind('get_secret(SMS_SE');
    await author.runCommand('Go to References');
    await author.page.locator('.reference-zone-widget').waitFor();
    await author.picture('25-references');
    const files = await author.page.locator('.reference-zone-widget .monaco-list-row').allInnerTexts();
    expect(files.join('\n')).toContain('send_reminder.py');
    expect(files.join('\n')).toContain('send_tracking_link.py');
    await author.page.keyboard.press('Escape');
  });

  it('sees the same in JavaScript and in the settings of an agent', async () => {
    await author.openFile('clinic-reception/agent_settings/experimental_config.json');
    await author.goBehind('"translation_api');
    // The content of the link appears before the rest.
    await expect.poll(() => author.hover(), soon).toContain('translation_api_key');
    await author.picture('26-json');
  });
});
