import { describe, expect, it } from 'vitest';
import type { AccessList } from '../../contracts/vault-api/access.ts';
import { firstView } from '../../webview/access-matrix/shown.ts';
import { isFromMatrixPanel } from '../../contracts/matrix-messages.ts';
import { type ExportWords, toCsv, toSvg } from '../../client/panels/access-matrix-export.ts';
import {
  accessChanges,
  changedLists,
  countedUses,
  type MatrixTable,
} from '../../client/panels/access-matrix.ts';

const place = {
  uri: 'file:///w/a.py',
  range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
};

const table: MatrixTable = {
  secrets: [
    { name: 'stripe_key', agentIds: ['a', 'b'] },
    { name: '=HYPERLINK("x")', agentIds: [] },
  ],
  agents: [
    { agentId: 'a', agentName: 'Airline <1> & "2"' },
    { agentId: 'b', agentName: '+Bistro' },
  ],
  uses: [
    { agentId: 'a', counts: { stripe_key: 1 }, patterns: [] },
    { agentId: 'b', counts: { '=HYPERLINK("x")': 1 }, patterns: [] },
  ],
};
const words: ExportWords = {
  title: 'Access <Matrix>',
  secret: 'Secret',
  kinds: {
    missing: 'no access',
    unused: 'unused',
    maybe: 'maybe',
    unknown: 'unknown',
    used: 'used',
    empty: '',
  },
};

describe('the counted uses of a workspace', () => {
  it('omit an agent whose files are still being read, so that nothing is called unused too early', () => {
    const names = { stripe_key: [place, place] };
    const choices = [
      { pattern: 'crm_*', place },
      { pattern: 'crm_*', place },
    ];
    expect(
      countedUses([
        { agentId: 'a', uses: { names, choices, complete: true } },
        { agentId: 'b', uses: { names, complete: false } },
      ]),
    ).toEqual([{ agentId: 'a', counts: { stripe_key: 2 }, patterns: ['crm_*'] }]);
  });
});

describe('a save of the matrix', () => {
  const list = (name: string, agentIds: string[], version: number): AccessList => ({
    name,
    agentIds,
    version,
    etag: `sec_${name}.a${String(version)}`,
    updatedAt: '2026-11-21T12:00:00Z',
  });

  it('is checked against what the user saw: other lists are a conflict', () => {
    const shown = new Map([
      ['x', ['a', 'b']],
      ['y', ['a']],
    ]);
    const lists = [list('x', ['b', 'a'], 3), list('y', ['a', 'b'], 7)];
    expect(changedLists(shown, lists).map(({ name }) => name)).toEqual(['y']);
  });

  it('is one call, with the tag of every list', () => {
    const changes = [{ name: 'x', grant: ['c'], revoke: ['a'] }];
    expect(accessChanges(changes, [list('x', ['a'], 3)])).toEqual({
      changes: [{ name: 'x', etag: 'sec_x.a3', grant: ['c'], revoke: ['a'] }],
    });
  });
});

describe('the export', () => {
  it('as CSV has a row for each secret, and nothing that a spreadsheet would run', () => {
    expect(toCsv(table, words)).toBe(
      [
        '\uFEFF"Secret","Airline <1> & ""2"" (a)","\'+Bistro (b)"',
        '"stripe_key","used","unused"',
        '"\'=HYPERLINK(""x"")","","no access"',
        '',
      ].join('\r\n'),
    );
  });

  it.each(['=1', '+1', '-1', '@x', '\t=1', ' =1', '|x'])('neutralizes %j', (name) => {
    const csv = toCsv({ ...table, secrets: [{ name, agentIds: [] }], agents: [] }, words);
    expect(csv).toContain(`"'${name}"`);
  });

  it('as a picture contains text from the vault, never markup', () => {
    const svg = toSvg(table, words);
    expect(svg).toContain('<title>Access &lt;Matrix&gt;</title>');
    expect(svg).toContain('Airline &lt;1&gt; &amp; &quot;2&quot;');
    expect(svg.match(/<use href="#(missing|unused|used)" x="\d+" y="(?!16")\d+"/g)).toHaveLength(3);
  });
});

describe('a message of the matrix', () => {
  it.each([
    { type: 'ready' },
    { type: 'save', changes: [{ name: 'x', grant: [], revoke: ['a'] }] },
    { type: 'draft', changes: [], view: firstView },
    { type: 'open-places', name: 'x', agentId: 'a' },
    { type: 'edit-access', name: 'x' },
    { type: 'export', format: 'svg', names: ['x'], agentIds: [] },
  ])('is accepted: $type', (message) => {
    expect(isFromMatrixPanel(message)).toBe(true);
  });

  it.each([
    undefined,
    { type: 'save', changes: [{ name: 'x', grant: 'a', revoke: [] }] },
    { type: 'save' },
    { type: 'open-places', name: 'x' },
    { type: 'export', format: 'exe', names: [], agentIds: [] },
  ])('is dropped when it is %j', (message) => {
    expect(isFromMatrixPanel(message)).toBe(false);
  });
});
