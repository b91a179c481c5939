import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { capture } from './support/captured-host.ts';

const read = 'def f(conv):\n    return g(conv.utils.get_secret("nope"))\n';
const leak = 'def f(conv):\n    print(conv.utils.get_secret("nope"))\n';
const granted = 'def f(conv):\n    return g(conv.utils.get_secret("stripe_api_key"))\n';

/** Without the age of the snapshot, which is not what these tests are about. */
const withoutAge = (notes: readonly string[]): readonly string[] =>
  notes.filter((one) => !one.endsWith(' is 1 day old.'));

interface Checked {
  readonly exit: number;
  readonly output: string;
  readonly notes: readonly string[];
}

/** Of the agents `a` and `b`, the snapshot contains only `a`. */
async function check(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Checked> {
  using workspace = new TemporaryWorkspace('');
  workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('a', 'stripe_api_key'))));
  for (const id of ['a', 'b']) workspace.write(`${id}/project.yaml`, `project_id: ${id}\n`);
  for (const [path, text] of Object.entries(files)) workspace.write(path, text);
  const { host, output, notes } = capture({ cwd: workspace.root });
  const exit = await runCommandLine(['check', '--catalog', 'catalog.json', ...args], host);
  return { exit, output: output(), notes: withoutAge(notes) };
}

const oneUnknown = { 'a/f.py': granted, 'b/f.py': read };
const note =
  'note: no catalog is available for the agent "b", so its names were not checked. The catalog file does not contain it.';

describe('agents without a catalog', () => {
  it('are named in a note and in the summary', async () => {
    const { exit, output, notes } = await check(oneUnknown, 'a', 'b');
    expect(notes).toEqual([note]);
    expect(output).toContain('no findings in 2 files; the names of 1 agent were not checked.');
    expect(exit).toBe(0);
  });

  it('are not named when they read no secrets, or when all are known', async () => {
    const { notes, output } = await check({ 'a/f.py': granted, 'b/f.py': 'x = 1\n' }, 'a', 'b');
    expect(notes).toEqual([]);
    expect(output).toBe('Passed: no findings in 2 files.\n');
  });

  it('are listed for programs', async () => {
    const { output } = await check(oneUnknown, '--format', 'json');
    expect(JSON.parse(output)).toMatchObject({
      findings: [],
      unchecked: [{ agentId: 'b', reason: 'The catalog file does not contain it.' }],
    });
  });

  it('are notifications of the tool in SARIF', async () => {
    const { output } = await check(oneUnknown, '--format', 'sarif');
    // The schema test covers its shape.
    const [run] = (JSON.parse(output) as Log).runs;
    expect(run?.invocations).toEqual([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: 'warning', message: { text: note.slice('note: '.length) } }],
      },
    ]);
  });
});

describe('when no agent could be resolved', () => {
  it('problems visible in the code alone are reported, and count', async () => {
    const { exit, output, notes } = await check({ 'b/f.py': leak }, 'b');
    expect(output).toContain('secret-in-log');
    expect(notes).toEqual([note]);
    expect(exit).toBe(1);
  });

  it('findings below the threshold do not count as a check', async () => {
    const { exit, output } = await check({ 'b/f.py': leak }, 'b', '--fail-on', 'error');
    expect(output).toContain('secret-in-log');
    expect(exit).toBe(2);
  });

  it('and the code alone shows no problem, the check has failed', async () => {
    const { exit, output, notes } = await check({ 'b/f.py': read }, 'b');
    expect({ exit, output }).toEqual({ exit: 2, output: '' });
    expect(notes).toEqual([note, 'error: No agent of this code has a catalog, so no names were checked.']);
  });
});

describe('when there is nothing to check', () => {
  const at = async (cwd: string, ...args: readonly string[]): Promise<Checked> => {
    using workspace = new TemporaryWorkspace('');
    workspace.write('docs/README.md', '# No code');
    workspace.write('a/project.yaml', 'project_id: a\n');
    workspace.write('a/notes/README.md', '# No code yet');
    const catalog = `${workspace.path('a')}/catalog.snapshot`;
    workspace.write('a/catalog.snapshot', JSON.stringify(snapshotOf(catalogOf('a'))));
    const { host, output, notes } = capture({ cwd: workspace.path(cwd) });
    const exit = await runCommandLine(['check', '--catalog', catalog, ...args], host);
    return { exit, output: output(), notes: withoutAge(notes) };
  };

  it('the check says what it looked for and where, and has failed', async () => {
    const { exit, output, notes } = await at('.', 'docs');
    expect({ exit, output }).toEqual({ exit: 2, output: '' });
    expect(notes).toEqual([
      'error: Nothing to check in docs: no project.yaml, no notebook, and no Python, JavaScript, TypeScript or JSON file. Check the folder of an agent instead.',
    ]);
    expect((await at('docs')).notes).toEqual([expect.stringMatching(/check in \/.*docs: /)]);
  });

  it.each(['json', 'sarif'])('programs get a report in %s all the same', async (format) => {
    const { exit, output, notes } = await at('docs', '--format', format);
    expect(exit).toBe(2);
    expect(JSON.parse(output)).toBeTypeOf('object');
    expect(notes).toHaveLength(1);
  });

  it.each(['.', 'a', 'a/notes'])('but an agent without code is clean (%s)', async (cwd) => {
    expect(await at(cwd)).toEqual({ exit: 0, output: 'Passed: no findings in 0 files.\n', notes: [] });
  });
});
