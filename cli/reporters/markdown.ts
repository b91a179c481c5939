import type { Severity } from '../../analysis/index.ts';
import { rulePage } from '../../contracts/rule-settings.ts';
import { ruleIds } from '../../contracts/rule-ids.ts';
import type { DynamicRead, NeededAccess } from '../../review/changes/change-report.ts';
import { failedSentence, type ReportedFinding, uncheckedSentence } from '../../review/index.ts';
import { counted } from '../output/table.ts';
import { code, prose } from './markdown-text.ts';
import type { AnyReport, FindingsReporter, ReportedChange } from './report.ts';
import { ageSentence, isOld, type SnapshotAge } from './snapshot-age.ts';
import {
  accessWords,
  advice,
  baseWords,
  capitalized,
  catalogWords,
  cellWords,
  changeSummary,
  changeVerdict,
  headings,
  noFindings,
  patternsOf,
  placesElsewhere,
  revokeWords,
  withVerdict,
} from './words.ts';

/** A summary for a pull request or a job, in the Markdown of GitHub and GitLab, without any source text. */
export const markdown: FindingsReporter = {
  findings: (report) => {
    const { verdict, findings, unchecked, failed = [], snapshot, baseline, files } = report;
    const noun = baseline ? 'new finding' : 'finding';
    const found =
      findings.length === 0
        ? `${noFindings(report)}.`
        : `${counted(findings.length, noun)} in ${counted(files, 'checked file')}.`;
    return page(
      [...withVerdict(verdict, found, bold), ...ageOf(snapshot)],
      [{ heading: 'Findings', table: findingsTable(findings) }, ...notChecked({ unchecked, failed })],
    );
  },
  changes: (report) => {
    const { unchecked = [], failed = [], snapshot } = report;
    const found = changeSummary(report);
    const base = code(baseWords(report.base));
    const first =
      found === ''
        ? `No new access and no new findings compared with ${base}.`
        : `Compared with ${base}: ${found}.`;
    return page(
      [...withVerdict(changeVerdict(report), first, bold), ...ageOf(snapshot)],
      [...changeSections(report), ...notChecked({ unchecked, failed })],
    );
  },
};

function bold(words: string): string {
  return `**${words}**`;
}

function ageOf(snapshot: SnapshotAge | undefined): readonly string[] {
  if (snapshot === undefined) return [];
  const sentence = ageSentence(snapshot);
  return [isOld(snapshot) ? `**Warning:** ${sentence}` : sentence];
}

interface Section {
  readonly heading: string;
  /** What to do, in a sentence or two. */
  readonly action?: string;
  readonly table: Table;
}

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** In bytes. GitHub rejects a summary of more than 1 MiB, and jobs can add something to it. */
const largest = 900_000;

/** Tables are cut when the page is full, the last sections first. */
function page(first: readonly string[], sections: readonly Section[]): string {
  const blocks = [`## Agent Secrets\n\n${first.join('\n\n')}\n`];
  let size = Buffer.byteLength(blocks[0] ?? '');
  for (const { heading, action, table } of sections) {
    if (table.rows.length === 0) continue;
    const lines = [`### ${heading}\n`, ...(action === undefined ? [] : [`${action}\n`])];
    lines.push(row(table.head), row(table.head.map(() => '---')));
    let left = table.rows.length;
    for (const cells of table.rows) {
      const line = row(cells);
      size += Buffer.byteLength(line) + 1;
      if (size > largest) break;
      lines.push(line);
      left--;
    }
    if (left > 0) lines.push(`\n${String(left)} more. The JSON report contains everything.`);
    blocks.push(`${lines.join('\n')}\n`);
  }
  return blocks.join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function changeSections(report: ReportedChange): readonly Section[] {
  const { needs, dynamic, suppressions, gone, catalog } = report;
  return [
    {
      heading: headings.needs,
      action: advice.needs,
      table: {
        head: ['Agent', 'Secret', 'Access', 'Place'],
        rows: needs.map((one) => [
          agentCell(report, one.agent),
          code(one.secret),
          accessCell(one),
          placeOf(one),
        ]),
      },
    },
    { heading: headings.new, action: advice.new, table: findingsTable(report.new, report) },
    {
      heading: headings.dynamic,
      action: advice.dynamic,
      table: {
        head: ['Agent', 'Pattern of the name', 'Matching secrets', 'Place'],
        rows: dynamic.map((read) => [
          agentCell(report, read.agent),
          read.patterns.length === 0 ? 'any name' : code(patternsOf(read)),
          matchingCell(read),
          placeOf(read),
        ]),
      },
    },
    {
      heading: headings.suppressions,
      action: advice.suppressions,
      table: {
        head: ['Rules', 'Reason', 'Suppressed findings', 'Place'],
        rows: suppressions.map((one) => [
          one.rules.length === 0 ? '**all rules**' : one.rules.map(ruleLink).join(', '),
          one.reason === '' ? '**no reason given**' : prose(one.reason),
          one.suppressed.length === 0 ? 'none' : one.suppressed.map(suppressedCell).join('<br>'),
          placeOf(one),
        ]),
      },
    },
    {
      heading: headings.gone,
      action: advice.gone,
      table: {
        head: ['Agent', 'Secret', 'What to do', 'Last read in the base'],
        rows: gone.map((one) => [
          agentCell(report, one.agent),
          code(one.secret),
          revokeWords(one),
          placeOf(one),
        ]),
      },
    },
    {
      heading: headings.catalog,
      action: advice.catalog,
      table: {
        head: ['Agent', 'Secret', 'Change'],
        rows: catalog.map(({ agent, secret, change }) => [
          agentCell(report, agent),
          code(secret),
          catalogWords[change],
        ]),
      },
    },
  ];
}

function accessCell({ access, suggestion }: Pick<NeededAccess, 'access' | 'suggestion'>): string {
  const words = access === 'granted' ? accessWords.granted : bold(accessWords[access]);
  return suggestion === undefined ? words : `${words}; did you mean ${code(suggestion)}?`;
}

function matchingCell({ patterns, matching }: DynamicRead): string {
  if (patterns.length === 0) return 'any';
  if (matching === undefined) return accessWords.unknown;
  const { secrets, more } = matching;
  if (secrets.length === 0) return 'no known secret';
  const known = secrets.map(({ secret, access }) => `${code(secret)} ${accessCell({ access })}`);
  return [...known, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('<br>');
}

/** The name and the ID of an agent; only the ID if the name is unknown. */
function agentCell(
  { agents = {} }: { readonly agents?: Readonly<Record<string, string>> },
  id: string,
): string {
  const name = agents[id];
  return name === undefined || name === id ? code(id) : `${prose(name)} ${code(id)}`;
}

function findingsTable(
  findings: readonly ReportedFinding[],
  report: { readonly agents?: Readonly<Record<string, string>> } = {},
): Table {
  return {
    head: ['Severity', 'Finding', 'Rule', 'Agent', 'Place'],
    rows: findings.map((finding) => [
      severityWords[finding.severity],
      prose(finding.message),
      ruleLink(finding.rule),
      agentCell(report, finding.agentId),
      [
        `${placeOf(finding)}${cellWords(finding)}`,
        ...placesElsewhere(finding).map((at) => `at ${code(at)}`),
      ].join('<br>'),
    ]),
  };
}

function suppressedCell(finding: ReportedFinding): string {
  return `${prose(finding.message)} (${placeOf(finding)})`;
}

const severityWords: Readonly<Record<Severity, string>> = {
  error: '**error**',
  warning: 'warning',
  information: 'information',
  hint: 'hint',
};

function notChecked({ unchecked = [], failed = [] }: Partial<AnyReport>): readonly Section[] {
  const rows = [
    ...failed.map((file) => [prose(failedSentence(file))]),
    ...unchecked.map((one) => [prose(capitalized(uncheckedSentence(one)))]),
  ];
  return [{ heading: 'Not checked', table: { head: ['Reason'], rows } }];
}

function ruleLink(rule: string): string {
  const known = ruleIds.find((id) => id === rule);
  return known === undefined ? code(rule) : `[${known}](${rulePage(known)})`;
}

function placeOf({ path, line }: { readonly path: string; readonly line: number }): string {
  return code(`${path}:${String(line)}`);
}
