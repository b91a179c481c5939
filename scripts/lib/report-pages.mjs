// Reports for other programs as HTML, with everything that those programs show to a reviewer.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseXml, workflowCommands } from '../../test/cli/reporters/support/read-back.ts';
import { exampleCredential, runGit, writeExampleHistory } from '../../test/reviewers/example-history.ts';
import { asList, asText, fieldOf } from './json.mjs';

/** @typedef {{ html: string }} Markup HTML, as opposed to text that must be escaped */
/** @typedef {string | Markup} Cell */

/**
 * The changed lines of the example pull request with an annotation, the annotations below them, and those
 * without a line.
 * @param {string} log
 */
export async function annotationsPage(log) {
  const annotations = workflowCommands(log).map(({ name, properties, data }) => ({
    place: `${properties['file'] ?? ''}:${properties['endLine'] ?? properties['line'] ?? ''}`,
    html: `<div class="annotation ${name}"><b>${escaped(properties['title'] ?? '')}</b><br>${escaped(data)}</div>`,
  }));
  const unplaced = new Set(annotations);
  const files = (await exampleDiff()).flatMap(({ file, lines }) => {
    const at = lines.map(({ number }) => annotations.filter(({ place }) => place === `${file}:${number}`));
    for (const one of at.flat()) unplaced.delete(one);
    const isNear = lines.map((_, index) => at.slice(Math.max(0, index - 2), index + 3).some(isFilled));
    if (!isNear.includes(true)) return [];
    const rows = lines.flatMap(({ number, sign, code }, index) => {
      if (isNear[index] !== true) return [];
      const row = `<tr class="${signs[sign] ?? ''}"><td>${number}<td>${sign}<td><pre>${escaped(code)}</pre>`;
      const below = at[index]?.map(({ html }) => `<tr><td colspan="3">${html}`) ?? [];
      return [row, ...below];
    });
    return [`<h3>${escaped(file)}</h3><table class="diff">${rows.join('')}</table>`];
  });
  return [...files, '<h3>Without a line</h3>', ...[...unplaced].map(({ html }) => html)].join('');
}

/** @param {string} text */
export function sarifPage(text) {
  const results = listAt(JSON.parse(text), 'runs').flatMap((run) => listAt(run, 'results'));
  const rows = results.map((result) => {
    const place = fieldOf(listAt(result, 'locations')[0], 'physicalLocation');
    const file = decodeURIComponent(textAt(place, 'artifactLocation', 'uri'));
    const states = listAt(result, 'suppressions').map((one) => {
      const where = textAt(one, 'kind') === 'inSource' ? 'suppressed in the code' : 'suppressed';
      return `${where}: ${textAt(one, 'justification') || 'no reason given'}`;
    });
    return [
      label(textAt(result, 'level')),
      textAt(result, 'ruleId'),
      placeCell(file, textAt(place, 'region', 'startLine')),
      textAt(result, 'message', 'text'),
      states.length === 0 ? 'open' : states.join('; '),
    ];
  });
  return table(['Level', 'Rule', 'Place', 'Message', 'State'], rows);
}

/** @param {string} text */
export function codeQualityPage(text) {
  const rows = asList(JSON.parse(text)).map((entry) => [
    label(textAt(entry, 'severity')),
    textAt(entry, 'check_name'),
    placeCell(textAt(entry, 'location', 'path'), textAt(entry, 'location', 'lines', 'begin')),
    textAt(entry, 'description'),
  ]);
  return table(['Severity', 'Rule', 'Place', 'Description'], rows);
}

/** @param {string} text */
export function testReportPage(text) {
  const rows = parseXml(text).children.flatMap(({ attributes, children }) => {
    const { name = '', tests, failures, skipped } = attributes;
    const counts = `tests: ${tests}, failed: ${failures}, skipped: ${skipped}`;
    const suite = { html: `<b>${escaped(name)}</b> <small>${escaped(counts)}</small>` };
    const cases = children.filter((child) => child.name === 'testcase');
    /** @type {Cell[][]} */
    const heading = [[suite]];
    return heading.concat(cases.map(caseCells));
  });
  return table(['Result', 'Test', 'Class', 'Message'], rows);
}

/**
 * @param {import('../../test/cli/reporters/support/read-back.ts').XmlElement} test
 * @returns {Cell[]}
 */
function caseCells({ attributes, children: [result] }) {
  const { name = '', classname = '' } = attributes;
  return [label(result?.name ?? 'passed'), name, classname, result?.attributes['message'] ?? ''];
}

/** @type {Readonly<Record<string, string>>} */
const signs = { '+': 'added', '-': 'removed' };

/** @param {readonly unknown[]} list */
function isFilled(list) {
  return list.length > 0;
}

/**
 * A row with a single cell is a heading.
 * @param {readonly string[]} head
 * @param {readonly (readonly Cell[])[]} rows
 */
function table(head, rows) {
  const titles = head.map((title) => `<th>${escaped(title)}`).join('');
  const cells = rows.map((row) => {
    const start = row.length === 1 ? `<td colspan="${head.length}">` : '<td>';
    return `<tr>${row.map((cell) => start + markup(cell)).join('')}`;
  });
  return `<table><tr>${titles}${cells.join('')}</table>`;
}

/** @param {Cell} cell */
function markup(cell) {
  return typeof cell === 'string' ? escaped(cell) : cell.html;
}

/** @param {string} word */
function label(word) {
  return { html: `<span class="label ${escaped(word)}">${escaped(word)}</span>` };
}

/**
 * @param {string} file
 * @param {string} line
 */
function placeCell(file, line) {
  return { html: `<code>${escaped(`${file}:${line}`)}</code>` };
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function listAt(value, name) {
  return asList(fieldOf(value, name));
}

/**
 * @param {unknown} value
 * @param {...string} names
 */
function textAt(value, ...names) {
  const found = names.reduce(fieldOf, value);
  return typeof found === 'number' ? String(found) : asText(found);
}

/** @param {string} text */
export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Each changed file of the example pull request. Removed lines have no number. */
async function exampleDiff() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'agent-secrets-pictures-'));
  try {
    const { base, head } = writeExampleHistory(folder);
    const diff = runGit(folder, ['diff', '--unified=2', base, head]).replaceAll(exampleCredential, '…');
    return diff.split(/^diff --git .*\n/m).map(fileOf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} diff */
function fileOf(diff) {
  const file = /^\+\+\+ b\/(.*)$/m.exec(diff)?.[1] ?? '';
  const lines = diff
    .split(/^(?=@@)/m)
    .slice(1)
    .flatMap((hunk) => {
      const [first = '', ...rest] = hunk.trimEnd().split('\n');
      let next = Number(/\+(\d+)/.exec(first)?.[1]);
      return rest.map((line) => {
        const sign = line.slice(0, 1);
        return { number: sign === '-' ? '' : String(next++), sign, code: line.slice(1) };
      });
    });
  return { file, lines };
}
