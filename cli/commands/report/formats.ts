import { visible } from '../../../contracts/visible-text.ts';
import { type Column, table, type TableOptions } from '../../output/table.ts';
import { toJson } from '../../output/visible-text.ts';
import type { Usage } from '../../../review/index.ts';
import { htmlReport } from './html.ts';
import { summaryOf } from './summary.ts';
import { lastReadOf, originOf, partsOf, placesOf, type UsageReport } from './usage-report.ts';

export const usageFormats = {
  text: textReport,
  json: jsonReport,
  csv: csvReport,
  markdown: markdownReport,
  html: htmlReport,
} as const satisfies Readonly<Record<string, (report: UsageReport, options: TableOptions) => string>>;

export type UsageFormat = keyof typeof usageFormats;

const shownPlaces = 3;
/** A job summary holds 1 MB. */
const mostMarkdownRows = 200;

const columns: readonly Column<Usage>[] = [
  { head: 'AGENT', cell: ({ agent }) => agent },
  { head: 'SECRET', cell: ({ secret }) => secret },
  { head: 'EXPIRES', cell: ({ until }) => until },
  { head: 'LAST READ', cell: lastReadOf },
  { head: 'PLACE', cell: shortPlaces },
];

function shortPlaces(usage: Usage): string {
  const places = placesOf(usage);
  const more = places.length - shownPlaces;
  return places.slice(0, shownPlaces).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}

function textReport(report: UsageReport, options: TableOptions): string {
  const parts = partsOf(report).map(
    ({ title, hint, rows }) =>
      `${title} (${String(rows.length)})\n${hint}\n\n${table(columns, rows, options)}\n`,
  );
  const gaps = report.gaps.flatMap(({ agent, gaps: reasons }) =>
    reasons.map((reason) => `${visible(agent)}: ${visible(reason)}`),
  );
  const unread = gaps.length === 0 ? [] : [`Not analyzed (${String(gaps.length)})\n${gaps.join('\n')}\n`];
  const none = parts.length === 0 ? ['No agent can read a secret, and no code reads one.\n'] : [];
  return [...parts, ...unread, ...none, `${summaryOf(report)}\n${visible(originOf(report))}\n`].join('\n');
}

/** Its fields are a stable contract. */
function jsonReport({ at, asOf, source, log, gaps, access }: UsageReport): string {
  return toJson({ version: 1, at, asOf, source, log: log ?? null, gaps, access });
}

const csvHead = [
  'agent',
  'agent_name',
  'secret',
  'state',
  'granted',
  'expires',
  'last_read',
  'unread_since',
  'stale',
  'places',
  'possible_places',
] as const;

/** RFC 4180. */
function csvReport({ access, agentNames }: UsageReport): string {
  const lines = access.map((usage) => [
    usage.agent,
    agentNames.get(usage.agent) ?? '',
    usage.secret,
    usage.state,
    usage.granted ? 'yes' : 'no',
    usage.until ?? '',
    usage.lastRead ?? '',
    usage.unreadSince ?? '',
    usage.isStale ? 'yes' : 'no',
    usage.places.map(({ path, line }) => `${path}:${String(line)}`).join(' '),
    usage.maybe.map(({ path, line }) => `${path}:${String(line)}`).join(' '),
  ]);
  return [csvHead, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** Spreadsheets run a cell that starts with one of these characters, so an apostrophe makes it text. */
function csvCell(text: string): string {
  const shown = visible(text);
  const guarded = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/.test(shown) ? `'${shown}` : shown;
  return /[",']|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function markdownReport(report: UsageReport): string {
  const parts = partsOf(report).map(
    ({ title, hint, rows }) => `## ${title} (${String(rows.length)})\n\n${hint}\n\n${markdownTable(rows)}`,
  );
  const gaps = report.gaps.flatMap(({ agent, gaps: reasons }) =>
    reasons.map((reason) => `- ${codeSpan(agent)}: ${codeSpan(reason)}\n`),
  );
  const unread = gaps.length === 0 ? [] : [`## Not analyzed\n\n${cut(gaps)}`];
  const head = `# Secrets report\n\n${summaryOf(report)}\n`;
  return [head, ...parts, ...unread, `${codeSpan(originOf(report))}\n`].join('\n');
}

function markdownTable(rows: readonly Usage[]): string {
  return `| Agent | Secret | Last read | Place |\n| --- | --- | --- | --- |\n${cut(rows.map(markdownRow))}`;
}

/** Joins lines up to the maximum. */
function cut(lines: readonly string[]): string {
  const more = lines.length - mostMarkdownRows;
  const note = `\n${more.toLocaleString('en')} more. Other formats list all of them.\n`;
  return lines.slice(0, mostMarkdownRows).join('') + (more > 0 ? note : '');
}

function markdownRow(usage: Usage): string {
  const places = placesOf(usage);
  const more = places.length > shownPlaces ? ` and ${String(places.length - shownPlaces)} more` : '';
  const shown = places.slice(0, shownPlaces).map(codeSpan).join(', ') + more;
  return `| ${codeSpan(usage.agent)} | ${codeSpan(usage.secret)} | ${lastReadOf(usage) ?? ''} | ${shown} |\n`;
}

/** Formats untrusted text: nothing in a code span is a link, a mention or HTML. Also safe in a table. */
function codeSpan(text: string): string {
  const shown = visible(text).replaceAll('|', String.raw`\|`);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return shown === '' ? '' : `${fence}${longest > 0 || /^ | $/.test(shown) ? ` ${shown} ` : shown}${fence}`;
}
