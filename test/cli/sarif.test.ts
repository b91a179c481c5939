// A copy of the official schema.
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import type { Log, Result } from 'sarif';
import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { ruleIds } from '../../contracts/rule-ids.ts';
import { reporters } from '../../cli/reporters/index.ts';
import type { ReportedFinding } from '../../review/index.ts';

const finding: ReportedFinding = {
  rule: 'secret-not-found',
  severity: 'warning',
  path: 'hotel/functions/pay me.py',
  line: 8,
  column: 34,
  endLine: 8,
  endColumn: 50,
  message: 'No secret named "loyalty_tokn" exists for Hotel.',
  agentId: 'PROJECT-1',
  names: ['loyalty_tokn'],
};

function report(...findings: readonly ReportedFinding[]): string {
  return reporters.sarif.findings({ findings, unchecked: [], files: 1 }, { colour: false, version: '1.2.3' });
}

/** The schema test covers its shape. */
function logOf(...findings: readonly ReportedFinding[]): Log {
  return JSON.parse(report(...findings)) as Log;
}

function resultsOf(...findings: readonly ReportedFinding[]): readonly Result[] {
  return logOf(...findings).runs[0]?.results ?? [];
}

describe('the SARIF report', () => {
  it('is valid by the official schema', () => {
    const log: unknown = JSON.parse(report(finding, { ...finding, severity: 'hint', names: [] }));
    expect(Check(schema, log)).toBe(true);
    expect(Check(schema, JSON.parse(report()))).toBe(true);
  });

  it('would be rejected with a wrong level: the schema is really applied', () => {
    const log: unknown = JSON.parse(report(finding).replace('"level": "warning"', '"level": "loud"'));
    expect(Check(schema, log)).toBe(false);
  });

  it('says where, counted in UTF-16 units, relative to the source root', () => {
    expect(logOf(finding).runs[0]?.columnKind).toBe('utf16CodeUnits');
    expect(resultsOf(finding)[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'hotel/functions/pay%20me.py', uriBaseId: '%SRCROOT%' },
          region: { startLine: 8, startColumn: 34, endLine: 8, endColumn: 50 },
        },
      },
    ]);
  });

  it('gives the place where the name is written, when that is elsewhere', () => {
    const place = { path: 'hotel/names.py', line: 2, column: 8, endLine: 2, endColumn: 22 };
    const related = [{ ...place, message: '"loyalty_tokn" is written here.' }];
    expect(resultsOf({ ...finding, related })[0]?.relatedLocations).toEqual([
      {
        id: 0,
        physicalLocation: {
          artifactLocation: { uri: 'hotel/names.py', uriBaseId: '%SRCROOT%' },
          region: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 22 },
        },
        message: { text: '"loyalty_tokn" is written here.' },
      },
    ]);
    expect(Check(schema, JSON.parse(report({ ...finding, related })))).toBe(true);
    expect(resultsOf(finding)[0]).not.toHaveProperty('relatedLocations');
  });

  it.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['information', 'note'],
    ['hint', 'note'],
  ] as const)('%s is %s', (severity, level) => {
    expect(resultsOf({ ...finding, severity })[0]?.level).toBe(level);
  });

  it('explains every rule, with help and its page', () => {
    const driver = logOf().runs[0]?.tool.driver;
    expect(driver).toMatchObject({ name: 'agent-secrets', semanticVersion: '1.2.3' });
    expect(driver?.rules?.map(({ id }) => id).toSorted()).toEqual(ruleIds);
    for (const rule of driver?.rules ?? []) {
      expect(rule.help?.markdown).toContain('**Incorrect**');
      expect(rule.helpUri).toMatch(new RegExp(`^https://.*/docs/rules/${rule.id}\\.md$`));
    }
  });

  it('points each result to its rule', () => {
    const run = logOf(finding).runs[0];
    const [result] = run?.results ?? [];
    expect(run?.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id).toBe('secret-not-found');
  });

  const fingerprint = (result: Result | undefined): unknown => result?.partialFingerprints;

  it('recognizes a finding after its line moved and its message changed', () => {
    const moved = { ...finding, line: 80, endLine: 80, column: 1, message: 'Other words.' };
    expect(fingerprint(resultsOf(moved)[0])).toEqual(fingerprint(resultsOf(finding)[0]));
  });

  it.each([
    ['of another rule', { rule: 'secret-deprecated' }],
    ['in another file', { path: 'other.py' }],
    ['about another name', { names: ['x'] }],
    ['for another agent', { agentId: 'PROJECT-2' }],
  ])('distinguishes it from one %s', (_, change) => {
    const [one, other] = resultsOf(finding, { ...finding, ...change });
    expect(fingerprint(one)).not.toEqual(fingerprint(other));
  });

  it('distinguishes it from the same a few lines below', () => {
    const [one, other] = resultsOf(finding, { ...finding, line: 9, endLine: 9 });
    expect(fingerprint(one)).not.toEqual(fingerprint(other));
  });
});
