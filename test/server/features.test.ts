import { beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DocumentLink,
  Location,
  SymbolInformation,
} from 'vscode-languageserver';
import {
  type ExplainResult,
  type ExplainSilenceResult,
  lspMessages,
  type PlacesResult,
} from '../../contracts/lsp-messages.ts';
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

  it('offers the granted names and replaces the text between the quotes', async () => {
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

  it('fixes a misspelt name, and offers quick fixes only to a client that requests quick fixes', async () => {
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

  it('offers to explain and to show in the view only in the menu', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, true);
    await editor.open('a.py', call('crm'));
    const asked = async (triggerKind: number): Promise<readonly (string | undefined)[]> => {
      const context = { diagnostics: [], triggerKind };
      const actions = await editor.of<readonly CodeAction[]>('textDocument/codeAction', 'a.py', {
        range: atName,
        context,
      });
      return actions.map(({ command }) => command?.command);
    };
    expect(await asked(1)).toEqual(['agentSecrets.explainReference', 'agentSecrets.showInSecretsView']);
    expect(await asked(2)).toEqual([]);
  });

  it('fixes all for an editor on save', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    await editor.open('a.py', `${call('stripe_api_kye')}${call('strpe_api_key')}`);
    await editor.hover('a.py', inName);
    for (const kind of ['source.fixAll.agentSecrets', 'source.fixAll', 'source']) {
      const [all, ...others] = await editor.codeActions('a.py', atName, [kind]);
      expect(all?.kind).toBe('source.fixAll.agentSecrets');
      expect(all?.edit?.changes?.[workspace.uri('a.py')]).toHaveLength(2);
      expect(others).toEqual([]);
    }
    expect(await editor.codeActions('a.py', atName, ['source.organizeImports'])).toEqual([]);
  });

  it('offers to sign in while no one is signed in, to a client that can', async () => {
    using workspace = new TemporaryWorkspace(project);
    for (const clientCommands of [true, false]) {
      await using editor = await Editor.start({
        workspace,
        server,
        initializationOptions: { clientCommands },
        catalog: () => ({ mayGrant: false, mayCreate: false, signedOut: true }),
      });
      await editor.open('a.py', call('cr'));
      const items = await editor.complete('a.py', inName);
      expect(items.map(({ command }) => command)).toEqual(
        clientCommands ? [{ command: 'agentSecrets.signIn', title: 'Sign in to see the secrets…' }] : [],
      );
    }
  });

  it('does not offer the form for a new secret when only a quote was typed', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, true);
    await editor.open('a.py', call(''));
    const offered = async (triggerKind: number): Promise<readonly string[]> => {
      const context = { triggerKind };
      const items = await editor.at<readonly CompletionItem[]>('textDocument/completion', 'a.py', inName, {
        context,
      });
      return items.map(({ label }) => label);
    };
    expect(await offered(1)).toContain('Create secret…');
    expect(await offered(2)).not.toContain('Create secret…');
  });

  it('finds the places of a secret in all agents of the workspace', async () => {
    using workspace = new TemporaryWorkspace(`
//- one/project.yaml
project_id: one
//- one/functions/a.py
${call('crm')}
//- two/project.yaml
project_id: two
//- two/functions/b.py
${call('crm')}
${call('other')}
`);
    await using editor = await start(workspace, false);
    await editor.open('one/functions/a.py', call('crm'));
    const context = { includeDeclaration: true };
    const place = ({ uri, range }: Location): string =>
      `${uri.slice(workspace.uri('').length + 1)}:${range.start.line + 1}`;
    const references = await editor.at<readonly Location[]>(
      'textDocument/references',
      'one/functions/a.py',
      inName,
      { context },
    );
    expect(references.map(place)).toEqual(['one/functions/a.py:2', 'two/functions/b.py:2']);
    const ofSecret = await editor.connection.sendRequest<PlacesResult>(lspMessages.places, { name: 'crm' });
    expect(ofSecret.places.map(({ uri }) => uri)).toEqual(references.map(({ uri }) => uri));
    const symbols = await editor.connection.sendRequest<readonly SymbolInformation[]>('workspace/symbol', {
      query: '#cr',
    });
    expect(
      symbols.map(({ name, containerName, location }) => [name, containerName, place(location)]),
    ).toEqual([
      ['crm', 'one', 'one/functions/a.py:2'],
      ['crm', 'two', 'two/functions/b.py:2'],
    ]);
  });

  it('leads from a name to the literal in another file, and explains the path', async () => {
    using workspace = new TemporaryWorkspace(`${project}//- names.py\nCRM = "crm"\n`);
    await using editor = await start(workspace, true);
    await editor.open('a.py', 'from names import CRM\ndef f(conv):\n    conv.utils.get_secret(CRM)\n');
    const at = { line: 2, character: 27 };
    const find = async (): Promise<readonly Location[] | undefined> => {
      const found = await editor.at<readonly Location[]>('textDocument/definition', 'a.py', at);
      return found.length > 0 ? found : undefined;
    };
    const definitions = await vi.waitUntil(find, { timeout: 20_000 });
    expect(definitions).toMatchObject([
      { uri: workspace.uri('names.py'), range: { start: { line: 0, character: 6 } } },
    ]);
    const explained = await editor.connection.sendRequest<ExplainResult>(lspMessages.explain, {
      uri: workspace.uri('a.py'),
      position: at,
    });
    const [name] = explained.names;
    expect([explained.subject, name?.kind, name?.text]).toEqual(['CRM', 'name', 'crm']);
    expect(name?.steps.at(-1)?.place.uri).toBe(workspace.uri('names.py'));
    const elsewhere = { uri: workspace.uri('a.py'), position: { line: 0, character: 0 } };
    expect(await editor.connection.sendRequest(lspMessages.explain, elsewhere)).toEqual({ names: [] });
  });

  it('explains why nothing is reported, also in a file without references and in one that is not open', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, true);
    await editor.open('a.py', 'def f(conv, n):\n    conv.utils.get_secret(n)\n');
    await editor.open('b.py', 'x = 1\n');
    const reasonsAt = async (file: string, line: number, character: number): Promise<readonly string[]> => {
      const params = { uri: workspace.uri(file), position: { line, character } };
      const { explainSilence } = lspMessages;
      return (await editor.connection.sendRequest<ExplainSilenceResult>(explainSilence, params)).reasons;
    };
    expect(await reasonsAt('a.py', 1, 26)).toEqual(['The name is not fully known before the code runs.']);
    expect(await reasonsAt('b.py', 0, 0)).toEqual([
      'No rule checks this line: it reads no secret, and no value of one is known to arrive in a place that a rule checks.',
    ]);
    expect(await reasonsAt('c.py', 0, 0)).toEqual([]);
  });

  it('explains names at run time, and variables of the environment', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, true);
    await editor.open(
      'a.py',
      'import os\ndef f(conv, n):\n    conv.utils.get_secret(n)\n    os.environ["CRM"]\n',
    );
    const explainedAt = async (line: number, character: number): Promise<readonly string[]> => {
      const params = { uri: workspace.uri('a.py'), position: { line, character } };
      const { names } = await editor.connection.sendRequest<ExplainResult>(lspMessages.explain, params);
      return names.map(({ kind, text }) => `${kind}: ${text}`);
    };
    expect(await explainedAt(2, 26)).toEqual([expect.stringMatching(/^unknown: ./)]);
    expect(await explainedAt(3, 17)).toEqual(['name: CRM']);
  });

  it('shows lenses, hints, colors and other places of a name', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, true);
    await editor.open('a.py', 'def f(conv):\n    x = conv.utils.get_secret("crm")\n');
    const range = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
    const name = { start: { line: 1, character: 31 }, end: { line: 1, character: 34 } };
    expect(await editor.of('textDocument/codeLens', 'a.py')).toEqual([
      {
        range: { start: { line: 0, character: 4 }, end: { line: 0, character: 5 } },
        command: {
          title: '1 secret: crm',
          command: 'agentSecrets.peekReferences',
          arguments: [{ uri: workspace.uri('a.py'), ranges: [name] }],
        },
      },
    ]);
    expect(await editor.of('textDocument/inlayHint', 'a.py', { range })).toMatchObject([
      { position: { line: 1, character: 5 }, label: ': {client_id, region}', kind: 1 },
    ]);
    expect(await editor.of('textDocument/semanticTokens/range', 'a.py', { range })).toEqual({
      data: [1, 31, 3, 0, 1],
    });
    expect(await editor.at('textDocument/documentHighlight', 'a.py', name.start)).toEqual([
      { range: name, kind: 2 },
    ]);
  });

  it('knows the functions that can be run, also those that read nothing', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    const text = 'def pay(conv, amount: int):\n    return amount\n';
    await editor.open('functions/pay.py', text);
    const functionsOf = (file: string): Promise<unknown> =>
      editor.connection.sendRequest(lspMessages.functions, { uri: workspace.uri(file) });
    expect(await functionsOf('functions/pay.py')).toEqual({
      functions: [
        {
          name: 'pay',
          range: { start: { line: 0, character: 4 }, end: { line: 0, character: 7 } },
          definition: { start: { line: 0, character: 0 }, end: { line: 1, character: 17 } },
          parameters: [{ name: 'amount', type: 'int', isSecret: false }],
        },
      ],
    });
    expect(await functionsOf('functions/closed.py')).toEqual({ functions: [] });
  });

  it('leaves the colors of texts without secrets to others', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    await editor.open('a.py', 'print("crm")\n');
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    expect(await editor.of('textDocument/semanticTokens/range', 'a.py', { range })).toBeNull();
  });

  it('gives lenses without a command, and no links, to a client that has no commands', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, false);
    await editor.open('a.py', call('crm'));
    await editor.open('agent_settings/experimental_config.json', '{ "secret_name": "crm" }', 'json');
    expect(await editor.of('textDocument/codeLens', 'a.py')).toMatchObject([
      { command: { title: '1 secret: crm', command: '' } },
    ]);
    const settings = 'agent_settings/experimental_config.json';
    expect(await editor.of('textDocument/documentLink', settings)).toEqual([]);
  });

  it('links the names in settings to the Secrets view', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, true);
    const settings = 'agent_settings/experimental_config.json';
    await editor.open(settings, '{ "secret_name": "a b\\"&?" }', 'json');
    const [link] = await editor.of<readonly DocumentLink[]>('textDocument/documentLink', settings);
    const [command, argument = ''] = link?.target?.split('?') ?? [];
    expect(command).toBe('command:agentSecrets.showInSecretsView');
    expect(JSON.parse(decodeURIComponent(argument))).toEqual([{ name: 'a b"&?', agentId: 'booking' }]);
  });
});
