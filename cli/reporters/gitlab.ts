import type { Severity } from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { ReportedFinding } from '../../review/index.ts';
import { counted } from '../output/table.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { toReportJson } from './report-json.ts';
import type { FindingsReporter, ReportedChange } from './report.ts';
import { headings, mayReadSentence, messageWithPlaces, neededWords, patternsOf, rulesOf } from './words.ts';

type GitLabSeverity = 'critical' | 'info' | 'major' | 'minor';

/** The parts of an entry in GitLab's report. */
interface Entry extends Pick<ReportedFinding, 'agentId' | 'names' | 'path' | 'rule'> {
  readonly severity: GitLabSeverity;
  readonly description: string;
  readonly line: number;
  readonly endLine?: number;
}

/**
 * A Code Quality report for GitLab. GitLab compares fingerprints, so they must not change when lines move.
 */
export const gitlab: FindingsReporter = {
  findings: ({ findings }) => print(findings.map(ofFinding)),
  changes: (report) => print([...report.new.map(ofFinding), ...ofChanges(report)]),
};

const severities: Readonly<Record<Severity, GitLabSeverity>> = {
  error: 'critical',
  warning: 'major',
  information: 'minor',
  hint: 'info',
};

function print(entries: readonly Entry[]): string {
  const fingerprints = fingerprintsOf(entries);
  return toReportJson(
    entries.map(({ rule, severity, description, path, line, endLine = line }, at) => ({
      description: visible(description),
      check_name: rule,
      fingerprint: fingerprints[at],
      severity,
      location: { path, lines: { begin: line, end: endLine } },
    })),
  );
}

function ofFinding(finding: ReportedFinding): Entry {
  return { ...finding, severity: severities[finding.severity], description: messageWithPlaces(finding) };
}

/** Everything else that has a place in the changed code. */
function ofChanges({ needs, dynamic, suppressions }: ReportedChange): readonly Entry[] {
  return [
    ...needs.map((one): Entry => {
      const { agent, secret, path, line } = one;
      const description = `${headings.needs}: the agent ${agent} reads "${secret}" (${neededWords(one)}).`;
      return {
        rule: 'access-needed',
        agentId: agent,
        names: [secret],
        severity: 'info',
        description,
        path,
        line,
      };
    }),
    ...dynamic.map((one): Entry => {
      const { agent, patterns, path, line } = one;
      const description = `The agent ${agent} reads names that are only known at run time: ${patternsOf(one)}.${mayReadSentence(one)}`;
      return {
        rule: 'dynamic-read',
        agentId: agent,
        names: patterns,
        severity: 'info',
        description,
        path,
        line,
      };
    }),
    ...suppressions.map((one): Entry => {
      const { rules, reason, suppressed, path, line } = one;
      const because = reason === '' ? 'No reason is given.' : `Reason: ${reason}`;
      const description = `This suppresses ${rulesOf(one)} (${counted(suppressed.length, 'finding')}). ${because}`;
      return {
        rule: 'new-suppression',
        agentId: '',
        names: rules,
        severity: 'minor',
        description,
        path,
        line,
      };
    }),
  ];
}
