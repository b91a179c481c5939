import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const functionText = 'def pay(conv):\n    return conv.utils.get_secret("no_such_name")\n';

describe('the agent of a file', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });
  const start = (workspace: TemporaryWorkspace): Promise<Editor> =>
    Editor.start({ workspace, server, diagnostics: 'pull', catalog: ({ agentId }) => answerOf(agentId) });

  it('is determined by the nearest project.yaml above it', async () => {
    using workspace = new TemporaryWorkspace(`
//- outer/project.yaml
project_id: outer
project_name: Outer
//- outer/nested/project.yaml
project_id: inner
project_name: Inner
`);
    await using editor = await start(workspace);
    expect((await editor.agent('outer/functions/a.py')).agent).toMatchObject({
      agentId: 'outer',
      agentName: 'Outer',
    });
    expect((await editor.agent('outer/nested/flows/x/functions/a.py')).agent?.agentId).toBe('inner');
    expect(await editor.agent('alone.py')).toEqual({});
    expect(await editor.connection.sendRequest('agentSecrets/agent', { uri: 'untitled:Untitled-1' })).toEqual(
      {},
    );
  });

  it('is found in a folder whose name needs escaping', async () => {
    using workspace = new TemporaryWorkspace(
      '//- a b+ü#(1)/project.yaml\nproject_id: odd\nproject_name: Odd\n',
    );
    await using editor = await start(workspace);
    await editor.open('a b+ü#(1)/pay.py', functionText);
    expect((await editor.agent('a b+ü#(1)/pay.py')).agent?.agentId).toBe('odd');
    expect(await editor.diagnose('a b+ü#(1)/pay.py')).toHaveLength(1);
  });

  it('is unknown while two projects have the same id; both get a message, and no findings', async () => {
    using workspace = new TemporaryWorkspace(`
//- one/project.yaml
project_id: same
project_name: One
//- two/project.yaml
project_id: same
project_name: Two
`);
    await using editor = await start(workspace);
    for (const name of ['one/pay.py', 'two/pay.py']) {
      await editor.open(name, functionText);
      expect(await editor.diagnose(name)).toEqual([]);
      const { problem } = await editor.agent(name);
      expect(problem).toContain('"same"');
      expect(problem).toContain(workspace.path('one/project.yaml'));
      expect(problem).toContain(workspace.path('two/project.yaml'));
    }
    workspace.write('two/project.yaml', 'project_id: other\nproject_name: Two\n');
    await editor.filesChanged('two/project.yaml');
    expect(await editor.diagnose('one/pay.py')).toHaveLength(1);
    expect((await editor.agent('two/pay.py')).agent?.agentId).toBe('other');
  });

  it.each([
    ['is no YAML', 'project_id: [unclosed\n  - : :'],
    ['names no agent', 'project_name: Nobody\n'],
    ['is empty', ''],
    ['is binary', '\u0000\u0001\uFFFD'],
  ])('is unknown when project.yaml %s; a message says so', async (_, text) => {
    using workspace = new TemporaryWorkspace('//- functions/pay.py\n');
    workspace.write('project.yaml', text);
    await using editor = await start(workspace);
    await editor.open('functions/pay.py', functionText);
    expect(await editor.diagnose('functions/pay.py')).toEqual([]);
    const { agent, problem } = await editor.agent('functions/pay.py');
    expect(agent).toBeUndefined();
    expect(problem).toMatch(/\w+.*\./);
    workspace.write('project.yaml', 'project_id: mended\nproject_name: Mended\n');
    await editor.filesChanged('project.yaml');
    expect(await editor.diagnose('functions/pay.py')).toHaveLength(1);
  });

  it('follows a project.yaml that is created or deleted', async () => {
    using workspace = new TemporaryWorkspace('//- functions/pay.py\n');
    await using editor = await start(workspace);
    expect(await editor.agent('functions/pay.py')).toEqual({});
    workspace.write('project.yaml', 'project_id: new\nproject_name: New\n');
    await editor.filesChanged('project.yaml');
    expect((await editor.agent('functions/pay.py')).agent?.agentId).toBe('new');
    workspace.remove('project.yaml');
    await editor.filesChanged('project.yaml');
    expect(await editor.agent('functions/pay.py')).toEqual({});
  });

  it('is found in every folder of the workspace, also in one that is added later', async () => {
    using workspace = new TemporaryWorkspace('//- pay.py\n');
    using more = new TemporaryWorkspace(
      '//- project.yaml\nproject_id: more\nproject_name: More\n//- pay.py\nconv.utils.get_secret("x")\n',
    );
    await using editor = await start(workspace);
    expect((await editor.uses('more')).names).toEqual({});
    await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: more.uri(''), name: 'more' }], removed: [] },
    });
    await eventually(async () => expect(Object.keys((await editor.uses('more')).names)).toEqual(['x']));
    await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: more.uri(''), name: 'more' }] },
    });
    await eventually(async () => expect((await editor.uses('more')).names).toEqual({}));
  });

  it('is watched: the editor sends changes of project files and sources', async () => {
    using workspace = new TemporaryWorkspace('//- project.yaml\nproject_id: a\n');
    await using editor = await start(workspace);
    await eventually(() => expect(editor.watchedGlobs).toContain('**/project.yaml'));
  });
});
