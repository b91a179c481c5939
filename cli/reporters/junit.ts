import { failedSentence, type ReportedFinding, uncheckedSentence } from '../../review/index.ts';
import type { AnyReport, FindingsReporter, ReportedChange, ReporterOptions } from './report.ts';
import {
  type accessWords,
  capitalized,
  headings,
  mayReadSentence,
  messageWithPlaces,
  neededWords,
  patternsOf,
  revokeWords,
  rulesOf,
} from './words.ts';
import { type Element, xmlDocument } from './xml.ts';

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly outcome: 'error' | 'failure' | 'passed' | 'skipped';
  readonly type?: string;
  readonly message?: string;
  readonly detail?: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * JUnit XML, as the Ant task and Jenkins define it. A finding is a test that failed, or that was skipped if
 * it is only a hint. Names of tests contain no lines, so that CI systems recognize them after code moved.
 */
export const junit: FindingsReporter = {
  findings: (report, options) => print([...byAgent(report.findings), ...uncheckedSuite(report)], options),
  changes: (report, options) => print([...changeSuites(report), ...uncheckedSuite(report)], options),
};

function byAgent(findings: readonly ReportedFinding[]): readonly Suite[] {
  const agents = Map.groupBy(findings, ({ agentId }) => agentId);
  return [...agents].map(([agentId, some]) => ({ name: agentId, cases: some.map(ofFinding) }));
}

function ofFinding(finding: ReportedFinding): Case {
  const { rule, severity, path, line, column, names } = finding;
  const message = messageWithPlaces(finding);
  const isSevere = severity === 'error' || severity === 'warning';
  return {
    name: [rule, ...names].join(' '),
    classname: path,
    outcome: isSevere ? 'failure' : 'skipped',
    type: rule,
    message: `${path}:${line}: ${message}`,
    detail: `${path}:${line}:${column} ${severity} ${rule}: ${message}`,
  };
}

function uncheckedSuite({ unchecked = [], failed = [] }: Partial<AnyReport>): readonly Suite[] {
  const cases: readonly Case[] = [
    ...failed.map((file): Case => {
      const message = failedSentence(file);
      return {
        name: 'check',
        classname: file.path,
        outcome: 'error',
        type: 'failed',
        message,
        detail: message,
      };
    }),
    ...unchecked.map((agent): Case => {
      const message = capitalized(uncheckedSentence(agent));
      return { name: 'catalog', classname: agent.agentId, outcome: 'skipped', message };
    }),
  ];
  return cases.length === 0 ? [] : [{ name: 'Not checked', cases }];
}

/** In the order of the other formats. Changes of the catalog are not tests. */
function changeSuites({ needs, new: added, dynamic, suppressions, gone }: ReportedChange): readonly Suite[] {
  const suites: readonly Suite[] = [
    {
      name: headings.needs,
      cases: needs.map((one) => {
        const { agent, secret, access, path, line } = one;
        const message = `${path}:${line}: the agent ${agent} reads "${secret}" (${neededWords(one)}).`;
        return {
          name: secret,
          classname: agent,
          type: access,
          message,
          detail: message,
          outcome: outcomes[access],
        };
      }),
    },
    ...byAgent(added),
    {
      name: headings.dynamic,
      cases: dynamic.map((read) => {
        const message = `${read.path}:${read.line}: the names are only known at run time.${mayReadSentence(read)}`;
        return { name: patternsOf(read), classname: read.agent, outcome: 'skipped', message };
      }),
    },
    {
      name: headings.suppressions,
      cases: suppressions.map((one) => {
        const message = `${one.path}:${one.line}: ${one.reason === '' ? 'no reason given' : one.reason}`;
        return { name: rulesOf(one), classname: one.path, outcome: 'skipped', message };
      }),
    },
    {
      name: headings.gone,
      cases: gone.map((one) => {
        const message = `${one.path}:${one.line}: ${revokeWords(one)}`;
        return { name: one.secret, classname: one.agent, outcome: 'skipped', message };
      }),
    },
  ];
  return suites.filter(({ cases }) => cases.length > 0);
}

/** Like the exit code, only findings fail. Missing access without a finding is handled or suppressed. */
const outcomes = {
  granted: 'passed',
  missing: 'skipped',
  nonexistent: 'skipped',
  unknown: 'skipped',
} as const satisfies Readonly<Record<keyof typeof accessWords, Case['outcome']>>;

/** Some CI systems reject a report without any test. */
const nothingFound: Suite = {
  name: 'agent-secrets',
  cases: [{ name: 'No findings', classname: 'agent-secrets', outcome: 'passed' }],
};

function print(suites: readonly Suite[], { now }: ReporterOptions): string {
  const timestamp = (now?.() ?? '1970-01-01T00:00:00Z').slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  const shown = suites.length === 0 ? [nothingFound] : suites;
  const children = shown.map((suite, id) => suiteElement(suite, id, timestamp));
  return xmlDocument({ name: 'testsuites', children });
}

function suiteElement({ name, cases }: Suite, id: number, timestamp: string): Element {
  const count = (wanted: Case['outcome']): number => cases.filter(({ outcome }) => outcome === wanted).length;
  const met = new Map<string, number>();
  return {
    name: 'testsuite',
    attributes: {
      id,
      name: name.trim() === '' ? 'agent-secrets' : name,
      package: 'agent-secrets',
      timestamp,
      hostname: 'localhost',
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
      time: '0',
    },
    children: [
      // The schema of Jenkins allows no empty list, and that of the Ant task requires a list.
      {
        name: 'properties',
        children: [{ name: 'property', attributes: { name: 'tool', value: 'agent-secrets' } }],
      },
      ...cases.map((one) => caseElement(one, met)),
      { name: 'system-out' },
      { name: 'system-err' },
    ],
  };
}

/** Tests with the same name would be merged, so all but the first get a number. */
function caseElement(one: Case, met: Map<string, number>): Element {
  const { name, classname, outcome, type = outcome, message = '', detail = '' } = one;
  const key = JSON.stringify([name, classname]);
  const count = (met.get(key) ?? 0) + 1;
  met.set(key, count);
  const attributes = { name: count === 1 ? name : `${name} (${count})`, classname, time: '0' };
  if (outcome === 'passed') return { name: 'testcase', attributes };
  const result: Element = {
    name: outcome,
    attributes: { message, ...(outcome !== 'skipped' && { type }) },
    ...(detail !== '' && outcome !== 'skipped' && { children: [detail] }),
  };
  return { name: 'testcase', attributes, children: [result] };
}
