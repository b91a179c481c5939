import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createAnalyzer, type Analyzer, type FileContext } from '../../../analysis/index.ts';
import { memoryProject } from '../../corpus/support/memory-project.ts';
import { secret } from '../../support/analysis-fixture.ts';
import { fieldNames, generateValues, secretNames, type Sink, type ValueProgram } from './generate.ts';
import type { Language } from './idioms.ts';

/** A place where a value may arrive: whether it really does, and whether that is reported. */
export interface JudgedSink {
  readonly sink: Sink;
  readonly program: ValueProgram;
  readonly arrives: boolean;
  readonly isReported: boolean;
}

export interface ValueRecall {
  readonly programs: number;
  readonly judged: readonly JudgedSink[];
  /** Programs that a real interpreter could not run, and why: there are to be none. */
  readonly broken: readonly { readonly program: ValueProgram; readonly reason: string }[];
}

type Outcome = { readonly arrivals: readonly (readonly string[])[] } | { readonly error: string };

/** Compares what the rules about values report with where values arrive in a real run. */
export function measureValues(language: Language, count: number, seed: number): ValueRecall {
  const programs = Array.from({ length: count }, (_, number) => generateValues(language, seed + number));
  const outcomes = observe(language, programs);
  const analyzer = createAnalyzer();
  const judged: JudgedSink[] = [];
  const broken: { program: ValueProgram; reason: string }[] = [];
  for (const [number, program] of programs.entries()) {
    const outcome = outcomes[number] ?? { error: 'not run' };
    if ('error' in outcome) broken.push({ program, reason: outcome.error });
    else judged.push(...judge(analyzer, program, outcome.arrivals));
  }
  return { programs: programs.length, judged, broken };
}

/** Of the values that arrive, the share that is reported. */
export function shareReported(judged: readonly JudgedSink[]): number {
  const arriving = judged.filter(({ arrives }) => arrives);
  return arriving.filter(({ isReported }) => isReported).length / Math.max(1, arriving.length);
}

/** Places where nothing arrives, and that are reported all the same. */
export function falseAlarms(judged: readonly JudgedSink[]): readonly JudgedSink[] {
  return judged.filter(({ arrives, isReported }) => isReported && !arrives);
}

export function isEveryday({ sink }: JudgedSink): boolean {
  return sink.idioms.every(({ isRare }) => !isRare);
}

/** One row for each idiom, those that are missed most first, as a Markdown table. */
export function tableOfValues(judged: readonly JudgedSink[]): string {
  const rows = new Map<string, { arrives: number; reported: number; none: number; alarms: number }>();
  for (const { sink, arrives, isReported } of judged)
    for (const words of new Set(sink.idioms.map((idiom) => idiom.words))) {
      const row = rows.get(words) ?? { arrives: 0, reported: 0, none: 0, alarms: 0 };
      rows.set(words, row);
      row[arrives ? 'arrives' : 'none']++;
      if (isReported) row[arrives ? 'reported' : 'alarms']++;
    }
  const missed = [...rows].toSorted(([, one], [, other]) => shareOf(one) - shareOf(other));
  return [
    '| idiom | arrives | reported | does not arrive | reported |',
    '| --- |' + ' ---: |'.repeat(4),
    ...missed.map(
      ([words, row]) => `| ${[words, row.arrives, row.reported, row.none, row.alarms].join(' | ')} |`,
    ),
  ].join('\n');
}

function shareOf({ arrives, reported }: { readonly arrives: number; readonly reported: number }): number {
  return arrives === 0 ? 1 : reported / arrives;
}

/** A finding anywhere on the way of an arrival, as from a helper that logs, counts as reported. */
function judge(
  analyzer: Analyzer,
  program: ValueProgram,
  arrivals: readonly (readonly string[])[],
): readonly JudgedSink[] {
  const reported = findings(analyzer, program);
  return program.sinks.map((sink) => {
    const place = `${sink.path}:${String(sink.line)}`;
    const ways = arrivals.filter((frames) => frames.includes(place));
    const isReported =
      reported.has(place) || ways.some((frames) => frames.some((frame) => reported.has(frame)));
    return { sink, program, arrives: ways.length > 0, isReported };
  });
}

const ruleOfValues = /^secret-(?:in-log|in-state|to-model)$/;

function findings(analyzer: Analyzer, { files, language }: ValueProgram): ReadonlySet<string> {
  const root = 'file:///generated';
  const parsed = Object.entries(files).map(([path, text]) => ({
    path,
    file: analyzer.parse({ uri: `${root}/${path}`, languageId: language, text }),
  }));
  const context = contextOf(root);
  const project = memoryProject(
    root,
    parsed.map(({ file }) => file),
  );
  return new Set(
    parsed.flatMap(({ path, file }) =>
      analyzer
        .findings(file, { ...context, project })
        .filter(({ rule }) => ruleOfValues.test(rule))
        .map(({ range }) => `${path}:${String(range.start.line + 1)}`),
    ),
  );
}

function contextOf(rootUri: string): FileContext {
  const { text, fields, json, url } = secretNames;
  const secrets = [
    secret(fields, { kind: 'key_value', fields: [...fieldNames] }),
    ...[text, json, url].map((name) => secret(name)),
  ].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const catalog = { agentId: 'PROJECT-1', agentName: 'Generated', complete: true, secrets };
  return {
    agent: { agentId: 'PROJECT-1', agentName: 'Generated', rootUri },
    knowledge: {
      catalog,
      asOf: '2026-11-21T10:00:00Z',
      mayGrant: false,
      mayCreate: false,
      mayRequest: false,
    },
  };
}

const node: readonly [string, ...string[]] = [
  process.execPath,
  '--no-warnings',
  '--experimental-vm-modules',
  join(import.meta.dirname, 'value-oracle.ts'),
];
const runners: Readonly<Record<Language, readonly [string, ...string[]]>> = {
  python: ['python3', join(import.meta.dirname, 'value_oracle.py')],
  javascript: node,
  typescript: node,
};

/** Runs the programs in a real interpreter, in every way. */
export function observe(language: Language, programs: readonly ValueProgram[]): readonly Outcome[] {
  const [program, ...args] = runners[language];
  const input = JSON.stringify(programs.map(({ files, functions }) => ({ files, functions })));
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`The programs could not be run:\n${stderr}`);
  const read: unknown = JSON.parse(stdout);
  if (!Array.isArray(read)) throw new TypeError('The oracle wrote no list.');
  return read.map((one: unknown) => outcomeFrom(one));
}

function outcomeFrom(one: unknown): Outcome {
  if (typeof one !== 'object' || one === null) return { error: 'no outcome' };
  if ('error' in one) return { error: String(one.error) };
  const arrivals: unknown = 'arrivals' in one ? one.arrivals : undefined;
  if (!Array.isArray(arrivals)) return { error: 'no arrivals' };
  return { arrivals: arrivals.map((frames: unknown) => (Array.isArray(frames) ? frames.map(String) : [])) };
}
