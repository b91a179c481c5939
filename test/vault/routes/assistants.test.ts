import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assistantTools } from '../../../contracts/vault-api/assistants.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const account = '/v1/accounts/acc_test';
const uses = '/v1/me/assistant-uses';

let test: TestVault;
let author: string;
let userId: string;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  userId = await test.addUser('author');
  author = await test.issue('author', { userId });
});
afterAll(() => test.close());

const use = (tool: string, key = author) => test.send({ method: 'POST', url: uses, key, body: { tool } });
const switchTo = (assistants: boolean, key = test.adminKey) =>
  test.send({ method: 'PATCH', url: account, key, headers: { 'if-match': '*' }, body: { assistants } });
const lastEntry = async () => (await test.vault.storage.auditAfter(0, 100_000)).at(-1);

describe('assistants', () => {
  it.each(assistantTools)('records that an assistant uses %s for a person', async (tool) => {
    expect(await use(tool)).toMatchObject({ status: 204 });
    expect(await lastEntry()).toMatchObject({
      action: 'assistant.use',
      decision: 'allowed',
      targetId: tool,
      userId,
    });
  });

  it('an admin turns them off and on again, which the log shows', async () => {
    expect(await switchTo(false)).toMatchObject({ status: 200, json: { assistants: false } });
    expect(await lastEntry()).toMatchObject({ action: 'account.assistants-off' });
    expect(await use('request_secret')).toMatchObject({ status: 403, json: { code: 'AssistantsOff' } });
    expect(await lastEntry()).toMatchObject({
      action: 'assistant.use',
      decision: 'denied',
      code: 'AssistantsOff',
      targetId: 'request_secret',
    });
    expect(await switchTo(true)).toMatchObject({ status: 200, json: { assistants: true } });
    expect(await lastEntry()).toMatchObject({ action: 'account.assistants-on' });
    expect(await use('request_secret')).toMatchObject({ status: 204 });
  });

  it('only an admin can turn them off', async () => {
    expect(await switchTo(false, author)).toMatchObject({ status: 403 });
  });

  it('an agent has none', async () => {
    const agent = await test.issue('agent', { agentId: 'A' });
    expect(await use('list_agent_secrets', agent)).toMatchObject({ status: 403 });
  });

  it('refuses a tool that does not exist', async () => {
    expect(await use('read_value')).toMatchObject({ status: 400 });
  });
});
