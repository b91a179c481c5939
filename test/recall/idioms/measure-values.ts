import type { Analyzer, FileContext } from '../../../analysis/index.ts';
import { secret } from '../../support/analysis-fixture.ts';
import { generatedProject } from '../generated-project.ts';
import { fieldNames, generateAlone, secretNames, type IdiomProgram, type Sink } from './generate.ts';
import type { Language, Selection } from './idioms.ts';
import { measure, measurePrograms, type Measured } from './measure.ts';
import type { Seen } from './run-programs.ts';

/** A location where a value may arrive, with whether one really does, and whether that is reported. */
export interface JudgedSink {
  readonly sink: Sink;
  readonly program: IdiomProgram;
  readonly arrives: boolean;
  readonly isReported: boolean;
}

/** Compares the findings about values with where values arrive in a real run. */
export function measureValues(
  language: Language,
  count: number,
  seed: number,
  selection: Selection = 'all',
): Measured<JudgedSink> {
  return measure({ about: 'values', calls: 1, selection, judge }, language, count, seed);
}

/** Does the same for each idiom of the selection alone. */
export function measureEachValue(language: Language, selection: Selection = 'all'): Measured<JudgedSink> {
  return measurePrograms({ calls: 1, judge }, language, generateAlone(language, selection));
}

/** Returns the share of arriving values that is reported. */
export function shareReported(judged: readonly JudgedSink[]): number {
  const arriving = judged.filter(({ arrives }) => arrives);
  return arriving.filter(({ isReported }) => isReported).length / Math.max(1, arriving.length);
}

/** Returns locations that are reported although no value arrives there. */
export function falseAlarms(judged: readonly JudgedSink[]): readonly JudgedSink[] {
  return judged.filter(({ arrives, isReported }) => isReported && !arrives);
}

export function isEveryday({ sink }: JudgedSink): boolean {
  return sink.idioms.every(({ isRare }) => !isRare);
}

/** Formats a Markdown table with one row per idiom, starting with those that are missed most often. */
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

/**
 * A finding in any frame on the stack of an arrival counts as reported, such as one in a helper that logs.
 */
export function judge(analyzer: Analyzer, program: IdiomProgram, { arrivals }: Seen): readonly JudgedSink[] {
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

function findings(analyzer: Analyzer, { files, language }: IdiomProgram): ReadonlySet<string> {
  const { rootUri, parsed, project } = generatedProject(analyzer, files, language);
  const context = contextOf(rootUri);
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
