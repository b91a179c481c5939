import type { FindingsParams, FindingsResult } from '../../contracts/agent-findings.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { lspMessages } from '../../contracts/lsp-messages.ts';
import { bundle } from './support/bundle.ts';
import { bundleWithDetector } from './support/bundle-with-detector.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
def pay(conv):
    return conv.utils.get_secret("stripe_api_key")
//- booking/functions/rate.py
def rate(conv):
    return conv.utils.get_secret("strype_api_key")
`;

describe('the findings of an agent', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('are known for files that are not open', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const catalog = () => answerOf('booking', '!stripe_api_key');
    await using editor = await Editor.start({ workspace, server, catalog });
    await eventually(async () =>
      expect(await findings(editor)).toEqual([
        ['secret-access-missing', 'stripe_api_key', 'pay.py:2'],
        ['secret-not-found', 'strype_api_key', 'rate.py:2'],
      ]),
    );
  });

  it('are empty while no catalog is loaded', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server });
    await eventually(async () => expect((await ask(editor)).complete).toBe(true));
    expect(await findings(editor)).toEqual([]);
  });

  it('are announced when a grant changes them, even with no file open', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    let secret = '!stripe_api_key';
    await using editor = await Editor.start({
      workspace,
      server,
      catalog: () => answerOf('booking', secret),
    });
    await eventually(async () => expect(await findings(editor)).toHaveLength(2));
    editor.usesChanged.length = 0;
    secret = 'stripe_api_key';
    await editor.connection.sendNotification(lspMessages.catalogChanged, { agentIds: ['booking'] });
    await eventually(() => expect(editor.usesChanged).toContain('booking'));
    expect(await findings(editor)).toEqual([['secret-not-found', 'strype_api_key', 'rate.py:2']]);
  });
});

describe('findings that are about no secret', () => {
  /** Assembled here, so that a search of this file finds no credential. */
  const token = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');
  const push = (line: string): string => `def push(conv):\n    ${line}\n`;

  it('are included, also in files that read no secret', async () => {
    using installed = await bundleWithDetector('server');
    using workspace = new TemporaryWorkspace(
      `${fixture}//- booking/functions/push.py\n${push(`gitlab_token = "${token}"`)}`,
    );
    await using editor = await Editor.start({
      workspace,
      server: installed.program,
      catalog: () => answerOf('booking', '!stripe_api_key'),
    });
    const found = await eventually(async () => {
      const result = await ask(editor, { wait: true });
      expect(result.complete).toBe(true);
      return result.findings;
    });
    expect(found.map(({ rule, severity, names }) => [rule, severity, ...names])).toEqual([
      ['secret-access-missing', 'warning', 'stripe_api_key'],
      ['secret-hardcoded', 'warning'],
      ['secret-not-found', 'warning', 'strype_api_key'],
    ]);
    expect(JSON.stringify(found)).not.toContain(token);
  });

  it('are announced when a credential is typed into a file that reads no secret, and when it is gone', async () => {
    using installed = await bundleWithDetector('server');
    using workspace = new TemporaryWorkspace(`${fixture}//- booking/functions/push.py\n${push('pass')}`);
    await using editor = await Editor.start({
      workspace,
      server: installed.program,
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    const rules = async (): Promise<readonly string[]> => (await findings(editor)).map(([rule = '']) => rule);
    await eventually(async () => expect(await rules()).toEqual(['secret-not-found']));
    await editor.open('booking/functions/push.py', push('pass'));
    for (const [line, expected] of [
      [`gitlab_token = "${token}"`, ['secret-hardcoded', 'secret-not-found']],
      ['pass', ['secret-not-found']],
    ] as const) {
      editor.usesChanged.length = 0;
      await editor.edit('booking/functions/push.py', { text: push(line) });
      await eventually(() => expect(editor.usesChanged).toContain('booking'));
      expect(await rules()).toEqual(expected);
    }
  });
});

describe('findings in an open notebook', () => {
  it('are included while it is open, and announced when a cell changes', async () => {
    using workspace = new TemporaryWorkspace(`${fixture}//- booking/play.ipynb\n{}\n`);
    await using editor = await Editor.start({
      workspace,
      server: await bundle('server'),
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    await eventually(async () =>
      expect(await findings(editor)).toEqual([['secret-not-found', 'strype_api_key', 'rate.py:2']]),
    );
    const uri = `${workspace.uri('booking/play.ipynb').replace(/^file:/, 'vscode-notebook-cell:')}#W0sZmlsZQ%3D%3D`;
    const read = 'conv.utils.get_secret("no_such_name")';
    const send = async (method: string, params: object, expected: readonly string[]): Promise<void> => {
      editor.usesChanged.length = 0;
      await editor.connection.sendNotification(`notebookDocument/${method}`, params);
      await eventually(() => expect(editor.usesChanged).toContain('booking'));
      expect((await findings(editor)).map(([, name]) => name)).toEqual(expected);
    };
    const notebook = { uri: workspace.uri('booking/play.ipynb'), version: 1 };
    const cell = { uri, languageId: 'python', version: 1, text: 'x = 1' };
    const textContent = (version: number, text: string) => ({
      notebookDocument: { ...notebook, version },
      change: { cells: { textContent: [{ document: { uri, version }, changes: [{ text }] }] } },
    });
    await editor.connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: { ...notebook, notebookType: 'jupyter-notebook' },
      cellTextDocuments: [cell],
    });
    await send('didChange', textContent(2, read), ['strype_api_key', 'no_such_name']);
    await send('didChange', textContent(3, 'x = 1'), ['strype_api_key']);
    await send('didChange', textContent(4, read), ['strype_api_key', 'no_such_name']);
    await send('didClose', { notebookDocument: notebook, cellTextDocuments: [{ uri }] }, ['strype_api_key']);
  });
});

describe('names that are similar to one that does not exist', () => {
  it('are found for any names, most similar first', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server: await bundle('server') });
    const names = ['crm_token', 'stripe_api_keys', 'stripe_api_key'];
    expect(
      await editor.connection.sendRequest(lspMessages.nearest, { name: 'strype_api_key', names }),
    ).toEqual({ names: ['stripe_api_key', 'stripe_api_keys'] });
  });
});

function ask(editor: Editor, wish: Partial<FindingsParams> = {}): Promise<FindingsResult> {
  const params: FindingsParams = { agentId: 'booking', ...wish };
  return editor.connection.sendRequest<FindingsResult>(lspMessages.findings, params);
}

async function findings(editor: Editor): Promise<readonly (readonly string[])[]> {
  const { findings: found } = await ask(editor);
  return found.map(({ rule, names, place }) => [
    rule,
    names.join(', '),
    `${place.uri.slice(place.uri.lastIndexOf('/') + 1)}:${place.range.start.line + 1}`,
  ]);
}
