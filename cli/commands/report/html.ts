import { createHash } from 'node:crypto';
import { visible } from '../../../contracts/visible-text.ts';
import type { Usage } from '../../../review/index.ts';
import { summaryOf } from './summary.ts';
import {
  lastReadOf,
  originOf,
  partsOf,
  placesOf,
  type ReportPart,
  type UsageReport,
} from './usage-report.ts';
import { style } from './html-style.ts';

/** Wider tables are split, because browsers lay out several small tables faster, and only those in view. */
const agentsPerTable = 25;
/** A list with more rows is closed at first. */
const openRows = 300;
const shownPlaces = 20;
/** A longer list is cut off, because browsers become slow. The matrix and the other formats are complete. */
const mostRows = 2_000;

/**
 * One page that needs no scripts and loads nothing. Its policy forbids both, so a hostile name could not run or
 * send anything even if it were not escaped.
 */
export function htmlReport(report: UsageReport): string {
  const parts = partsOf(report);
  const names = (agent: string) => report.agentNames.get(agent);
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Secrets report</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#matrix">Go to the matrix</a>
<header>
<h1>Secrets report</h1>
<p>${escaped(summaryOf(report))}</p>
<p class="origin">${escaped(originOf(report))} Made on ${escaped(report.at)}.</p>
</header>
<nav aria-label="Contents"><ul>
${parts.map(({ id, title, rows }) => `<li><a href="#${id}">${escaped(title)}</a> (${String(rows.length)})</li>`).join('\n')}
<li><a href="#matrix">All agents and secrets</a></li>
</ul></nav>
<main>
${parts.map((part) => listOf(part, names)).join('\n')}
${gapsOf(report)}
${matrixOf(report.access, names)}
</main>
</body>
</html>
`;
}

type NameOf = (agent: string) => string | undefined;

function listOf({ id, title, hint, rows }: ReportPart, names: NameOf): string {
  const isOpen = rows.length <= openRows && id !== 'used' && id !== 'no-code';
  const shown = rows.slice(0, mostRows);
  const columns = listColumns(names).filter(({ cell }) => shown.some((row) => cell(row) !== ''));
  const head = columns.map(({ title: name }) => `<th scope="col">${name}`).join('');
  const lines = shown.map((row) => {
    const [first = '', ...others] = columns.map(({ cell }) => cell(row));
    return `<tr><th scope="row">${first}${others.map((cell) => `<td>${cell}`).join('')}`;
  });
  const cut =
    rows.length > mostRows ? `<p>The first ${String(mostRows)}. The matrix contains all of them.</p>` : '';
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escaped(title)} (${String(rows.length)})</h2>
<p>${escaped(hint).replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</p>
<details${isOpen ? ' open' : ''}><summary>${String(rows.length)} ${rows.length === 1 ? 'entry' : 'entries'}</summary>
${cut}<div class="scroll" role="region" aria-label="${escaped(title)}" tabindex="0"><table>
<thead><tr>${head}</thead>
<tbody>
${lines.join('\n')}
</tbody></table></div>
</details>
</section>`;
}

interface ListColumn {
  readonly title: string;
  /** As HTML. */
  readonly cell: (row: Usage) => string;
}

/** Columns without any text are left out. */
function listColumns(names: NameOf): readonly ListColumn[] {
  return [
    { title: 'Agent', cell: ({ agent }) => agentOf(agent, names) },
    { title: 'Secret', cell: ({ secret }) => escaped(secret) },
    { title: 'Expires', cell: ({ until }) => escaped(until ?? '') },
    { title: 'Last read', cell: (row) => escaped(lastReadOf(row) ?? '') },
    { title: 'Place', cell: placeList },
  ];
}

function placeList(row: Usage): string {
  const places = placesOf(row);
  if (places.length === 0) return '';
  const shown = places.slice(0, shownPlaces).map((place) => `<li><code>${escaped(place)}</code>`);
  const more = places.length > shownPlaces ? `<li>${String(places.length - shownPlaces)} more` : '';
  return `<ul>${shown.join('')}${more}</ul>`;
}

/** The id, and the name if it says more. */
function agentOf(agent: string, names: NameOf): string {
  const name = names(agent);
  const id = `<span>${escaped(agent)}</span>`;
  return name === undefined || name === agent ? id : `${id} <small>${escaped(name)}</small>`;
}

function gapsOf({ gaps }: UsageReport): string {
  if (gaps.length === 0) return '';
  const items = gaps.flatMap(({ agent, gaps: reasons }) =>
    reasons.map((reason) => `<li>${escaped(agent)}: ${escaped(reason)}`),
  );
  return `<section id="gaps" aria-labelledby="gaps-title">
<h2 id="gaps-title">Not analyzed</h2>
<p>The code of these agents may read more than the report shows.</p>
<ul>
${items.join('\n')}
</ul></section>`;
}

/** Words rather than symbols, so that neither colours nor a legend are necessary. */
const cellWords: Readonly<Record<ReportPart['id'], string>> = {
  stale: 'unread',
  unused: 'unused',
  maybe: 'maybe',
  used: 'used',
  incomplete: 'partly',
  'no-code': 'granted',
  missing: 'no access',
  nonexistent: 'no secret',
  unknown: 'unknown',
};

const legend: readonly (readonly [ReportPart['id'], string])[] = [
  ['used', 'granted, and the code reads it'],
  ['maybe', 'granted, and a name that is only known at run time may be this one'],
  ['unused', 'granted, and the code does not read it'],
  ['stale', 'unused, and not read for the whole period of the report'],
  ['incomplete', 'granted, and the agent’s code was not analyzed completely'],
  ['no-code', 'granted, and the agent’s code is not in this folder'],
  ['missing', 'the code reads it without access'],
  ['nonexistent', 'the code reads a secret that does not exist'],
  ['unknown', 'the code reads it, and the agent’s access is unknown'],
];

/** Tables with a secret in each row and an agent in each column. Each has only the rows that it needs. */
function matrixOf(access: readonly Usage[], names: NameOf): string {
  const byAgent = Map.groupBy(access, ({ agent }) => agent);
  const agents = [...byAgent.keys()];
  const used = new Set(access.map(idOf));
  const terms = legend
    .filter(([id]) => used.has(id))
    .map(([id, text]) => `<dt class="${id}">${cellWords[id]}<dd>${text}`);
  const tables: string[] = [];
  for (let start = 0; start < agents.length; start += agentsPerTable) {
    const some = agents.slice(start, start + agentsPerTable);
    const label =
      agents.length > agentsPerTable
        ? `Agents ${String(start + 1)} to ${String(start + some.length)}`
        : 'All agents';
    tables.push(matrixTable(label, some, byAgent, names));
  }
  return `<section id="matrix" aria-labelledby="matrix-title">
<h2 id="matrix-title">All agents and secrets</h2>
<dl class="legend">${terms.join('')}</dl>
${tables.join('\n')}
</section>`;
}

function matrixTable(
  label: string,
  agents: readonly string[],
  byAgent: ReadonlyMap<string, readonly Usage[]>,
  names: NameOf,
): string {
  const cells = new Map<string, string[]>();
  for (const [column, agent] of agents.entries()) {
    for (const usage of byAgent.get(agent) ?? []) {
      const row = cells.get(usage.secret) ?? agents.map(() => '<td>');
      const id = idOf(usage);
      row[column] = `<td class="${id}">${cellWords[id]}`;
      cells.set(usage.secret, row);
    }
  }
  const rows = [...cells].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `<div class="block"><h3>${label}</h3>
<div class="scroll matrix" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr><th scope="col">Secret${agents.map((agent) => `<th scope="col">${agentOf(agent, names)}`).join('')}</thead>
<tbody>
${rows.map(([secret, row]) => `<tr><th scope="row">${escaped(secret)}${row.join('')}`).join('\n')}
</tbody></table></div></div>`;
}

function idOf(usage: Usage): ReportPart['id'] {
  return usage.isStale ? 'stale' : usage.state;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes untrusted text for elements and quoted attributes. */
function escaped(text: string): string {
  return visible(text).replaceAll(/["&'<>]/g, (character) => entities[character] ?? '');
}
