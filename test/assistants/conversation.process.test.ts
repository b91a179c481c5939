import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { tracesIn } from '../e2e/support/traces.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { type ExampleServices, startExampleServices } from '../support/example-services.ts';
import { python, pythonPackage } from '../support/python.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';
import { launchBrowser } from '../webview/support/panel-page.ts';
import { Assistant } from './support/assistant.ts';
import { Transcript } from './support/transcript.ts';
import { typeOnPage } from './support/type-on-page.ts';

const values = {
  payments: 'not-a-real-key-of-the-payments-provider',
  receipts: 'not-a-real-key-that-ann-types',
  other: 'not-a-real-key-of-someone-else',
} as const;
const agent = 'PROJECT-HOTEL01';
const variable = 'RECEIPTS_API_KEY';
const file = 'functions/charge_card.py';
const page = path.resolve(import.meta.dirname, '../../docs/assistants-example.md');

const code = (secret: string): string => `import os

import requests


def charge_card(conv, amount: int):
    payments_key = conv.utils.get_secret("${secret}")
    payment = requests.post(
        "https://payments.example.com/v1/charges",
        json={"amount": amount, "currency": "gbp"},
        headers={"Authorization": f"Bearer {payments_key}"},
        timeout=10,
    )
    payment.raise_for_status()
    requests.post(
        "https://receipts.example.com/v1/receipts",
        json={"amount": amount},
        headers={"X-Api-Key": os.environ["${variable}"]},
        timeout=10,
    )
    return "The card is charged."
`;

/** Steps of one story, which is also a page of the documentation: each continues where the previous one ended. */
describe('an assistant that adds a function which charges a card', () => {
  const workspace = new TemporaryWorkspace('');
  const transcript = new Transcript();
  const pages: string[] = [];
  let pageCode = 'none';
  let vault: VaultProcess;
  let services: ExampleServices;
  let browser: Browser;
  let assistant: Assistant;
  let key = '';

  const vaultFor = (ownKey: string) => createVaultClient({ url: vault.url, key: ownKey, fetch });

  beforeAll(async () => {
    [vault, services, browser] = await Promise.all([
      startVaultProcess(workspace.path('data')),
      startExampleServices(() => ({ json: {} })),
      launchBrowser(),
    ]);
    const admin = vaultFor(vault.adminKey);
    const { accountId } = await admin.me();
    await admin.createAgent(accountId, { agentId: agent, agentName: 'Hotel booking' });
    for (const [name, value, agentIds] of [
      ['guest_crm', values.other, [agent]],
      ['payments_api_key', values.payments, []],
    ] as const)
      await admin.createSecret(accountId, { name, kind: 'single', value, agentIds: [...agentIds] });
    const user = await admin.createUser(accountId, { name: 'Ann', role: 'admin' });
    ({ token: key } = await admin.issueToken(accountId, { name: 'Ann', role: 'admin', userId: user.id }));
    mkdirSync(workspace.path('agent/functions'), { recursive: true });
    writeFileSync(
      workspace.path('agent/project.yaml'),
      `project_id: ${agent}\naccount_id: a\nregion: eu\nproject_name: Hotel booking\n`,
    );
    assistant = await Assistant.start({
      cwd: workspace.path('agent'),
      args: [],
      env: { AGENT_SECRETS_VAULT_URL: vault.url, AGENT_SECRETS_KEY: key },
      opens: async (url, message) => {
        transcript.note(
          'Ann’s client asks her before it opens the page. The address of the page does not appear in the conversation.',
        );
        transcript.note(`> ${message}`);
        [pageCode = pageCode] = /[A-Z2-9]{3}-[A-Z2-9]{3}/.exec(message) ?? [];
        transcript.showAs(pageCode, 'K7P-2MX');
        pages.push(await typeOnPage(browser, url, values.receipts));
        return 'accept';
      },
    });
  });
  afterAll(async () => {
    await Promise.allSettled([assistant?.end(), browser?.close(), services?.stop(), vault?.stop('SIGTERM')]);
    workspace[Symbol.dispose]();
  });

  async function call(tool: string, input: Record<string, unknown>) {
    const called = await assistant.call(tool, input);
    transcript.called(tool, input, called);
    return called;
  }

  function write(secret: string): void {
    writeFileSync(workspace.path(`agent/${file}`), code(secret));
    transcript.note(`The assistant writes \`${file}\`:`);
    transcript.code('python', code(secret));
  }

  it('begins with the names', async () => {
    transcript.note(introduction);
    transcript.heading('Names first');
    transcript.says('Ann', 'Add a function that charges a card and sends a receipt.');
    const { result } = await call('list_agent_secrets', {});
    expect(result).toMatchObject({
      secrets: [
        { name: 'guest_crm', access: 'granted' },
        { name: 'payments_api_key', access: 'missing' },
      ],
    });
  });

  it('learns that a name which it remembers wrongly does not exist', async () => {
    const { result } = await call('check_secret_access', { names: ['payment_api_key', 'payments_api_key'] });
    expect(result).toMatchObject({
      names: [
        { verdict: 'nonexistent', nearest: expect.arrayContaining(['payments_api_key']) as unknown },
        { verdict: 'missing' },
      ],
    });
  });

  it('checks the code that it has written', async () => {
    transcript.heading('Code, checked');
    write('payments_api_key');
    const { result } = await call('find_secret_references', { paths: [file] });
    expect(result).toMatchObject({
      references: [{ names: ['payments_api_key'], line: 7 }, { names: [variable] }],
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: 'secret-access-missing', line: 7 }),
      ]) as unknown,
    });
  });

  it('requests access, which an admin grants', async () => {
    transcript.heading('Access, granted by an admin');
    const { result } = await call('request_access', {
      name: 'payments_api_key',
      reason: 'charge_card charges the deposit of a booking.',
      place: `${file}:7`,
    });
    const { id: requestId } = result as { readonly id: string };
    transcript.showAs(requestId, 'request-1');
    const admin = vaultFor(vault.adminKey);
    await admin.approveRequest({ agentId: agent, requestId }, 'For deposits');
    transcript.note('Another account admin reads the reason and approves the request.');
    const { result: checked } = await call('check_secret_access', { names: ['payments_api_key'] });
    expect(checked).toMatchObject({ names: [{ verdict: 'granted' }] });
  });

  it('asks for the missing value, which Ann types in her browser', async () => {
    transcript.heading('A value, typed where the assistant cannot see it');
    const { result } = await call('request_secret', {
      name: variable,
      purpose: 'charge_card sends a receipt after each payment.',
    });
    expect(result).toEqual({ status: 'saved', name: variable });
    transcript.note(pictures);
    expect(pages).toHaveLength(1);
    for (const shown of [
      pageCode,
      variable,
      'charge_card sends a receipt after each payment.',
      'Ann',
      vault.url,
    ])
      expect(pages[0]).toContain(shown);
    const { result: left } = await call('find_secret_references', { paths: [file] });
    expect(left).toMatchObject({ findings: [] });
  });

  it('hands over code that receives both values', async () => {
    transcript.heading('The code, run');
    transcript.says('Assistant', `\`${file}\` is ready. Run it with \`agent-secrets run\`:`);
    const command = `agent-secrets run -- python3 -m agent_secrets call ${file} amount=4900`;
    const args = command.replace('python3', python).split(' ').slice(1);
    const { stdout, stderr } = await run(args);
    transcript.code('text', `$ ${command}\n${stdout}`);
    transcript.note(ending);
    expect({ stdout, stderr }).toEqual({ stdout: 'The card is charged.\n', stderr: '' });
    expect(
      services.requests.map(({ url, headers }) => [url, headers['x-api-key'] ?? headers.authorization]),
    ).toEqual([
      ['https://payments.example.com/v1/charges', `Bearer ${values.payments}`],
      ['https://receipts.example.com/v1/receipts', values.receipts],
    ]);
  });

  it('has seen no value', async () => {
    expect(transcript.received).toContain(variable);
    const seen = transcript.received + assistant.stderr + (await transcript.page(page));
    for (const value of Object.values(values)) expect(tracesIn(seen, value)).toEqual([]);
    expect(tracesIn(`${seen}${values.receipts}`, values.receipts)).not.toEqual([]);
  });

  it('is the page of the documentation', async () => {
    await expect(await transcript.page(page)).toMatchFileSnapshot(page);
  });

  function run(args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
    return bundle('cli').then(
      (cli) =>
        new Promise((resolve) => {
          const env = {
            PATH: process.env['PATH'],
            HOME: workspace.path('agent'),
            PYTHONPATH: path.join(pythonPackage, 'src'),
            PYTHONDONTWRITEBYTECODE: '1',
            AGENT_SECRETS_VAULT_URL: vault.url,
            AGENT_SECRETS_KEY: key,
            ...services.environment,
          };
          const options = { cwd: workspace.path('agent'), env };
          execFile(process.execPath, [cli, ...args], options, (_error, stdout, stderr) =>
            resolve({ stdout, stderr }),
          );
        }),
    );
  }
});

const introduction = `# A conversation with an assistant

Ann works on the agent \`${agent}\` with an [AI assistant](assistants.md). Each block below is everything that the assistant sends and receives. A test runs this conversation with the real server, a real vault and a real browser, and writes this page. It replaces only the request’s ID and the code.`;

const pictures = `![The page in Ann’s browser: the variable, the assistant’s words as a quotation, Ann’s name, the vault, the code, and a hidden value](images/assistant-page.light.webp)

In VS Code, an input box asks instead:

![The input box in VS Code quotes why the assistant asks](images/assistant-value.dark.webp)`;

const ending =
  'The payment service received the agent’s secret, and the receipt service the value that Ann typed. Neither is in this conversation.';
