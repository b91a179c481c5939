import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const project = '//- project.yaml\nproject_id: booking\nproject_name: Booking\n';
const call = (name: string): string => `def f(conv):\n    conv.utils.get_secret("${name}")\n`;
const inName = { line: 1, character: 27 };
const atName = { start: inName, end: inName };

describe('help at the cursor', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });
  const start = (workspace: TemporaryWorkspace, clientCommands: boolean): Promise<Editor> =>
    Editor.start({
      workspace,
      server,
      initializationOptions: { clientCommands },
      catalog: () => answerOf('booking', 'stripe_api_key', 'crm(client_id, region)', '!fraud_key'),
    });

  it('offers the granted names and puts them over what stands between the quotes', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    await editor.open('a.py', call('str'));
    const items = await editor.complete('a.py', inName);
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['crm', 'stripe_api_key']));
    const stripe = items.find(({ label }) => label === 'stripe_api_key');
    expect(stripe?.textEdit).toMatchObject({ range: { start: { line: 1 }, end: { line: 1 } } });
    expect(stripe?.textEdit?.newText).toContain('stripe_api_key');
  });

  it('offers nothing that the client cannot run', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    await editor.open('a.py', call('fraud_key'));
    const items = await editor.complete('a.py', inName);
    expect(items.filter(({ command }) => command !== undefined)).toEqual([]);
    const actions = await editor.codeActions('a.py', atName);
    expect(actions.filter(({ command }) => command !== undefined)).toEqual([]);
  });

  it('offers to grant when the client has the command', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, true);
    await editor.open('a.py', call('fraud_key'));
    await editor.hover('a.py', inName);
    const actions = await editor.codeActions('a.py', atName);
    const grant = actions.find(({ command }) => command?.command === 'agentSecrets.grantToAgent');
    expect(grant).toMatchObject({
      kind: 'quickfix',
      command: { arguments: [{ name: 'fraud_key', agentId: 'booking' }] },
      diagnostics: [{ code: 'secret-access-missing' }],
    });
  });

  it('mends a misspelt name, and offers quick fixes only to who wants quick fixes', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    const text = call('stripe_api_kye');
    await editor.open('a.py', text);
    await editor.hover('a.py', inName);
    const [fix] = await editor.codeActions('a.py', atName, ['quickfix']);
    const [edit] = fix?.edit?.changes?.[workspace.uri('a.py')] ?? [];
    expect(edit?.newText).toContain('stripe_api_key');
    expect(await editor.codeActions('a.py', atName, ['refactor'])).toEqual([]);
  });

  it('describes a name on hover', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    await editor.open('a.py', call('crm'));
    const hover = await editor.hover('a.py', { line: 1, character: 28 });
    expect(hover?.contents).toMatchObject({ kind: 'markdown' });
    expect(JSON.stringify(hover?.contents)).toContain('client_id');
    expect(await editor.hover('a.py', { line: 0, character: 1 })).toBeNull();
  });
});
