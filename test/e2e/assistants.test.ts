import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toolSchemas } from '../../assistants/host/tool-schemas.ts';
import { createVaultClient, type VaultClient } from '../../vault-client/index.ts';
import { readSandbox } from '../../vault-client/sandbox.ts';
import { type EditorAssistant, type Outcome, startEditorAssistant } from './support/editor-assistant.ts';
import { createPerson } from './support/people.ts';
import { soon } from './support/soon.ts';
import { tracesBelow } from './support/traces.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

const canary = 'not-a-real-canary-of-the-input-box +/"<ä&';
const agent = agents.hotel;

/** Steps of one story: each continues where the previous one ended. */
describe('an AI assistant in the editor', () => {
  let world: World;
  let author: Workbench;
  let assistant: EditorAssistant;
  let person: VaultClient;
  const answers: unknown[] = [];

  beforeAll(async () => {
    assistant = await startEditorAssistant();
    world = await startWorld({ assistant });
    const { key } = await createPerson(world.vault, { name: 'Ada', role: 'author' });
    person = createVaultClient({ url: world.vault.url, key, fetch });
    author = await world.openWorkbench();
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await author.openSidebar();
    await author.signIn(key);
    await author.secretRow('payments_api_key').waitFor();
    await author.traceLanguageServer();
  });
  afterEach(async () => {
    // A failed step may leave its question open, and later requests would wait for the answer.
    if ((await box().isVisible()) || (await author.dialog.isVisible()))
      await author.page.keyboard.press('Escape');
  });
  afterAll(async () => {
    await world?.close();
    await assistant?.stop();
  });

  it('finds the five tools, described as everywhere else', async () => {
    const tools = (await assistant.tools()).filter(({ name }) => Object.hasOwn(toolSchemas, name));
    expect(tools.map(({ name, description, inputSchema }) => [name, description, inputSchema])).toEqual(
      Object.entries(toolSchemas).map(([name, { description, input }]) => [
        name,
        description,
        JSON.parse(JSON.stringify(input)) as unknown,
      ]),
    );
  });

  it('finds the skill', async () => {
    const skills = (await assistant.skills()).filter(
      ({ extensionId }) => extensionId === 'agent-secrets.agent-secrets',
    );
    expect(skills.map(({ uri }) => uri.path)).toEqual([
      expect.stringMatching(/\/skills\/agent-secrets\/SKILL\.md$/),
    ]);
  });

  it('learns names and access, checks its code, and every use is recorded', async () => {
    expect(await result('list_agent_secrets', { agent, query: 'payments' })).toEqual({
      agent,
      complete: true,
      secrets: [{ name: 'payments_api_key', kind: 'single', fields: [], access: 'granted' }],
    });
    expect(await result('check_secret_access', { agent, names: ['payments_api_kye'] })).toMatchObject({
      names: [{ verdict: 'nonexistent', nearest: ['payments_api_key'] }],
    });
    const paths = ['hotel-booking/functions/take_deposit.py'];
    expect(await result('find_secret_references', { paths })).toMatchObject({
      references: [
        { agent, path: paths[0], line: 9, names: ['fraud_check_key'], dynamic: false },
        { agent, path: paths[0], line: 20, names: ['payments_api_key'], dynamic: false },
      ],
      findings: [{ rule: 'secret-access-missing', severity: 'warning', path: paths[0], line: 9 }],
    });
    expect(await recordedUses()).toBe(3);
  });

  it('asks for a value: the user sees why and types it, and the assistant learns that it is saved', async () => {
    const purpose = 'To charge cards.\u202e [Sign in](command:workbench.action.quit) $(verified)';
    const asked = assistant.call('request_secret', { name: 'SHOP_API_KEY', purpose });
    await box().waitFor({ timeout: soon.timeout });
    const shown = author.page.locator('.quick-input-widget');
    expect(await shown.innerText()).toContain('An Assistant Asks for the Value of SHOP_API_KEY');
    expect(await shown.innerText()).toContain(
      'The assistant’s reason: "To charge cards.\\u{202e} [Sign in] (command:workbench.action.quit) $ (verified)"',
    );
    expect(await shown.locator('.quick-input-message :is(a, .codicon)').count()).toBe(0);
    await author.picture('assistant-01-value');
    await author.answer(canary);
    expect(await asked).toEqual({ text: '{"status":"saved","name":"SHOP_API_KEY"}' });
    expect(await variables()).toEqual({ SHOP_API_KEY: canary });
  });

  it('is declined with one key', async () => {
    const asked = assistant.call('request_secret', { name: 'OTHER_KEY', purpose: 'To see it' });
    await box().waitFor({ timeout: soon.timeout });
    await author.page.keyboard.press('Escape');
    expect(await asked).toEqual({ text: '{"status":"declined","name":"OTHER_KEY"}' });
    expect(await variables()).toEqual({ SHOP_API_KEY: canary });
  });

  it('can have a value replaced only after a question', async () => {
    const refused = assistant.call('request_secret', { name: 'SHOP_API_KEY', purpose: 'A newer one' });
    await author.dialog.waitFor({ timeout: soon.timeout });
    expect(await author.dialog.innerText()).toContain('replace the value of SHOP_API_KEY');
    await author.picture('assistant-02-replace');
    await author.answerDialog('Cancel');
    expect(await refused).toEqual({ text: '{"status":"declined","name":"SHOP_API_KEY"}' });
    const agreed = assistant.call('request_secret', { name: 'SHOP_API_KEY', purpose: 'A newer one' });
    await author.answerDialog('Replace');
    await box().waitFor({ timeout: soon.timeout });
    await author.answer(`${canary} 2`);
    expect(await agreed).toEqual({ text: '{"status":"saved","name":"SHOP_API_KEY"}' });
    expect(await variables()).toEqual({ SHOP_API_KEY: `${canary} 2` });
  });

  it('requests access only if the user agrees to what it says in their name', async () => {
    const input = {
      agent,
      name: 'fraud_check_key',
      reason: 'To charge **cards** [now](command:x)',
      place: 'hotel-booking/functions/take_deposit.py:9',
    };
    const refused = assistant.call('request_access', input);
    await author.dialog.waitFor({ timeout: soon.timeout });
    const text = (await author.dialog.innerText()).replaceAll('\u00A0', ' ');
    expect(text).toContain(`give "${agent}" access to "fraud_check_key"`);
    expect(text).toContain(`"${input.place}"`);
    expect(text).toContain('The assistant’s reason: "To charge **cards** [now] (command:x)"');
    await author.picture('assistant-03-access');
    await author.answerDialog('Cancel');
    expect(await refused).toHaveProperty('error');
    expect(await person.agentAccessRequests(agent)).toEqual([]);
    const agreed = assistant.call('request_access', input);
    await author.answerDialog('Yes');
    expect(textOf(await agreed)).toContain('"name":"fraud_check_key"');
    expect(await person.agentAccessRequests(agent)).toMatchObject([
      { secretName: 'fraud_check_key', reason: input.reason },
    ]);
  });

  it('cannot use a tool that the user has turned off', async () => {
    const setting = 'agentSecrets.assistants.request_secret';
    expect(await assistant.set(setting, false)).toEqual({ text: '' });
    const refused = await assistant.call('request_secret', { name: 'OTHER_KEY', purpose: 'To see it' });
    expect(textOf(refused)).toContain('The user has turned off this tool in the settings.');
    await assistant.set(setting, undefined);
    expect(await assistant.call('list_agent_secrets', { agent })).toHaveProperty('text');
  });

  it('cannot use any tool once an admin has turned them off', async () => {
    const { accountId, admin } = world.vault;
    const { revision } = await admin.account(accountId);
    await admin.changeAccount(accountId, { assistants: false }, revision);
    for (const [tool, input] of [
      ['list_agent_secrets', { agent }],
      ['find_secret_references', {}],
      ['request_secret', { name: 'OTHER_KEY', purpose: 'To see it' }],
    ] as const)
      expect(textOf(await assistant.call(tool, input))).toContain('turned off assistants for this account');
    expect(await box().isVisible()).toBe(false);
  });

  it('has seen no value, and none is in a file of the vault, the editor or their logs', async () => {
    expect(answers.length).toBeGreaterThan(0);
    expect(JSON.stringify(answers)).not.toContain('not-a-real');
    expect(await tracesBelow(world.folder, canary)).toEqual([]);
    expect(await tracesBelow(world.folder, 'SHOP_API_KEY')).not.toEqual([]);
  });

  const box = () => author.page.locator('.quick-input-widget input[type=password]');

  async function result(tool: string, input: object): Promise<unknown> {
    const answer: unknown = JSON.parse(textOf(await assistant.call(tool, input)));
    answers.push(answer);
    return answer;
  }

  async function variables(): Promise<Readonly<Record<string, string>>> {
    const { token } = await person.startSandbox({});
    return readSandbox({ url: world.vault.url, key: token, fetch });
  }

  async function recordedUses(): Promise<number> {
    const { accountId, admin } = world.vault;
    let allowed = 0;
    for await (const { decision, userId } of admin.auditEvents(accountId, { action: 'assistant.use' }))
      if (decision === 'allowed' && userId !== undefined) allowed += 1;
    return allowed;
  }
});

/** What the model would receive. */
function textOf(outcome: Outcome): string {
  return 'text' in outcome ? outcome.text : outcome.error;
}
