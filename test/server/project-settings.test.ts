import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const project = `
//- project.yaml
project_id: booking
project_name: Booking
`;
const code = `def pay(conv):
    other = conv.utils.get_secret("no_such_name")
`;
const file = 'functions/pay.py';

describe('settings of the project in the editor', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  /** The rules and severities in the file, once there are this many. */
  async function found(editor: Editor, count: number): Promise<readonly string[]> {
    await vi.waitFor(async () => expect(await editor.diagnose(file)).toHaveLength(count), 5000);
    const diagnostics = (await editor.diagnose(file)) ?? [];
    return diagnostics.map((one) => `${one.code} ${one.severity}`);
  }

  async function opened(
    workspace: TemporaryWorkspace,
    settings?: unknown,
    text: string = code,
  ): Promise<Editor> {
    const editor = await Editor.start({ workspace, server, catalog: () => answerOf('booking'), settings });
    await editor.open(file, text);
    return editor;
  }

  it('the severity comes from the project file, before the editor', async () => {
    using workspace = new TemporaryWorkspace(project);
    workspace.write('.agent-secrets.json', '{ "rules": { "secret-not-found": "error" } }');
    await using editor = await opened(workspace, { rules: { 'secret-not-found': 'hint' } });
    expect(await found(editor, 1)).toEqual(['secret-not-found 1']);
  });

  it('without one, from the editor', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await opened(workspace, { rules: { 'secret-not-found': 'hint', nonsense: 1 } });
    await vi.waitFor(async () => expect(await found(editor, 1)).toEqual(['secret-not-found 4']), 5000);
  });

  it('ignored files have no findings, until the settings change', async () => {
    using workspace = new TemporaryWorkspace(project);
    workspace.write('.agent-secrets.json', '{ "ignore": ["functions/*.py"] }');
    await using editor = await opened(workspace);
    await editor.open('other.py', code);
    await vi.waitFor(async () => expect(await editor.diagnose('other.py')).toHaveLength(1), 5000);
    expect(await editor.diagnose(file)).toEqual([]);
    workspace.write('.agent-secrets.json', '{}');
    await editor.filesChanged('.agent-secrets.json');
    expect(await found(editor, 1)).toEqual(['secret-not-found 2']);
  });

  it('additional functions are recognized', async () => {
    using workspace = new TemporaryWorkspace(project);
    workspace.write('functions/.agent-secrets.json', '{ "functions": ["my_utils.read_secret"] }');
    await using editor = await opened(workspace, undefined, 'my_utils.read_secret("no_such_name")\n');
    expect(await found(editor, 1)).toEqual(['secret-not-found 2']);
  });

  it('sinks and sanitizers apply, and changes apply without a restart', async () => {
    using workspace = new TemporaryWorkspace(project);
    workspace.write('functions/texts.py', 'def mask(text):\n    return text\n');
    const text = `from acme import audit
from texts import mask
def pay(conv):
    key = conv.utils.get_secret("other")
    print(mask(key))
    audit.write(key)
`;
    await using editor = await opened(workspace, undefined, text);
    const lines = async (): Promise<readonly number[]> => {
      const diagnostics = await editor.diagnose(file);
      return diagnostics
        .filter(({ code: rule }) => rule === 'secret-in-log')
        .map(({ range }) => range.start.line);
    };
    await vi.waitFor(async () => expect(await lines()).toEqual([4]), 5000);
    const settings = {
      sinks: [{ function: 'acme.audit.write', kind: 'log' }],
      sanitizers: ['texts.mask'],
    };
    workspace.write('.agent-secrets.json', JSON.stringify(settings));
    await editor.filesChanged('.agent-secrets.json');
    await vi.waitFor(async () => expect(await lines()).toEqual([5]), 5000);
    workspace.write('functions/.agent-secrets.json', '{}');
    await editor.filesChanged('functions/.agent-secrets.json');
    await vi.waitFor(async () => expect(await lines()).toEqual([4]), 5000);
  });

  describe('with two agents, of which one names a function', () => {
    const two = `
//- a/project.yaml
project_id: a
//- a/.agent-secrets.json
{ "functions": ["fetch_it"] }
//- a/f.py
fetch_it("no_such_name")
//- b/project.yaml
project_id: b
`;
    const ofKubernetes = 'from kube import fetch_it\nfetch_it("pod-secret")\n';
    const start = (workspace: TemporaryWorkspace): Promise<Editor> =>
      Editor.start({ workspace, server, catalog: ({ agentId }) => answerOf(agentId, 'other') });
    const rulesIn = async (editor: Editor, name: string): Promise<readonly unknown[]> =>
      (await editor.diagnose(name)).map((one) => one.code);

    it('has no effect on the other, even when its own files are open', async () => {
      using workspace = new TemporaryWorkspace(two);
      await using editor = await start(workspace);
      await editor.open('b/f.py', ofKubernetes);
      await editor.open('a/f.py', ofKubernetes);
      await vi.waitFor(async () => expect(await rulesIn(editor, 'a/f.py')).toEqual(['secret-not-found']));
      expect(await rulesIn(editor, 'b/f.py')).toEqual([]);
      expect(await editor.allUses('b')).toEqual({});
    });

    it('counts its uses before any of its files is opened', async () => {
      using workspace = new TemporaryWorkspace(two);
      await using editor = await start(workspace);
      await vi.waitFor(async () => expect(await editor.allUses('a')).toEqual({ no_such_name: ['a/f.py:1'] }));
    });

    it('drops the function with the folder', async () => {
      using workspace = new TemporaryWorkspace(two);
      await using editor = await start(workspace);
      await editor.open('a/f.py', ofKubernetes);
      await vi.waitFor(async () => expect(await rulesIn(editor, 'a/f.py')).toEqual(['secret-not-found']));
      workspace.remove('a/.agent-secrets.json');
      await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: { added: [], removed: [{ uri: workspace.uri('a'), name: 'a' }] },
      });
      await vi.waitFor(async () => expect(await rulesIn(editor, 'a/f.py')).toEqual([]));
    });
  });

  it('a mistake is logged with its place, and the rest applies', async () => {
    using workspace = new TemporaryWorkspace(project);
    workspace.write('.agent-secrets.json', '{ "rules": { "secret-not-found": "loud" } }');
    await using editor = await opened(workspace);
    expect(await found(editor, 1)).toEqual(['secret-not-found 2']);
    await vi.waitFor(() =>
      expect(editor.logged.join('\n')).toMatch(
        /\.agent-secrets\.json, line 1, column 34: "loud" is not a severity\./,
      ),
    );
  });
});
