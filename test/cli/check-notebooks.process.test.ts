import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

const read = 'conv.utils.get_secret("no_such_name")';

/** A notebook as Jupyter writes it. */
const notebook = (cells: readonly object[], language = 'python'): string =>
  `${JSON.stringify({ cells, metadata: { language_info: { name: language } }, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
const code = (source: string | readonly string[], more: object = {}): object => ({
  cell_type: 'code',
  execution_count: null,
  metadata: {},
  outputs: [],
  source,
  ...more,
});

interface Found {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly cell: { readonly number: number; readonly line: number; readonly column: number };
}

describe('agent-secrets check of a notebook', () => {
  let cli: string;
  beforeAll(async () => {
    cli = await bundle('cli');
  });

  const check = (text: string, ...args: readonly string[]) => {
    using workspace = new TemporaryWorkspace('');
    workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('booking', 'one'))));
    workspace.write('booking/project.yaml', 'project_id: booking\nproject_name: Booking\n');
    workspace.write('booking/play.ipynb', text);
    return spawnSync(process.execPath, [cli, 'check', '--catalog', 'catalog.json', ...args], {
      cwd: workspace.root,
      encoding: 'utf8',
    });
  };
  const findingsIn = (text: string): readonly Found[] =>
    (JSON.parse(check(text, '--format', 'json').stdout) as { findings: Found[] }).findings;

  it('names the cell and its line, and points at the very text in the file', () => {
    const text = notebook([
      { cell_type: 'markdown', metadata: {}, source: [read] },
      code(['x = "ä\\t"\n', `y = "\t\\"ü"; ${read}`]),
    ]);
    const [found, ...others] = findingsIn(text);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ path: 'booking/play.ipynb', cell: { number: 2, line: 2 } });
    const { line = 0, column = 0, endLine, endColumn = 0 } = found ?? {};
    expect(endLine).toBe(line);
    expect(text.split('\n')[line - 1]?.slice(column - 1, endColumn - 1)).toBe('no_such_name');
    expect(check(text).stdout).toContain('(cell 2, line 2)');
  });

  it('reads a source that is one string, in a file of one line', () => {
    const text = JSON.stringify(JSON.parse(notebook([code(`x = 1\n${read}\n`)])));
    expect(findingsIn(text)).toMatchObject([{ line: 1, cell: { number: 1, line: 2 } }]);
  });

  it('treats names from other cells as unknown, since cells run in any order', () => {
    const cells = [code('NAME = "no_such_name"'), code('conv.utils.get_secret(NAME)')];
    expect(findingsIn(notebook(cells))).toEqual([]);
  });

  it.each([
    ['outputs', notebook([code('x = 1', { outputs: [{ output_type: 'stream', text: [read] }] })])],
    ['cells of other languages', notebook([code(`%%bash\n${read}`)])],
    [
      'cells that an editor shows in another language',
      notebook([code(read, { metadata: { vscode: { languageId: 'sql' } } })]),
    ],
    ['notebooks of other languages', notebook([code(read)], 'julia')],
  ])('does not check %s', (_, text) => {
    expect(findingsIn(text)).toEqual([]);
  });

  it.each(['{', '[]', `{"x": "get_secret"}`, `"get_secret"`, `get_secret`])(
    'leaves out what is not a notebook, and fails if it may read secrets: %s',
    (text) => {
      const { status, stderr } = check(text);
      expect(status).toBe(text.includes('get_secret') ? 2 : 0);
      if (text.includes('get_secret'))
        expect(stderr).toContain('note: booking/play.ipynb is not a notebook with cells and was left out.');
    },
  );
});
