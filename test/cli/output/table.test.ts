import { describe, expect, it } from 'vitest';
import { age, ahead } from '../../../cli/output/ages.ts';
import { type Column, displayWidth, facts, table } from '../../../cli/output/table.ts';
import { showProgress } from '../../../cli/output/progress.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { toJson } from '../../../cli/output/visible-text.ts';

interface Row {
  readonly name: string;
  readonly count: number;
  readonly note?: string;
}

const columns: readonly Column<Row>[] = [
  { head: 'NAME', cell: ({ name }) => name },
  { head: 'COUNT', cell: ({ count }) => String(count), align: 'right' },
  { head: 'NOTE', cell: ({ note }) => note },
];
const escape = '\u{1b}';

describe('a table', () => {
  it('is aligned by display width', () => {
    const rows = [
      { name: 'stripe', count: 7 },
      { name: '決済キー', count: 1234 },
      { name: 'e\u{301}te\u{301}', count: 1, note: 'x' },
      { name: '👩‍👩‍👧 family', count: 22 },
    ];
    expect(table(columns, rows.slice(0, 3), { colour: false }).split('\n')).toEqual([
      'NAME      COUNT  NOTE',
      'stripe        7',
      '決済キー   1234',
      'e\u{301}te\u{301}           1  x',
    ]);
  });

  it('omits a column without information', () => {
    expect(table(columns, [{ name: 'a', count: 1 }], { colour: false })).toBe('NAME  COUNT\na         1');
  });

  it('shows control characters instead of obeying them', () => {
    const name = `${escape}[2J${escape}]0;title\u{7}\u{202e}evil\nnext`;
    const shown = table(columns, [{ name, count: 1 }], { colour: false });
    expect(shown.split('\n')).toHaveLength(2);
    expect(shown).toContain('\\u{1b}[2J\\u{1b}]0;title\\u{7}\\u{202e}evil\\u{a}next');
  });

  it('has colors only on request', () => {
    const rows = [{ name: 'a', count: 1 }];
    expect(table(columns, rows, { colour: false })).not.toContain(escape);
    expect(table(columns, rows, { colour: true })).toContain(`${escape}[1mNAME`);
  });
});

describe('facts', () => {
  it('are one below the other, without those that are absent', () => {
    const lines = [
      ['Name', `a${escape}`],
      ['Description', undefined],
      ['Version', '3'],
    ] as const;
    expect(facts(lines)).toBe('Name     a\\u{1b}\nVersion  3');
  });
});

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['日本語', 6],
    ['한글', 4],
    ['ｶﾅ', 2],
    ['カナ', 4],
    ['Ａ', 2],
    ['é', 1],
    ['👍', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('JSON', () => {
  it('has the same content and nothing that controls a terminal', () => {
    const value = { name: `${escape}[31m\u{9b}2J\u{202e}\u{e0001}\u{7f}é` };
    expect(JSON.parse(toJson(value))).toEqual(value);
    expect(toJson(value)).toMatch(/^[\n -~é]+$/);
  });
});

describe('times', () => {
  const now = '2026-01-31T12:00:00.000Z';
  it.each([
    [undefined, undefined],
    ['2026-01-31T11:59:50.000Z', 'now'],
    ['2026-01-30T12:00:00.000Z', 'yesterday'],
    ['2025-10-01T12:00:00.000Z', '4 months ago'],
  ])('in the past (%s): %s', (then, words) => {
    expect(age(then, now)).toBe(words);
  });

  it.each([
    ['2026-02-01T12:00:00.000Z', 'tomorrow'],
    ['2026-01-31T14:00:00.000Z', 'in 2 hours'],
    ['2026-05-01T12:00:00.000Z', 'in 3 months'],
    ['2026-01-31T11:00:00.000Z', '1 hour ago'],
  ])('in the future (%s): %s', (then, words) => {
    expect(ahead(then, now)).toBe(words);
  });
});

describe('visible text', () => {
  it('is unchanged when it has no control characters', () => {
    expect(visible('Salesforce API – ключ 👩 é')).toBe('Salesforce API – ключ 👩 é');
  });
});

describe('progress', () => {
  it('is one line that is not redrawn faster than a person can read, and is erased at the end', () => {
    const lines: string[] = [];
    let time = 0;
    const host = {
      passing: (line: string) => void lines.push(line),
      now: () => new Date((time += 60)).toISOString(),
    };
    const progress = showProgress(host, 'Copying secrets');
    for (let done = 1; done <= 4; done += 1) progress.report(done * 1000, 8000);
    progress.end();
    expect(lines).toEqual([
      'Copying secrets: 1,000 of 8,000 (12 %)',
      'Copying secrets: 3,000 of 8,000 (37 %)',
      '',
    ]);
  });
});
