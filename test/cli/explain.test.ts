import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import { detect } from '../../hardcoded/detector.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { capture } from './support/captured-host.ts';

interface Explained {
  readonly exit: number;
  readonly output: string;
  readonly notes: readonly string[];
}

const booking = catalogOf('booking', 'stripe_api_key', '!payroll_api', 'crm(client_id, region)');

/** The snapshot has one agent. `^` in the text, in a comment below a line, marks the place. */
async function explain(
  path: string,
  text: string,
  { args = [], catalog = booking, line }: { args?: string[]; catalog?: AgentCatalog; line?: string } = {},
): Promise<Explained> {
  using workspace = new TemporaryWorkspace('');
  workspace.write('catalog.json', JSON.stringify(snapshotOf(catalog)));
  for (const id of ['booking', 'unknown']) workspace.write(`${id}/project.yaml`, `project_id: ${id}\n`);
  workspace.write('ignoring/project.yaml', 'project_id: booking\n');
  workspace.write('ignoring/.agent-secrets.json', '{ "ignore": ["f.py"] }');
  workspace.write('lenient/project.yaml', 'project_id: booking\n');
  workspace.write('lenient/.agent-secrets.json', '{ "rules": { "secret-not-found": "off" } }');
  workspace.write(path, text);
  const { host, output, notes } = capture({ cwd: workspace.root, loadDetector: () => ({ detect }) });
  const place = `${path}:${line ?? markedPlace(text)}`;
  const exit = await runCommandLine(['explain', place, '--catalog', 'catalog.json', ...args], host);
  return { exit, output: output(), notes };
}

function markedPlace(text: string): string {
  const lines = text.split('\n');
  const mark = lines.findIndex((one) => /^#\s*\^/.test(one));
  return `${mark}:${(lines[mark]?.indexOf('^') ?? 0) + 1}`;
}

const missing = 'conv.utils.get_secret("nobody_knows_it")\n#                      ^\n';

describe('agent-secrets explain', () => {
  it.each<readonly [string, string, string, string]>([
    [
      'a file of no agent',
      'elsewhere.py',
      missing,
      'The file belongs to no agent. Open the folder that contains the project.yaml of the agent.',
    ],
    ['a file that the settings ignore', 'ignoring/f.py', missing, 'The project settings ignore this file.'],
    ['a generated file', 'booking/_gen/start.py', missing, 'Generated files are not analyzed.'],
    ['a test file', 'booking/tests/test_f.py', missing, 'Tests, fixtures and examples have no findings.'],
    [
      'a place without a secret',
      'booking/f.py',
      'x = 1\n#   ^\n',
      'No rule checks this line: it reads no secret, and no value of one is known to arrive in a place that a rule checks.',
    ],
    [
      'a name that is chosen at run time',
      'booking/f.py',
      'conv.utils.get_secret(name)\n#                      ^\n',
      'The name is not fully known before the code runs.',
    ],
    [
      'a field that the code can do without',
      'booking/f.py',
      'creds = conv.utils.get_secret("crm")\ncreds.get("moon")\n#           ^\n',
      'The code checks for this case.',
    ],
    [
      'an error that the code catches',
      'booking/f.py',
      'try:\n    conv.utils.get_secret("nobody_knows_it")\n#                          ^\nexcept SecretNotFound:\n    pass\n',
      'The code, or every known caller, catches the error.',
    ],
    [
      'a value that other code may have changed',
      'booking/f.py',
      'creds = conv.utils.get_secret(name)\nchange(creds)\nprint(creds)\n#     ^\n',
      'The value may have changed before it gets here.',
    ],
    [
      'a comment',
      'booking/f.py',
      'conv.utils.get_secret("nobody_knows_it")  # agent-secrets: ignore[secret-not-found] later\n#                      ^\n',
      'A comment suppresses secret-not-found.',
    ],
    ['a rule that is off', 'lenient/f.py', missing, 'The rule secret-not-found is off.'],
    [
      'a finding that is reported',
      'booking/f.py',
      missing,
      'A finding of secret-not-found is reported here.',
    ],
    [
      'a place without a problem',
      'booking/f.py',
      'conv.utils.get_secret("stripe_api_key")\n#                      ^\n',
      'No problem is known here.',
    ],
  ])('names %s as the reason', async (_, path, text, reason) => {
    expect(await explain(path, text)).toEqual({ exit: 0, output: `${reason}\n`, notes: [] });
  });

  it('names an unknown catalog as the reason, and notes why it is unknown', async () => {
    expect(await explain('unknown/f.py', missing)).toEqual({
      exit: 0,
      output: 'The names that can be read are unknown. Sign in, or reconnect to the vault.\n',
      notes: [
        'note: no catalog is available for the agent "unknown", so its names were not checked. The catalog file does not contain it.',
      ],
    });
  });

  it('names an incomplete catalog as the reason', async () => {
    const { output } = await explain('booking/f.py', missing, { catalog: { ...booking, complete: false } });
    expect(output).toBe('The catalog is incomplete, so the secret may exist.\n');
  });

  it('explains a whole line, and prints JSON with the place', async () => {
    const text = 'send(conv.utils.get_secret(name))\n';
    const { exit, output } = await explain('booking/f.py', text, { line: '1', args: ['--json'] });
    expect(exit).toBe(0);
    expect(JSON.parse(output)).toEqual({
      file: 'booking/f.py',
      line: 1,
      reasons: [{ reason: 'name-dynamic', message: 'The name is not fully known before the code runs.' }],
    });
  });

  it('shows nothing of a hard-coded credential', async () => {
    const key = ['sk', 'live', 'a1B2c3D4e5F6g7H8i9J0k1L2'].join('_');
    const { output, notes } = await explain('booking/f.py', `key = "${key}"\n`, { line: '1' });
    expect(output).toBe('A finding of secret-hardcoded is reported here.\n');
    expect([output, ...notes].join('\n')).not.toContain(key.slice(8));
  });

  it.each<readonly [string, string, string]>([
    ['0', 'x = 1\n', 'error: Give a place as FILE:LINE or FILE:LINE:COLUMN.'],
    ['pay', 'x = 1\n', 'error: Give a place as FILE:LINE or FILE:LINE:COLUMN.'],
    ['2', 'x = 1\n', 'error: The file has 1 line, so it has no line 2.'],
  ])('rejects line %s', async (line, text, note) => {
    expect(await explain('booking/f.py', text, { line })).toEqual({ exit: 2, output: '', notes: [note] });
  });

  it('rejects files that do not exist or are not analyzed', async () => {
    const { exit, notes } = await explain('booking/notes.txt', 'text\n', { line: '1' });
    expect([exit, ...notes]).toEqual([
      2,
      'error: booking/notes.txt cannot be analyzed. Pass a Python, JavaScript, TypeScript or JSON file.',
    ]);
    const { host, notes: noted } = capture({ cwd: '/nowhere' });
    expect(await runCommandLine(['explain', 'gone.py:1'], host)).toBe(2);
    expect(noted).toEqual(['error: File gone.py not found.']);
  });
});
