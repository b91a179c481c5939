import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/names.py
KEY = "no_such_name"
//- booking/functions/pay.py
from names import KEY

def pay(conv):
    return conv.utils.get_secret(KEY)
//- booking/functions/alone.py
def alone(conv):
    return 1
//- other/project.yaml
project_id: other
project_name: Other
//- other/functions/a.py
def a(conv):
    return conv.utils.get_secret("other_key")
`;
const payText = 'from names import KEY\n\ndef pay(conv):\n    return conv.utils.get_secret(KEY)\n';
const rulesOf = (diagnostics: readonly Diagnostic[] | undefined): unknown =>
  diagnostics?.map(({ code }) => code);

describe('findings that depend on other files of the agent', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });
  const start = (workspace: TemporaryWorkspace): Promise<Editor> =>
    Editor.start({ workspace, server, catalog: ({ agentId }) => answerOf(agentId, 'good_name') });
  const countIn = async (editor: Editor): Promise<number> =>
    (await editor.diagnose('booking/functions/pay.py')).length;

  it('arrive as soon as those are read, with a refresh of the editor', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await editor.diagnose('booking/functions/pay.py');
    await eventually(() => expect(editor.refreshes).toBeGreaterThan(0));
    await eventually(async () =>
      expect(rulesOf(await editor.diagnose('booking/functions/pay.py'))).toEqual(['secret-not-found']),
    );
  });

  it('follow unsaved edits there', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await editor.open('booking/functions/names.py', 'KEY = "no_such_name"\n');
    await eventually(async () => expect(await countIn(editor)).toBe(1));
    await settled(editor);
    const before = editor.refreshes;
    await editor.edit('booking/functions/names.py', { text: 'KEY = "good_name"\n' });
    await eventually(() => expect(editor.refreshes).toBe(before + 1));
    expect(await editor.diagnose('booking/functions/pay.py')).toEqual([]);
  });

  it('follow a file that is closed without being saved', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await editor.open('booking/functions/names.py', 'KEY = "good_name"\n');
    await eventually(async () => expect(await countIn(editor)).toBe(0));
    await editor.close('booking/functions/names.py');
    await eventually(async () => expect(await countIn(editor)).toBe(1));
  });

  it('follow a file that is changed, created or deleted on the disk', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await eventually(async () => expect(await countIn(editor)).toBe(1));
    workspace.write('booking/functions/names.py', 'KEY = "good_name"\n');
    await editor.filesChanged('booking/functions/names.py');
    await eventually(async () => expect(await countIn(editor)).toBe(0));
    workspace.remove('booking/functions/names.py');
    workspace.write('booking/names.py', 'KEY = "nor_this_one"\n');
    await editor.filesChanged('booking/functions/names.py', 'booking/names.py');
    await eventually(async () => expect(await countIn(editor)).toBe(1));
  });

  it('refresh once for hundreds of files changed by a branch switch', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const names = Array.from({ length: 300 }, (_, i) => `booking/functions/f${i}.py`);
    for (const name of names) workspace.write(name, 'x = 1\n');
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await eventually(async () => expect(await countIn(editor)).toBe(1));
    await settled(editor);
    const before = editor.refreshes;
    for (const name of names) workspace.write(name, 'x = 2\n');
    workspace.write('booking/functions/names.py', 'KEY = "good_name"\n');
    for (const name of names) await editor.filesChanged(name);
    await editor.filesChanged('booking/functions/names.py');
    // Asking before the refresh could make it unnecessary.
    await eventually(() => expect(editor.refreshes).toBeGreaterThan(before));
    await eventually(async () => expect(await countIn(editor)).toBe(0));
    await settled(editor);
    expect(editor.refreshes).toBe(before + 1);
  });

  it('are not affected by edits of unrelated files', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await editor.open('booking/functions/alone.py', 'def alone(conv):\n    return 1\n');
    await eventually(async () => expect(await countIn(editor)).toBe(1));
    await settled(editor);
    const before = editor.refreshes;
    await editor.edit('booking/functions/alone.py', { text: 'def alone(conv):\n    return 2\n' });
    await settled(editor);
    expect(editor.refreshes).toBe(before);
  });

  it('are absent for a name from an unreadable file', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('booking/functions/names.py', `KEY = "no_such_name"\n# ${'x'.repeat(5_000_000)}\n`);
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await editor.allUses('booking');
    await settled(editor);
    expect(await editor.diagnose('booking/functions/pay.py')).toEqual([]);
  });

  it('are absent once the agent’s project file is deleted', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open('booking/functions/pay.py', payText);
    await eventually(async () => expect(await countIn(editor)).toBe(1));
    workspace.remove('booking/project.yaml');
    await editor.filesChanged('booking/project.yaml');
    await eventually(async () => expect(await countIn(editor)).toBe(0));
  });
});

/** Longer than a pause in typing: all pending notifications have been sent. */
async function settled(editor: Editor): Promise<void> {
  let [seen, since] = [editor.refreshes, Date.now()];
  const isQuiet = (): boolean => {
    if (seen !== editor.refreshes) [seen, since] = [editor.refreshes, Date.now()];
    return Date.now() - since > 800;
  };
  await vi.waitUntil(isQuiet, { timeout: 20_000 });
}
