import { createAnalyzer, type Analyzer, type SecretReference } from '../../analysis/index.ts';
import { generatedProject } from './generated-project.ts';
import { flows, generate } from './generate.ts';
import { observe, type Observed } from './observe.ts';
import type { Program, Site } from './program-writer.ts';

/**
 * - `exact`: the very names that Python read in all its runs
 * - `pattern`: some only by their form, and every name that was read matches
 * - `dynamic`: the analysis reports that it does not know
 * - `missed`: no reference was found at all
 * - `loose`: every name that Python read, and others that it never reads
 * - `wrong`: a name was read that was not predicted
 */
export type Verdict = (typeof verdicts)[number];
export const verdicts = ['exact', 'pattern', 'dynamic', 'missed', 'loose', 'wrong'] as const;

export interface Judged {
  readonly site: Site;
  readonly verdict: Verdict;
  readonly program: Program;
  readonly observed: readonly string[];
  readonly predicted: readonly string[];
}

export interface Recall {
  readonly programs: number;
  readonly judged: readonly Judged[];
}

/** Compares what the analysis predicts with what Python does, over programs from `seed` on. */
export function measureRecall(count: number, seed: number): Recall {
  const analyzer = createAnalyzer();
  const judged: Judged[] = [];
  let programs = 0;
  for (let next = seed; programs < count; next += count) {
    const generated = Array.from({ length: count }, (_, number) => generate(next + number));
    const observed = observe(generated);
    for (const [number, program] of generated.entries()) {
      const names = observed[number];
      if (names === null || names === undefined || programs === count) continue;
      programs++;
      judged.push(...judge(analyzer, program, names));
    }
  }
  return { programs, judged };
}

/** What must never happen: missing a name, or considering an impossible one possible in plain code. */
export function isDefect({ verdict, site }: Judged): boolean {
  if (verdict === 'loose') return site.expected !== 'sound';
  return verdict === 'wrong' || verdict === 'missed';
}

/** The share of reads whose names, or otherwise whose form, can be known and is found. */
export function shareKnown(judged: readonly Judged[]): number {
  return shareOf(
    judged.filter(({ site }) => isKnowable(site)),
    ({ verdict, site }) => verdict === 'exact' || (verdict === 'pattern' && site.expected === 'pattern'),
  );
}

/** The share of reads with names in the program for which exactly these names are found. */
export function shareExact(judged: readonly Judged[]): number {
  return shareOf(
    judged.filter(({ site }) => site.expected === 'exact'),
    ({ verdict }) => verdict === 'exact',
  );
}

/** The share of reads in unrealistic code for which too many names are reported. */
export function shareLoose(judged: readonly Judged[]): number {
  const odd = judged.filter(({ site }) => site.expected === 'sound');
  return odd.filter(({ verdict }) => verdict === 'loose').length / Math.max(1, odd.length);
}

/** One row for each flow, and their sum, as a Markdown table. */
export function tableOf({ judged }: Recall): string {
  const row = (kind: string, of: readonly Judged[]): string => {
    const counts = verdicts.map((column) => of.filter(({ verdict }) => verdict === column).length);
    const exact = of.some(({ site }) => site.expected === 'exact') ? percent(shareExact(of)) : '–';
    const known = of.some(({ site }) => isKnowable(site)) ? percent(shareKnown(of)) : '–';
    return `| ${[kind, of.length, ...counts, exact, known].join(' | ')} |`;
  };
  return [
    `| flow | reads | ${verdicts.join(' | ')} | exact of listed | known |`,
    `| --- |${' ---: |'.repeat(verdicts.length + 3)}`,
    ...flows.map(({ kind }) =>
      row(
        kind,
        judged.filter(({ site }) => site.kind === kind),
      ),
    ),
    row('all', judged),
  ].join('\n');
}

function isKnowable({ expected }: Site): boolean {
  return expected === 'exact' || expected === 'pattern';
}

function shareOf(judged: readonly Judged[], isCounted: (one: Judged) => boolean): number {
  return judged.length === 0 ? 1 : judged.filter(isCounted).length / judged.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function judge(analyzer: Analyzer, program: Program, observed: Observed): readonly Judged[] {
  const predictions = predict(analyzer, program);
  return program.sites.flatMap((site): readonly Judged[] => {
    const place = `${site.path}:${String(site.line)}`;
    const names = observed[place];
    if (names === undefined || names.length === 0) return [];
    const prediction = predictions.get(place);
    const predicted = prediction ? [...prediction.names, ...prediction.patterns] : [];
    return [{ site, verdict: verdictOf(prediction, names), program, observed: names, predicted }];
  });
}

/** How a prediction compares with the names that were read. */
export function verdictOf(reference: SecretReference | undefined, observed: readonly string[]): Verdict {
  if (reference === undefined) return 'missed';
  if (reference.dynamic) return 'dynamic';
  const { names, patterns } = reference;
  const forms = patterns.map((pattern) => formOf(pattern));
  const fits = observed.every((name) => names.includes(name) || forms.some((form) => form.test(name)));
  const isPossible =
    names.every((name) => observed.includes(name)) &&
    forms.every((form) => observed.some((name) => form.test(name)));
  if (!fits) return 'wrong';
  if (!isPossible) return 'loose';
  return patterns.length > 0 ? 'pattern' : 'exact';
}

function formOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(/[^\w*]/g, String.raw`\$&`).replaceAll('*', '.*')}$`, 's');
}

function predict(analyzer: Analyzer, { files }: Program): ReadonlyMap<string, SecretReference> {
  const { parsed, project } = generatedProject(analyzer, files, 'python');
  const found = new Map<string, SecretReference>();
  for (const { path, file } of parsed)
    for (const reference of analyzer.references(file, project))
      if (reference.dialect === 'agent')
        found.set(`${path}:${String(file.positionAt(reference.span.start).line + 1)}`, reference);
  return found;
}
