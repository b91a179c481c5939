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

  /** The rules and severities in the file, once there are as many as that. */
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

  it('files that are ignored have no findings, until the settings change', async () => {
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

  it('further functions are looked at', async () => {
    using workspace = new TemporaryWorkspace(project);
    workspace.write('functions/.agent-secrets.json', '{ "functions": ["my_utils.read_secret"] }');
    await using editor = await opened(workspace, undefined, 'my_utils.read_secret("no_such_name")\n');
    expect(await found(editor, 1)).toEqual(['secret-not-found 2']);
  });

  it('a mistake is in the log, with its place, and the rest counts', async () => {
    using workspace = new TemporaryWorkspace(project);
    workspace.write('.agent-secrets.json', '{ "rules": { "secret-not-found": "loud" } }');
    await using editor = await opened(workspace);
    expect(await found(editor, 1)).toEqual(['secret-not-found 2']);
    await vi.waitFor(() =>
      expect(editor.logged.join('\n')).toMatch(
        /\.agent-secrets\.json, line 1, column 34: "loud" is no severity\./,
      ),
    );
  });
});
