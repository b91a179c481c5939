import { readJson, type Reading } from '../../contracts/read-entries.ts';
import type { ReportedFinding } from './reported.ts';

/** Known findings that are alike. Lines, messages and values are not part of it. */
export interface BaselineEntry {
  /** Relative to the folder of the baseline file, with forward slashes. */
  readonly path: string;
  readonly rule: string;
  readonly agent: string;
  readonly names: readonly string[];
  /** The number of such findings. */
  readonly count: number;
}

/** The findings of a check, compared with a baseline. */
export interface Comparison {
  /** In the order of the findings. Among findings that are alike, the last ones count as new. */
  readonly added: readonly ReportedFinding[];
  /** The number of findings that the baseline contains. */
  readonly known: number;
  /** Entries that the check did not find any more; `count` says how many. */
  readonly fixed: readonly BaselineEntry[];
  /** The number of fixed findings. */
  readonly fixedCount: number;
}

/** Returns the path of a finding as a baseline file contains it. */
export type PathInBaseline = (reportedPath: string) => string;

/** Whether a check would have found an entry if it still existed. */
export type Covers = (entry: BaselineEntry) => boolean;

export function compareWithBaseline(
  findings: readonly ReportedFinding[],
  baseline: readonly BaselineEntry[],
  pathOf: PathInBaseline,
  covers: Covers,
): Comparison {
  const left = new Map<string, number>();
  for (const entry of baseline) left.set(keyOf(entry), (left.get(keyOf(entry)) ?? 0) + entry.count);
  const added = findings.filter((finding) => {
    const key = keyOf(entryOf(finding, pathOf));
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  const fixed = baseline.filter(covers).flatMap((entry) => {
    const count = Math.min(entry.count, left.get(keyOf(entry)) ?? 0);
    left.set(keyOf(entry), 0);
    return count === 0 ? [] : [{ ...entry, count }];
  });
  const fixedCount = fixed.reduce((sum, { count }) => sum + count, 0);
  return { added, known: findings.length - added.length, fixed, fixedCount };
}

/** The entries for these findings, and the `earlier` ones that the check does not cover. */
export function baselineOf(
  findings: readonly ReportedFinding[],
  earlier: readonly BaselineEntry[],
  pathOf: PathInBaseline,
  covers: Covers,
): readonly BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  const kept = earlier.filter((entry) => !covers(entry));
  for (const entry of [...kept, ...findings.map((finding) => entryOf(finding, pathOf))]) {
    const key = keyOf(entry);
    entries.set(key, { ...entry, count: entry.count + (entries.get(key)?.count ?? 0) });
  }
  return [...entries.values()].toSorted((one, other) => compare(keyOf(one), keyOf(other)));
}

/** One line for each entry, so that merges and diffs show whole entries. */
export function writeBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ path, rule, agent, names, count }) =>
    JSON.stringify({ path, rule, agent, names, count }),
  );
  const list = lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
  return `{\n  "version": 1,\n  "findings": ${list}\n}\n`;
}

export function readBaseline(text: string): Reading<readonly BaselineEntry[]> {
  return readJson(text, (file) => {
    const version = file.at('version');
    if (version.value !== 1) return version.fail('1');
    return file.at('findings').list((entry) => ({
      path: entry.at('path').text(),
      rule: entry.at('rule').text(),
      agent: entry.at('agent').text(),
      names: entry.at('names').list((name) => name.text()),
      count: entry.at('count').count(1),
    }));
  });
}

function entryOf({ path, rule, agentId, names }: ReportedFinding, pathOf: PathInBaseline): BaselineEntry {
  return { path: pathOf(path), rule, agent: agentId, names, count: 1 };
}

/** Also the order of the entries. The names of a finding are sorted. */
function keyOf({ path, rule, agent, names }: BaselineEntry): string {
  return [path, rule, agent, ...names].join('\0');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
