import { createAnalyzer, type Analyzer } from '../../../analysis/index.ts';
import { memoryProject } from '../../corpus/support/memory-project.ts';
import { verdictOf, verdicts, type Verdict } from '../measure.ts';
import { generate, type IdiomProgram, type Sink } from './generate.ts';
import type { Language } from './idioms.ts';
import { runPrograms, type Seen } from './run-programs.ts';

/** A read in a generated program, with the names that were read, those that were predicted, and a verdict. */
export interface JudgedRead {
  readonly sink: Sink;
  readonly program: IdiomProgram;
  readonly observed: readonly string[];
  readonly predicted: readonly string[];
  readonly verdict: Verdict;
}

export interface NameRecall {
  readonly programs: number;
  readonly judged: readonly JudgedRead[];
  /** Programs that a real interpreter could not run, and why. There should be none. */
  readonly broken: readonly { readonly program: IdiomProgram; readonly reason: string }[];
}

/** Compares predicted names with those that are read in a real run, in which each function runs twice. */
export function measureNames(language: Language, count: number, seed: number): NameRecall {
  const programs = Array.from({ length: count }, (_, number) => generate('names', language, seed + number));
  const outcomes = runPrograms(language, programs, 2);
  const analyzer = createAnalyzer();
  const judged: JudgedRead[] = [];
  const broken: { program: IdiomProgram; reason: string }[] = [];
  for (const [number, program] of programs.entries()) {
    const outcome = outcomes[number] ?? { error: 'not run' };
    if ('error' in outcome) broken.push({ program, reason: outcome.error });
    else judged.push(...judge(analyzer, program, outcome));
  }
  return { programs: programs.length, judged, broken };
}

/** Returns reads of a name that was not predicted, and reads that were missed. Neither should ever happen. */
export function unsound(judged: readonly JudgedRead[]): readonly JudgedRead[] {
  return judged.filter(({ verdict }) => verdict === 'wrong' || verdict === 'missed');
}

/** Formats the number of reads with each verdict. */
export function countsOf(judged: readonly JudgedRead[]): string {
  const count = (one: Verdict): number => judged.filter(({ verdict }) => verdict === one).length;
  return verdicts.map((one) => `${String(count(one))} ${one}`).join(', ');
}

function judge(analyzer: Analyzer, program: IdiomProgram, { reads }: Seen): readonly JudgedRead[] {
  const root = 'file:///generated';
  const { language, files, sinks } = program;
  const parsed = Object.entries(files).map(([path, text]) => ({
    path,
    file: analyzer.parse({ uri: `${root}/${path}`, languageId: language, text }),
  }));
  const project = memoryProject(
    root,
    parsed.map(({ file }) => file),
  );
  return parsed.flatMap(({ path, file }) => {
    const references = analyzer.references(file, project).filter(({ dialect }) => dialect === 'agent');
    return sinks
      .filter((sink) => sink.path === path)
      .flatMap((sink): readonly JudgedRead[] => {
        const observed = reads[`${path}:${String(sink.line)}`];
        if (observed === undefined || observed.length === 0) return [];
        const found = references.find(({ span }) => file.positionAt(span.start).line + 1 === sink.line);
        const predicted = found ? [...found.names, ...found.patterns] : [];
        return [{ sink, program, observed, predicted, verdict: verdictOf(found, observed) }];
      });
  });
}
