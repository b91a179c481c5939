import { createHash } from 'node:crypto';
import type { Invocation, Location, Log, ReportingDescriptor, Result } from 'sarif';
import { ruleDocumentation, rules, type Severity } from '../../analysis/index.ts';
import { rulePage } from '../../contracts/rule-settings.ts';
import {
  type FailedFile,
  failedSentence,
  type ReportedFinding,
  type ReportedPlace,
  type UncheckedAgent,
  uncheckedSentence,
} from '../../review/index.ts';
import type { FindingsReport, FindingsReporter } from './report.ts';

type Rule = (typeof rules)[number];

/** SARIF 2.1.0 for code scanning services. Findings keep their identity when lines move. */
export const sarif: FindingsReporter = {
  findings: (report, { version }) => `${JSON.stringify(logOf(report, version), null, 2)}\n`,
};

function logOf({ findings, unchecked, failed = [] }: FindingsReport, version: string | undefined): Log {
  const driver = {
    name: 'agent-secrets',
    ...(version !== undefined && { semanticVersion: version }),
    informationUri: 'https://github.com/agent-secrets/agent-secrets',
    rules: rules.map(descriptorOf),
  };
  const fingerprints = fingerprintsOf(findings);
  const results = findings.map((finding, at) => resultOf(finding, fingerprints[at] ?? ''));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        invocations: [invocationOf(unchecked, failed)],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function invocationOf(unchecked: readonly UncheckedAgent[], failed: readonly FailedFile[]): Invocation {
  const notifications = [
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

function resultOf(finding: ReportedFinding, fingerprint: string): Result {
  const { rule, severity, message, agentId, names, related = [] } = finding;
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: levels[severity],
    message: { text: message },
    locations: [locationOf(finding)],
    ...(related.length > 0 && { relatedLocations: related.map(relatedLocationOf) }),
    partialFingerprints: { 'agentSecrets/v1': fingerprint },
    properties: { agentId, names },
  };
}

function locationOf({ path, line, column, endLine, endColumn }: Omit<ReportedPlace, 'message'>): Location {
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const artifactLocation = { uri: uriOf(path), uriBaseId: '%SRCROOT%' };
  return { physicalLocation: { artifactLocation, region } };
}

function relatedLocationOf(place: ReportedPlace, id: number): Location {
  return { id, ...locationOf(place), message: { text: place.message } };
}

function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * Identifies each finding by its subject and its index among the findings with that subject, because lines
 * and wording may change.
 */
function fingerprintsOf(findings: readonly ReportedFinding[]): readonly string[] {
  const met = new Map<string, number>();
  return findings.map(({ rule, path, agentId, names }) => {
    const key = JSON.stringify([rule, path, agentId, names]);
    const before = met.get(key) ?? 0;
    met.set(key, before + 1);
    return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}:${before}`;
  });
}
