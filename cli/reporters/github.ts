import type { Severity } from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import {
  failedSentence,
  type ReportedFinding,
  type ReportedPlace,
  uncheckedSentence,
} from '../../review/index.ts';
import { counted } from '../output/table.ts';
import type { AnyReport, FindingsReporter, ReportedChange } from './report.ts';
import { ageSentence, isOld } from './snapshot-age.ts';
import {
  accessWords,
  capitalized,
  catalogWords,
  headings,
  mayReadSentence,
  messageWithPlaces,
  namedAgent,
  patternsOf,
  revokeWords,
  rulesOf,
} from './words.ts';

type Level = 'error' | 'notice' | 'warning';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
  readonly place?: Pick<ReportedPlace, 'line' | 'path'> & Partial<ReportedPlace>;
}

/** Annotations of GitHub Actions: commands that its runner reads from standard output. */
export const github: FindingsReporter = {
  findings: (report) => print([...ofLimits(report), ...report.findings.map(ofFinding)]),
  // Findings fail the check anyway. They must not displace what only a reviewer can judge.
  changes: (report) =>
    print([
      ...ofLimits(report),
      ...ofSuppressions(report),
      ...report.new.map(ofFinding),
      ...ofAccess(report),
    ]),
};

const levels = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
} as const satisfies Readonly<Record<Severity, Level>>;

/** The runner shows only this many annotations of each level for a step. */
const mostOfLevel = 10;

/** The GitHub Action adds a notice of its own. */
const mostNotices = mostOfLevel - 1;

/**
 * Prints the worst first, and otherwise in the given order. If there are too many, the last notice shows how many
 * are missing.
 */
function print(annotations: readonly Annotation[]): string {
  const by = (wanted: Level): readonly Annotation[] => annotations.filter(({ level }) => level === wanted);
  const errors = by('error').slice(0, mostOfLevel);
  const warnings = by('warning').slice(0, mostOfLevel);
  const isComplete = errors.length + warnings.length + by('notice').length === annotations.length;
  const isShort = isComplete && by('notice').length <= mostNotices;
  const shown = [...errors, ...warnings, ...by('notice').slice(0, isShort ? mostNotices : mostNotices - 1)];
  const left = annotations.filter((one) => !shown.includes(one));
  const more: readonly Annotation[] = left.length === 0 ? [] : [moreThan(left)];
  return [...shown, ...more].map((annotation) => `${command(annotation)}\n`).join('');
}

function moreThan(left: readonly Annotation[]): Annotation {
  const silent = left.filter(({ title }) => title === headings.suppressions).length;
  const including = silent === 0 ? '' : `, of which ${counted(silent, 'new suppression')}`;
  const message = `${String(left.length)} more${including}. GitHub limits annotations; the other reports of agent-secrets contain everything.`;
  return { level: 'notice', title: 'agent-secrets', message };
}

function ofFinding(finding: ReportedFinding): Annotation {
  const { rule, severity } = finding;
  const message = messageWithPlaces(finding);
  return { level: levels[severity], title: rule, message, place: finding };
}

function ofLimits({ unchecked = [], failed = [], snapshot }: Partial<AnyReport>): readonly Annotation[] {
  const title = 'Not checked';
  return [
    ...failed.map((file) => ({ level: 'error', title, message: failedSentence(file) }) as const),
    ...(snapshot && isOld(snapshot)
      ? [{ level: 'warning', title: 'Old snapshot', message: ageSentence(snapshot) } as const]
      : []),
    ...unchecked.map(
      (agent) => ({ level: 'warning', title, message: capitalized(uncheckedSentence(agent)) }) as const,
    ),
  ];
}

/** First those that suppress something. */
function ofSuppressions({ suppressions }: ReportedChange): readonly Annotation[] {
  const [effective, others] = [
    suppressions.filter(suppresses),
    suppressions.filter((one) => !suppresses(one)),
  ];
  return [...effective, ...others].map((one): Annotation => {
    const reason = one.reason === '' ? 'No reason is given.' : `Reason: ${one.reason}`;
    const message = `This suppresses ${rulesOf(one)} (${counted(one.suppressed.length, 'finding')}). ${reason}`;
    return { level: 'warning', title: headings.suppressions, message, place: one };
  });
}

function suppresses({ suppressed }: ReportedChange['suppressions'][number]): boolean {
  return suppressed.length > 0;
}

function ofAccess(report: ReportedChange): readonly Annotation[] {
  const { needs, dynamic, gone, catalog } = report;
  return [
    ...needs.map((one): Annotation => {
      const agent = namedAgent(report, one.agent);
      const message =
        one.access === 'nonexistent'
          ? `The agent ${agent} reads "${one.secret}", which does not exist.${suggestionOf(one)}`
          : `The agent ${agent} needs access to "${one.secret}" (${accessWords[one.access]}).`;
      return { level: 'notice', title: headings.needs, message, place: one };
    }),
    ...dynamic.map((one): Annotation => {
      const message = `The agent ${namedAgent(report, one.agent)} reads names that are only known at run time: ${patternsOf(one)}.${mayReadSentence(one)}`;
      return { level: 'notice', title: headings.dynamic, message, place: one };
    }),
    // The line may no longer exist, so there is nothing to annotate.
    ...gone.map((one): Annotation => {
      const message = `The agent ${namedAgent(report, one.agent)} no longer reads "${one.secret}": ${revokeWords(one)}.`;
      return { level: 'notice', title: headings.gone, message };
    }),
    ...catalog.map(({ agent, secret, change }): Annotation => {
      const message = `"${secret}" of the agent ${namedAgent(report, agent)}: ${catalogWords[change]}.`;
      return { level: 'notice', title: headings.catalog, message };
    }),
  ];
}

function suggestionOf({ suggestion }: ReportedChange['needs'][number]): string {
  return suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
}

function command({ level, title, message, place }: Annotation): string {
  const properties = Object.entries({ ...(place && placeProperties(place)), title });
  const written = properties.map(([name, value]) => `${name}=${property(value)}`).join(',');
  return `::${level} ${written}::${data(visible(message))}`;
}

/** Columns are only allowed within one line. */
function placeProperties({
  path,
  line,
  column,
  endLine,
  endColumn,
}: NonNullable<Annotation['place']>): Readonly<Record<string, string>> {
  const isOneLine = endLine === undefined || endLine === line;
  return {
    file: visible(path),
    line: String(line),
    ...(endLine !== undefined && { endLine: String(endLine) }),
    ...(column !== undefined && isOneLine && { col: String(column) }),
    ...(endColumn !== undefined && isOneLine && { endColumn: String(endColumn) }),
  };
}

function data(words: string): string {
  return words.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(words: string): string {
  return data(words).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
