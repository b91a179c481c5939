import { styleText } from 'node:util';
import type { Severity } from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { NewSuppression } from '../../review/changes/change-report.ts';
import type { ReportedFinding, ReportedPlace } from '../../review/index.ts';
import { counted } from '../output/table.ts';
import { withoutCommands } from '../output/visible-text.ts';
import { createFrames, type FrameOf } from './code-frame.ts';
import type {
  AnyReport,
  FindingsReport,
  ReportedChange,
  ReportedReference,
  Reporter,
  ReporterOptions,
  Verdict,
} from './report.ts';
import {
  type accessWords,
  baseWords,
  catalogWords,
  cellWords,
  changeSummary,
  changeVerdict,
  headings,
  matchingWords,
  namedAgent,
  neededWords,
  filesUnchecked,
  namesUnchecked,
  noFindings,
  patternsOf,
  placesElsewhere,
  revokeWords,
  rulesOf,
  withVerdict,
} from './words.ts';

type Style = Parameters<typeof styleText>[0];

/**
 * Text for users at a terminal. Each location is on its own line, which editors and terminals make clickable;
 * the lines of a code frame are indented.
 */
export const text: Reporter = {
  findings: (report, options) => {
    const { findings } = report;
    const frameOf = framesFor(
      [...findings, ...(report.suppressed ?? []).map(({ finding }) => finding)],
      options,
    );
    const rest = lines(
      findings.flatMap((finding) => findingLines(finding, frameOf, options)),
      findingsSummary(report),
    );
    return startingWith(report.verdict, rest, options);
  },
  changes: (report, options) => {
    const sections = sectionsOf(report, options).filter(({ body }) => body.length > 0);
    const shown = sections.map(
      ({ heading, body }) => `${paint('bold', heading, options.colour)}\n${body.join('\n')}\n`,
    );
    const rest = [...shown, `${comparison(report)}\n`].join('\n');
    return startingWith(changeVerdict(report), rest, options);
  },
  references: ({ references }, options) =>
    lines(
      references.map((reference) => referenceLine(reference, options)),
      `${summary(references, 'reference')}.`,
    ),
};

const severityStyles: Readonly<Record<Severity, Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'gray',
};

const verdictStyles: Readonly<Record<Verdict['state'], Style>> = {
  failed: 'red',
  incomplete: 'yellow',
  passed: 'green',
};

function startingWith(verdict: Verdict | undefined, rest: string, { colour }: ReporterOptions): string {
  const emphasized = (word: string, state: Verdict['state']): string =>
    paint(verdictStyles[state], word, colour);
  return withVerdict(verdict, rest, emphasized).join('\n\n');
}

function framesFor(findings: readonly ReportedFinding[], { sourceOf }: ReporterOptions): FrameOf {
  return sourceOf === undefined ? () => undefined : createFrames(findings, sourceOf);
}

interface Section {
  readonly heading: string;
  readonly body: readonly string[];
}

function sectionsOf(report: ReportedChange, options: ReporterOptions): readonly Section[] {
  const { needs, new: added, dynamic, suppressions, gone, catalog } = report;
  const { colour } = options;
  const frameOf = framesFor([...added, ...suppressions.flatMap(({ suppressed }) => suppressed)], options);
  const gray = (words: string): string => paint('gray', words, colour);
  const agentWords = (id: string): string => gray(clean(namedAgent(report, id)));
  return [
    {
      heading: headings.needs,
      body: needs.map((one) => {
        const { agent, secret, access, path, line } = one;
        const words = paint(accessStyles[access], clean(neededWords(one)), colour);
        return columns(`${safeStart(path)}:${line}`, clean(secret), words, agentWords(agent));
      }),
    },
    { heading: headings.new, body: added.flatMap((finding) => findingLines(finding, frameOf, options)) },
    {
      heading: headings.dynamic,
      body: dynamic.flatMap((read) => {
        const first = columns(placeOf(read), clean(patternsOf(read)), agentWords(read.agent));
        if (read.matching === undefined) return [first];
        return [first, `    matches ${clean(matchingWords(read.matching))}`];
      }),
    },
    {
      heading: headings.suppressions,
      body: suppressions.flatMap((one) => suppressionLines(one, options)),
    },
    {
      heading: headings.gone,
      body: gone.map((one) =>
        columns(
          `${safeStart(one.path)}:${one.line}`,
          clean(one.secret),
          revokeWords(one),
          agentWords(one.agent),
        ),
      ),
    },
    {
      heading: headings.catalog,
      body: catalog.map(({ agent, secret, change }) =>
        columns(safeStart(secret), catalogWords[change], agentWords(agent)),
      ),
    },
  ];
}

function suppressionLines(one: NewSuppression, options: ReporterOptions): readonly string[] {
  const { reason, suppressed } = one;
  const because = reason === '' ? 'no reason given' : clean(reason);
  const first = columns(placeOf(one), clean(rulesOf(one)), paint('gray', because, options.colour));
  return [first].concat(suppressed.map((finding) => `    suppresses ${findingLine(finding, options)}`));
}

const accessStyles: Readonly<Record<keyof typeof accessWords, Style>> = {
  granted: 'green',
  missing: 'red',
  nonexistent: 'red',
  unknown: 'yellow',
};

function comparison(report: ReportedChange): string {
  const base = clean(baseWords(report.base));
  const found = changeSummary(report);
  const rest = restOf(report);
  if (found === '') return `No new access and no new findings compared with ${base}${rest}`;
  return `Compared with ${base}: ${found}${rest}`;
}

function findingsSummary(report: FindingsReport): string {
  const { findings, baseline } = report;
  const found =
    findings.length === 0 ? noFindings(report) : summary(findings, baseline ? 'new finding' : 'finding');
  return `${found}${restOf(report)}`;
}

/** Everything that the result does not cover. */
function restOf({ unchecked = [], failed = [] }: Partial<AnyReport>): string {
  const parts = [
    ...(unchecked.length > 0 ? [namesUnchecked(unchecked.length)] : []),
    ...(failed.length > 0 ? [filesUnchecked(failed.length)] : []),
  ];
  return parts.length === 0 ? '.' : `; ${parts.join(', and ')}.`;
}

function findingLines(
  finding: ReportedFinding,
  frameOf: FrameOf,
  options: ReporterOptions,
): readonly string[] {
  const elsewhere = placesElsewhere(finding).map((place) => `    at ${safeStart(place)}`);
  return [findingLine(finding, options), ...frameLines(finding, frameOf, options), ...elsewhere];
}

function findingLine(finding: ReportedFinding, { colour }: ReporterOptions): string {
  const { severity, message, rule } = finding;
  return columns(
    `${placeOf(finding)}${cellWords(finding)}`,
    paint(severityStyles[severity], severity, colour),
    clean(message),
    paint('gray', rule, colour),
  );
}

function frameLines(
  finding: ReportedFinding,
  frameOf: FrameOf,
  { colour }: ReporterOptions,
): readonly string[] {
  // A line of a notebook's file is JSON.
  const frame = finding.cell === undefined ? frameOf(finding) : undefined;
  if (frame === undefined) return [];
  const { number, code, indent, carets } = frame;
  const gutter = number.padStart(6);
  return [
    `${paint('gray', `${gutter} |`, colour)} ${code}`,
    `${paint('gray', `${' '.repeat(gutter.length)} |`, colour)} ${indent}${paint(severityStyles[finding.severity], carets, colour)}`,
  ];
}

function referenceLine(reference: ReportedReference, { colour }: ReporterOptions): string {
  const { dialect, names, patterns, dynamic, agentId } = reference;
  return columns(
    placeOf(reference),
    dialect,
    dynamic ? paint('gray', 'dynamic', colour) : clean([...names, ...patterns].join(', ')),
    paint('gray', agentId === null ? 'no agent' : clean(agentId), colour),
  );
}

function placeOf({ path, line, column }: Pick<ReportedPlace, 'column' | 'line' | 'path'>): string {
  return `${safeStart(path)}:${line}:${column}`;
}

function columns(...parts: readonly string[]): string {
  return parts.join('  ');
}

function lines(places: readonly string[], summaryLine: string): string {
  return [...places, ...(places.length > 0 ? [''] : []), summaryLine, ''].join('\n');
}

function summary(places: readonly { readonly path: string }[], noun: string): string {
  if (places.length === 0) return `No ${noun}s`;
  const files = new Set(places.map(({ path }) => path)).size;
  return `${counted(places.length, noun)} in ${counted(files, 'file')}`;
}

function paint(style: Style, words: string, colour: boolean): string {
  return colour ? styleText(style, words, { validateStream: false }) : words;
}

/** File names and secret names are untrusted, so they must not control the terminal or a pipeline's runner. */
function clean(words: string): string {
  return withoutCommands(visible(words));
}

/** The start of a line, which `:` may follow. GitHub's runner executes lines that start with `::`. */
function safeStart(words: string): string {
  return clean(words).replace(/^(\s*):/, '$1./:');
}
