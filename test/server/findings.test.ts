import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const project = `
//- project.yaml
project_id: booking
project_name: Booking
`;
const functionText = `def pay(conv):
    key = conv.utils.get_secret("stripe_api_key")
    other = conv.utils.get_secret("no_such_name")
`;
const rulesOf = (diagnostics: readonly Diagnostic[] | undefined): unknown =>
  diagnostics?.map(({ code }) => code);

describe('findings in the editor', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('says what is wrong at the name, with the rule as code and the product as source', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server,
      catalog: () => answerOf('booking', '!stripe_api_key'),
    });
    await editor.open('functions/pay.py', functionText);
    await eventually(async () => expect(await editor.diagnose('functions/pay.py')).toHaveLength(2));
    const [missing, unknown] = await editor.diagnose('functions/pay.py');
    expect(missing).toMatchObject({ code: 'secret-access-missing', source: 'agent-secrets', severity: 2 });
    expect(missing?.range.start.line).toBe(1);
    expect(unknown).toMatchObject({ code: 'secret-not-found', source: 'agent-secrets', severity: 2 });
  });

  it('has no findings before the catalog is loaded, then refreshes the editor', async () => {
    using workspace = new TemporaryWorkspace(project);
    const waiting: ((answer: unknown) => void)[] = [];
    const later = new Promise((resolve) => waiting.push(resolve));
    await using editor = await Editor.start({ workspace, server, catalog: () => later });
    await editor.open('functions/pay.py', functionText);
    expect(await editor.diagnose('functions/pay.py')).toEqual([]);
    expect(editor.refreshes).toBe(0);
    waiting.forEach((answer) => answer(answerOf('booking', 'stripe_api_key')));
    await eventually(() => expect(editor.refreshes).toBe(1));
    expect(rulesOf(await editor.diagnose('functions/pay.py'))).toEqual(['secret-not-found']);
  });

  it('withdraws a warning when access was granted', async () => {
    using workspace = new TemporaryWorkspace(project);
    let secrets = ['!stripe_api_key', 'no_such_name'];
    await using editor = await Editor.start({
      workspace,
      server,
      catalog: () => answerOf('booking', ...secrets),
    });
    await editor.open('functions/pay.py', functionText);
    await eventually(async () =>
      expect(rulesOf(await editor.diagnose('functions/pay.py'))).toEqual(['secret-access-missing']),
    );
    await eventually(() => expect(editor.refreshes).toBe(1));
    secrets = ['stripe_api_key', 'no_such_name'];
    await editor.catalogChanged('booking');
    await eventually(async () => expect(await editor.diagnose('functions/pay.py')).toEqual([]));
    await eventually(() => expect(editor.refreshes).toBeGreaterThan(1));
  });

  it('keeps its results while the new answer is on its way', async () => {
    using workspace = new TemporaryWorkspace(project);
    const answers = [
      Promise.resolve(answerOf('booking', 'no_such_name', '!stripe_api_key')),
      new Promise(() => undefined),
    ];
    await using editor = await Editor.start({ workspace, server, catalog: () => answers.shift() });
    await editor.open('functions/pay.py', functionText);
    await eventually(async () => expect(await editor.diagnose('functions/pay.py')).toHaveLength(1));
    await editor.catalogChanged();
    expect(await editor.diagnose('functions/pay.py')).toHaveLength(1);
  });

  it.each([
    ['never answers', () => new Promise(() => undefined)],
    ['fails', () => Promise.reject(new Error('the vault said 500'))],
    ['knows nothing', () => ({ mayGrant: false, mayCreate: false })],
    ['answers nothing', () => null],
    ['answers rubbish', () => '<html>'],
    [
      'answers half a catalog',
      () => ({ ...answerOf('booking'), catalog: { agentId: 'booking', secrets: [1] } }),
    ],
    ['answers for another agent', () => answerOf('somebody-else', '!stripe_api_key')],
  ])('has no findings when the client %s', async (_, catalog) => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({ workspace, server, catalog });
    await editor.open('functions/pay.py', functionText);
    for (let round = 0; round < 3; round++) {
      expect(await editor.diagnose('functions/pay.py')).toEqual([]);
    }
    expect(editor.errors).toEqual([]);
  });

  it('are pushed to an editor that does not pull', async () => {
    using workspace = new TemporaryWorkspace(project);
    let secrets = ['!stripe_api_key'];
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'push',
      catalog: () => answerOf('booking', ...secrets),
    });
    const uri = workspace.uri('functions/pay.py');
    await editor.open('functions/pay.py', functionText);
    await eventually(() =>
      expect(rulesOf(editor.published.get(uri))).toEqual(['secret-access-missing', 'secret-not-found']),
    );
    secrets = ['stripe_api_key'];
    await editor.catalogChanged();
    await eventually(() => expect(rulesOf(editor.published.get(uri))).toEqual(['secret-not-found']));
    await editor.close('functions/pay.py');
    await eventually(() => expect(editor.published.get(uri)).toEqual([]));
  });

  it('draws nothing for an editor that already shows these findings', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    const report = (previousResultId?: string): Promise<DocumentDiagnosticReport> =>
      editor.connection.sendRequest('textDocument/diagnostic', {
        textDocument: { uri: workspace.uri('functions/pay.py') },
        previousResultId,
      });
    await editor.open('functions/pay.py', functionText);
    const { resultId } = await report();
    expect(await report(resultId)).toEqual({ kind: 'unchanged', resultId });
    await editor.edit('functions/pay.py', { text: `${functionText}# nothing new\n` });
    expect(await report(resultId)).toEqual({ kind: 'unchanged', resultId });
    await editor.edit('functions/pay.py', { text: `\n${functionText}` });
    expect(await report(resultId)).toMatchObject({ kind: 'full', items: [{ code: 'secret-not-found' }] });
  });

  it('waits a moment for the catalog when the editor requests only once', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    await editor.open('functions/pay.py', functionText);
    expect(rulesOf(await editor.diagnose('functions/pay.py'))).toEqual(['secret-not-found']);
  });

  it('skips generated files, other folders and very large files', async () => {
    using workspace = new TemporaryWorkspace(`${project}//- elsewhere/other.txt\nnothing\n`);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: () => answerOf('booking'),
    });
    await editor.open('_gen/stub.py', functionText);
    await editor.open('functions/data.py', `${functionText}# ${'x'.repeat(10_000_000)}\n`);
    await editor.open('../outside.py', functionText);
    for (const name of ['_gen/stub.py', 'functions/data.py', '../outside.py']) {
      expect(await editor.diagnose(name)).toEqual([]);
    }
    expect(editor.errors).toEqual([]);
    await eventually(() => expect(editor.logged.join()).toContain('larger than 5 MB'));
  });

  it('recognises the functions that the settings name', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server,
      settings: { functions: ['my_utils.read_secret'] },
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    await editor.open('functions/pay.py', 'import my_utils\nmy_utils.read_secret("no_such_name")\n');
    await eventually(async () =>
      expect(rulesOf(await editor.diagnose('functions/pay.py'))).toEqual(['secret-not-found']),
    );
  });
});
