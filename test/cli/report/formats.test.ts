import { describe, expect, it } from 'vitest';
import { usageFormats } from '../../../cli/commands/report/formats.ts';
import { reportOf, type UsageReport } from '../../../cli/commands/report/usage-report.ts';

const hostile = [
  '=HYPERLINK("http://evil.example")',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '\t=1',
  ' =1',
  "'",
  '"',
  'a,b;c',
  'line\r\nbreak',
  '<script>alert(1)</script>',
  '</title></style><img src=x onerror=alert(1)>',
  '&lt;&#0;',
  '| a | b |',
  '`code` ``more``',
  '[link](javascript:alert(1))',
  '@everyone #1 https://evil.example',
  '\u001B[31mred\u0007',
  '\u202Egnp.exe',
  '\uD800',
  '__proto__',
  '*',
];

function report(names: readonly string[] = hostile): UsageReport {
  return reportOf({
    at: '2026-06-01T00:00:00.000Z',
    asOf: '2026-06-01T00:00:00.000Z',
    source: 'names.json',
    unreadDays: 90,
    log: undefined,
    code: {
      agents: names.map((name) => ({
        agentId: name,
        reads: names.map((secret) => ({ secret, path: `${name}/f.py`, line: 1 })),
        dynamic: [],
        gaps: [`${name}/x.py is a symbolic link and was not followed.`],
      })),
      shared: { reads: [], dynamic: [] },
    },
    known: {
      agents: names.map((agentId) => ({ agentId, agentName: agentId, complete: true })),
      secrets: names.map((name) => ({ name, grants: names.map((agentId) => ({ agentId })) })),
    },
  });
}

const options = { colour: false };
/** Everything that would control a terminal, or change the order of text. */
const control = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A reader of RFC 4180, written from its grammar. */
function readCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        for (at += 1; ; at += 1) {
          if (text[at] === undefined) throw new Error('a quote is never closed');
          if (text[at] === '"' && text[at + 1] !== '"') break;
          if (text[at] === '"') at += 1;
          cell += text[at] ?? '';
        }
        at += 1;
      } else {
        while (at < text.length && !/[\r\n,]/.test(text[at] ?? '')) {
          if (text[at] === '"') throw new Error('a quote in a cell without quotes');
          cell += text[at] ?? '';
          at += 1;
        }
      }
      record.push(cell);
      if (text[at] !== ',') break;
      at += 1;
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error('a record must end with CRLF');
    at += 2;
    records.push(record);
  }
  return records;
}

describe('the formats of a report', () => {
  it.each(Object.keys(usageFormats) as (keyof typeof usageFormats)[])(
    '%s contains no character that controls a terminal, whatever names contain',
    (format) => {
      const text = usageFormats[format](report(), options);
      expect(text.replaceAll(/\r?\n/g, '')).not.toMatch(control);
      expect(text).toMatch(/\n$/);
    },
  );

  it('CSV has the same cells in every record, and no spreadsheet runs one', () => {
    const [head, ...records] = readCsv(usageFormats.csv(report()));
    expect(records).toHaveLength(hostile.length ** 2);
    for (const record of records) {
      expect(record).toHaveLength(head?.length ?? 0);
      for (const cell of record) expect(cell).not.toMatch(/^[\s\p{Cc}]*[=+\-@]/u);
    }
    expect(records.map((record) => record[2])).toContain('a,b;c');
    expect(records.map((record) => record[2])).toContain(`'=HYPERLINK("http://evil.example")`);
  });

  it('Markdown has one row of the same cells for each pair, with all names in code', () => {
    const text = usageFormats.markdown(report());
    const rows = text.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toHaveLength(Math.min(hostile.length ** 2, 200));
    for (const row of rows) {
      expect(row.replaceAll(String.raw`\|`, '').split('|')).toHaveLength(6);
      // A code span ends at a run of as many backticks as it began with.
      const outside = row.replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
      expect(outside).not.toMatch(/[<>[\]@#=`]/);
    }
  });

  it('Markdown fits into a job summary', () => {
    const names = Array.from({ length: 120 }, (_, index) => `${'x'.repeat(120)}${String(index)}`);
    const text = usageFormats.markdown(report(names));
    expect(Buffer.byteLength(text)).toBeLessThan(900_000);
    expect(text).toContain('14,200 more. Other formats list all of them.');
  });

  it('JSON gives every name back', () => {
    const { access } = JSON.parse(usageFormats.json(report())) as { access: { secret: string }[] };
    const names = hostile
      .map((name) => (name.toWellFormed() === name ? name : undefined))
      .filter((name) => name !== undefined);
    for (const name of names) expect(access.map(({ secret }) => secret)).toContain(name);
  });

  it('HTML contains no element of a name', () => {
    const html = usageFormats.html(report());
    expect(html).not.toMatch(/<(?:script|img|link|iframe|object|embed|form|base)\b/i);
    expect(html.match(/<\/(?:title|style)>/g)).toHaveLength(2);
  });

  it('names each count and stays short for an empty account', () => {
    const text = usageFormats.text(report([]), options);
    expect(text).toContain('No agent can read a secret, and no code reads one.');
    expect(text).toContain('0 grants of 0 agents.');
  });
});
