import { styleText } from 'node:util';
import type { Severity } from '../../analysis/index.ts';
import { counted } from '../output/table.ts';
import type { ReportedReference, Reporter, ReporterOptions } from './report.ts';
import type { ReportedFinding } from '../../review/index.ts';

type Style = Parameters<typeof styleText>[0];

/**
 * Text for users at a terminal. Each location is on its own line, which editors and terminals make clickable.
 */
export const text: Reporter = {
  findings: ({ findings, unchecked, files }, options) => {
    const found =
      findings.length === 0 ? `No findings in ${counted(files, 'file')}.` : summary(findings, 'finding');
    return lines(
      findings.map((finding) => findingLine(finding, options)),
      unchecked.length === 0 ? found : `${found.slice(0, -1)}; ${namesUnchecked(unchecked.length)}.`,
    );
  },
  references: ({ references }, options) =>
    lines(
      references.map((reference) => referenceLine(reference, options)),
      summary(references, 'reference'),
    ),
};

const severityStyles: Readonly<Record<Severity, Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'gray',
};

function findingLine(finding: ReportedFinding, { colour }: ReporterOptions): string {
  const { path, line, column, severity, message, rule } = finding;
  return [
    `${clean(path)}:${line}:${column}`,
    paint(severityStyles[severity], severity, colour),
    clean(message),
    paint('gray', rule, colour),
  ].join('  ');
}

function referenceLine(reference: ReportedReference, { colour }: ReporterOptions): string {
  const { path, line, column, dialect, names, patterns, dynamic, agentId } = reference;
  return [
    `${clean(path)}:${line}:${column}`,
    dialect,
    dynamic ? paint('gray', 'dynamic', colour) : clean([...names, ...patterns].join(', ')),
    paint('gray', agentId === null ? 'no agent' : clean(agentId), colour),
  ].join('  ');
}

function lines(places: readonly string[], summaryLine: string): string {
  return [...places, ...(places.length > 0 ? [''] : []), summaryLine, ''].join('\n');
}

function summary(places: readonly { readonly path: string }[], noun: string): string {
  if (places.length === 0) return `No ${noun}s.`;
  const files = new Set(places.map(({ path }) => path)).size;
  return `${counted(places.length, noun)} in ${counted(files, 'file')}.`;
}

function namesUnchecked(agents: number): string {
  return `the names of ${counted(agents, 'agent')} were not checked`;
}

function paint(style: Style, words: string, colour: boolean): string {
  return colour ? styleText(style, words, { validateStream: false }) : words;
}

/** File names and secret names are untrusted, so their control characters must not reach the terminal. */
function clean(words: string): string {
  return words.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{FFFD}');
}
