import { beforeAll, describe, expect, it } from 'vitest';
import { lspMessages } from '../../contracts/lsp-messages.ts';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- other/project.yaml
project_id: other
project_name: Other
//- broken/project.yaml
project_name: nobody
`;
const text = 'def f(conv):\n    conv.utils.get_secret("")\n    conv.utils.get_secret("no_such_name")\n';
const inName = { line: 1, character: 27 };

describe('a file outside of any agent', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });
  const start = (workspace: TemporaryWorkspace): Promise<Editor> =>
    Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: ({ agentId }) => answerOf(agentId, `key_of_${agentId}`),
    });
  const labelsIn = async (editor: Editor, name: string): Promise<readonly string[]> =>
    (await editor.complete(name, inName))
      .map(({ label }) => label)
      .filter((label) => label.startsWith('key'));
  const pin = (editor: Editor, workspace: TemporaryWorkspace, agentId?: string): Promise<void> =>
    editor.connection.sendNotification(
      lspMessages.agentPinned,
      agentId === undefined
        ? {}
        : { agent: { agentId, agentName: agentId, rootUri: workspace.uri(agentId) } },
    );

  it('offers the names of the pinned agent only', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('scratch.py', text);
    expect(await labelsIn(editor, 'scratch.py')).toEqual([]);
    await pin(editor, workspace, 'booking');
    expect(await labelsIn(editor, 'scratch.py')).toEqual(['key_of_booking']);
    await pin(editor, workspace);
    expect(await labelsIn(editor, 'scratch.py')).toEqual([]);
  });

  it('has no findings, whichever agent is pinned', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('scratch.py', text);
    await pin(editor, workspace, 'booking');
    expect(await editor.diagnose('scratch.py')).toEqual([]);
  });

  it.each([
    ['an agent of its own', 'other/a.py', ['key_of_other']],
    ['an agent whose project file is broken', 'broken/a.py', []],
  ])('has no agent when it has %s', async (_, name, labels) => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open(name, text);
    await pin(editor, workspace, 'booking');
    expect(await labelsIn(editor, name)).toEqual(labels);
  });
});
