import { describe, expect, it } from 'vitest';
import { reporters } from '../../cli/reporters/index.ts';
import type { ReportedReference } from '../../cli/reporters/report.ts';
import { byPlace, type ReportedFinding } from '../../review/index.ts';

const finding: ReportedFinding = {
  rule: 'secret-not-found',
  severity: 'warning',
  path: 'hotel/functions/pay.py',
  line: 8,
  column: 34,
  endLine: 8,
  endColumn: 50,
  message: 'There is no secret "loyalty_api_tokn".',
  agentId: 'PROJECT-1',
  names: ['loyalty_api_tokn'],
};
const reference: ReportedReference = {
  path: 'a.py',
  line: 1,
  column: 2,
  agentId: null,
  names: ['live_key', 'test_key'],
  patterns: [],
  dynamic: false,
  dialect: 'agent',
  derivation: [],
};
const plain = { colour: false };
const at = (path: string, line: number, column: number): ReportedReference => ({
  ...reference,
  path,
  line,
  column,
});

describe('the text report', () => {
  it('has one clickable line per finding, and a summary', () => {
    expect(
      reporters.text.findings(
        { findings: [finding, { ...finding, line: 9 }], unchecked: [], files: 3 },
        plain,
      ),
    ).toBe(
      'hotel/functions/pay.py:8:34  warning  There is no secret "loyalty_api_tokn".  secret-not-found\n' +
        'hotel/functions/pay.py:9:34  warning  There is no secret "loyalty_api_tokn".  secret-not-found\n' +
        '\n2 findings in 1 file.\n',
    );
  });

  it('says so when there is nothing to report', () => {
    expect(reporters.text.findings({ findings: [], unchecked: [], files: 3 }, plain)).toBe(
      'No findings in 3 files.\n',
    );
    expect(reporters.text.references({ references: [] }, plain)).toBe('No references.\n');
  });

  it('lists every possible name of a reference, or that it is dynamic', () => {
    const dynamic = { ...reference, line: 2, agentId: 'PROJECT-1', names: [], dynamic: true };
    expect(reporters.text.references({ references: [reference, dynamic] }, plain)).toBe(
      'a.py:1:2  agent  live_key, test_key  no agent\na.py:2:2  agent  dynamic  PROJECT-1\n\n2 references in 1 file.\n',
    );
  });

  it('uses color only on request', () => {
    const coloured = reporters.text.findings(
      { findings: [finding], unchecked: [], files: 3 },
      { colour: true },
    );
    expect(coloured).toContain('\u001B[33mwarning\u001B[39m');
    expect(reporters.text.findings({ findings: [finding], unchecked: [], files: 3 }, plain)).not.toContain(
      '\u001B',
    );
  });

  it('lets no file or secret name control the terminal', () => {
    const hostile = { ...finding, path: 'a\u001B]0;x\u0007.py', message: 'no\u009B31m\r\nsecret \u202Eeman' };
    const report = reporters.text.findings({ findings: [hostile], unchecked: [], files: 3 }, plain);
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(report.split('\n')).toHaveLength(4);
  });
});

describe('the JSON report', () => {
  it('has exactly the fields that programs rely on', () => {
    expect(
      JSON.parse(reporters.json.findings({ findings: [finding], unchecked: [], files: 3 }, plain)),
    ).toEqual({
      findings: [finding],
      unchecked: [],
      failed: [],
    });
    expect(JSON.parse(reporters.json.references({ references: [reference] }, plain))).toEqual({
      references: [reference],
    });
    expect(Object.keys(finding).join()).toBe(
      'rule,severity,path,line,column,endLine,endColumn,message,agentId,names',
    );
  });
});

describe('the order of a report', () => {
  it('is by path, line and column, the same on every machine', () => {
    const places = [
      at('b.py', 1, 1),
      at('a.py', 10, 1),
      at('a.py', 2, 9),
      at('a.py', 2, 1),
      at('B.py', 1, 1),
    ];
    expect(places.toSorted(byPlace).map(({ path, line, column }) => `${path}:${line}:${column}`)).toEqual([
      'B.py:1:1',
      'a.py:2:1',
      'a.py:2:9',
      'a.py:10:1',
      'b.py:1:1',
    ]);
  });
});
