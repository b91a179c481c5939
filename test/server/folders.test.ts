import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const pay = `from lib.deep.names import KEY

def pay(conv):
    return conv.utils.get_secret(KEY)
`;
const fixture = `
//- one/project.yaml
project_id: one
//- one/functions/pay.py
${pay}
//- one/functions/lib/deep/names.py
KEY = "no_such_name"
//- one/functions/lib/reads.py
conv.utils.get_secret("other_name")
`;
const threeAgents = `${fixture}
//- other/project.yaml
project_id: other
//- other/functions/reads.py
conv.utils.get_secret("before")
//- silent/project.yaml
project_id: silent
`;
const file = 'one/functions/pay.py';
const never = Promise.withResolvers<never>().promise;

describe('creating or deleting a folder is one event', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });
  const start = (workspace: TemporaryWorkspace): Promise<Editor> =>
    Editor.start({
      workspace,
      server,
      catalog: ({ agentId }) => (agentId === 'silent' ? never : answerOf(agentId, 'good_name')),
    });
  const eventually = async (editor: Editor, count: number, name = file): Promise<void> =>
    vi.waitFor(async () => expect(await editor.diagnose(name)).toHaveLength(count), 3000);

  it('and is watched', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await vi.waitFor(() => expect(editor.watchedGlobs).toContain('**/*'));
  });

  it('results of the deleted files are dropped, and the editor refreshes', async () => {
    using workspace = new TemporaryWorkspace(threeAgents);
    await using editor = await start(workspace);
    await editor.open(file, pay);
    await eventually(editor, 1);
    await editor.settled('silent');
    const before = editor.refreshes;
    workspace.remove('one/functions/lib');
    await editor.filesChanged('one/functions/lib');
    await eventually(editor, 0);
    await vi.waitFor(() => expect(editor.refreshes).toBeGreaterThan(before));
  });

  it('uses in deleted files are removed, and counted again where they come back', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    expect(Object.keys(await editor.allUses('one'))).toContain('other_name');
    workspace.rename('one/functions/lib', 'moved');
    await editor.filesChanged('one/functions/lib');
    await vi.waitFor(async () => expect(await editor.allUses('one')).toEqual({}));
    workspace.rename('moved', 'one/functions/back');
    await editor.filesChanged('one/functions/back');
    await vi.waitFor(async () =>
      expect(await editor.allUses('one')).toMatchObject({ other_name: ['one/functions/back/reads.py:1'] }),
    );
  });

  it('an agent whose folder was renamed is found in the new one', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    expect((await editor.agent(file)).agent?.agentId).toBe('one');
    workspace.rename('one', 'two');
    await editor.filesChanged('one', 'two');
    const { agent, problem } = await editor.agent('two/functions/pay.py');
    expect({ problem, root: agent?.rootUri }).toEqual({ problem: undefined, root: workspace.uri('two') });
    expect(await editor.agent(file)).toEqual({});
  });

  it('also without a notification', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    expect((await editor.agent(file)).agent?.agentId).toBe('one');
    workspace.rename('one', 'two');
    expect((await editor.agent('two/functions/pay.py')).agent?.rootUri).toBe(workspace.uri('two'));
  });

  it('an agent whose folder was deleted no longer answers', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.open(file, pay);
    await eventually(editor, 1);
    workspace.remove('one');
    await editor.filesChanged('one');
    expect(await editor.agent(file)).toEqual({});
    expect(await editor.diagnose(file)).toEqual([]);
  });

  it('a file that is not code changes nothing', async () => {
    using workspace = new TemporaryWorkspace(threeAgents);
    await using editor = await start(workspace);
    await editor.open(file, pay);
    await eventually(editor, 1);
    await editor.allUses('one');
    expect(await editor.allUses('other')).toHaveProperty('before');
    await editor.settled('silent');
    const before = announcementsOfOne(editor);
    workspace.write('one/notes.txt', 'conv.utils.get_secret("x")');
    await editor.filesChanged('one/notes.txt');
    // Changes are handled in order, so what this one causes is the last.
    workspace.write('other/functions/reads.py', 'conv.utils.get_secret("after")');
    await editor.filesChanged('other/functions/reads.py');
    await vi.waitFor(async () => expect(await editor.allUses('other')).toHaveProperty('after'), 3000);
    expect((await editor.uses('one')).complete).toBe(true);
    expect(announcementsOfOne(editor)).toBe(before);
  });

  it('settings in a deleted folder no longer apply', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('one/functions/.agent-secrets.json', '{ "rules": { "secret-not-found": "off" } }');
    workspace.write('one/functions/lib/.agent-secrets.json', '{ "functions": ["fetch_it"] }');
    await using editor = await start(workspace);
    await editor.open('one/functions/lib/open.py', 'fetch_it("no_such_name")\n');
    await eventually(editor, 1, 'one/functions/lib/open.py');
    workspace.remove('one/functions/lib');
    await editor.filesChanged('one/functions/lib');
    await vi.waitFor(async () => expect(await editor.diagnose('one/functions/lib/open.py')).toEqual([]));
  });
});

function announcementsOfOne({ usesChanged }: Editor): number {
  return usesChanged.filter((agentId) => agentId === 'one').length;
}
