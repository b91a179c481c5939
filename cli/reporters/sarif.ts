import type { Invocation, Location, Log, ReportingDescriptor, Result, Suppression } from 'sarif';
import { rules, type Severity } from '../../analysis/index.ts';
import { ruleDocumentation } from '../../analysis/for-command-line.ts';
import { rulePage } from '../../contracts/rule-settings.ts';
import {
  failedSentence,
  type ReportedFinding,
  type ReportedPlace,
  uncheckedSentence,
} from '../../review/index.ts';
import { ageSentence, isOld } from './snapshot-age.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { toReportJson } from './report-json.ts';
import type {
  AnyReport,
  FindingsReporter,
  ReportedChange,
  ReporterOptions,
  SuppressedFinding,
} from './report.ts';

type Rule = (typeof rules)[number];

/**
 * SARIF 2.1.0 for code scanning services. Findings keep their identity when lines move. Suppressed findings
 * are included and marked as such. The uploading program adds `primaryLocationLineHash`, and reports a
 * conflict if it is already there.
 */
export const sarif: FindingsReporter = {
  findings: (report, options) => print(report.findings, report.suppressed ?? [], report, options),
  changes: (report, options) => print(report.new, suppressedBy(report), report, options),
};

function print(
  findings: readonly ReportedFinding[],
  suppressed: readonly SuppressedFinding[],
  report: AnyReport,
  options: ReporterOptions,
): string {
  const all = [...findings.map((finding) => ({ finding })), ...suppressed];
  const fingerprints = fingerprintsOf(all.map(({ finding }) => finding));
  const results = all.map((one, at) => resultOf(one, fingerprints[at] ?? ''));
  return toReportJson(logOf(results, report, options.version));
}

/** A new finding can be suppressed by several comments, but is only one result. */
function suppressedBy({ suppressions }: ReportedChange): readonly SuppressedFinding[] {
  const all = suppressions.flatMap(({ by, reason, suppressed }) =>
    suppressed.map((finding): SuppressedFinding => ({ finding, by, reason })),
  );
  return [...Map.groupBy(all, ({ finding }) => JSON.stringify(finding)).values()].flatMap((same) =>
    same.slice(0, 1),
  );
}

function logOf(results: Result[], report: AnyReport, version: string | undefined): Log {
  const driver = {
    name: 'agent-secrets',
    ...(version !== undefined && { semanticVersion: version }),
    informationUri: 'https://github.com/agent-secrets/agent-secrets',
    rules: rules.map(descriptorOf),
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        invocations: [invocationOf(report)],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function invocationOf({ unchecked = [], failed = [], snapshot }: AnyReport): Invocation {
  const old = snapshot && isOld(snapshot) ? [ageSentence(snapshot)] : [];
  const notifications = [
    ...old.map((sentence) => ({ level: 'warning', message: { text: sentence } }) as const),
    ...unchecked.map((agent) => ({ level: 'warning', message: { text: uncheckedSentence(agent) } }) as const),
    ...failed.map((file) => ({ level: 'error', message: { text: failedSentence(file) } }) as const),
  ];
  return {
    executionSuccessful: failed.length === 0,
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  };
}

function descriptorOf({ id, severity, summary }: Rule): ReportingDescriptor {
  const { why, bad, good, silent } = ruleDocumentation[id];
  const markdown = [why, '**Incorrect**', code(bad), '**Correct**', code(good), silent].join('\n\n');
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${silent}`, markdown },
    helpUri: rulePage(id),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['security'] },
  };
}

function code(lines: string): string {
  return `\`\`\`python\n${lines}\n\`\`\``;
}

const levels = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
} as const satisfies Readonly<Record<Severity, string>>;

function resultOf(
  { finding, by, reason = '' }: Pick<SuppressedFinding, 'finding'> & Partial<SuppressedFinding>,
  fingerprint: string,
): Result {
  const { rule, severity, message, agentId, names, related = [] } = finding;
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: levels[severity],
    message: { text: withoutLinks(message) },
    locations: [locationOf(finding)],
    ...(related.length > 0 && { relatedLocations: related.map(relatedLocationOf) }),
    partialFingerprints: { 'agentSecrets/v1': fingerprint },
    ...(by !== undefined && { suppressions: [suppressionOf(by, reason)] }),
    properties: { agentId, names: [...names] },
  };
}

/** Services turn `[text](address)` into a link, but names in messages are untrusted. */
function withoutLinks(words: string): string {
  return words.replaceAll('](', '] (');
}

/** Without a justification, a service shows that none was given. */
function suppressionOf(by: SuppressedFinding['by'], reason: string): Suppression {
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    ...(reason !== '' && { justification: reason }),
  };
}

function locationOf({ path, line, column, endLine, endColumn }: Omit<ReportedPlace, 'message'>): Location {
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const artifactLocation = { uri: uriOf(path), uriBaseId: '%SRCROOT%' };
  return { physicalLocation: { artifactLocation, region } };
}

function relatedLocationOf(place: ReportedPlace, id: number): Location {
  return { id, ...locationOf(place), message: { text: withoutLinks(place.message) } };
}

function uriOf(path: string): string {
  // A URI cannot contain a lone surrogate.
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
