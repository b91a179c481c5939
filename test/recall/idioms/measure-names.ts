import type { Analyzer } from '../../../analysis/index.ts';
import { generatedProject } from '../generated-project.ts';
import { verdictOf, verdicts, type Verdict } from '../measure.ts';
import { generateEach, type IdiomProgram, type Sink } from './generate.ts';
import type { Language, Selection } from './idioms.ts';
import { measure, measurePrograms, type Measured } from './measure.ts';
import type { Seen } from './run-programs.ts';

/** A read in a generated program, with the names that were read, those that were predicted, and a verdict. */
export interface JudgedRead {
  readonly sink: Sink;
  readonly program: IdiomProgram;
  readonly observed: readonly string[];
  readonly predicted: readonly string[];
  readonly verdict: Verdict;
  /** Whether no rule reports what holds only for some of the names. */
  readonly isWithheld: boolean;
}

/** Compares predicted names with those that are read in a real run, in which each function runs twice. */
export function measureNames(
  language: Language,
  count: number,
  seed: number,
  selection: Selection = 'all',
): Measured<JudgedRead> {
  return measure({ about: 'names', calls: 2, selection, judge }, language, count, seed);
}

/** As above, with a program for each start of the selection and each of the sinks with these words. */
export function measureEachName(
  language: Language,
  ends: readonly string[],
  selection: Selection,
): Measured<JudgedRead> {
  const programs = ends.flatMap((end) => generateEach('names', language, end, selection));
  return measureNamePrograms(language, programs);
}

/** As above, with these programs. */
export function measureNamePrograms(
  language: Language,
  programs: readonly IdiomProgram[],
): Measured<JudgedRead> {
  return measurePrograms({ calls: 2, judge }, language, programs);
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
  const { language, files, sinks } = program;
  const { parsed, project } = generatedProject(analyzer, files, language);
  return parsed.flatMap(({ path, file }) => {
    const references = analyzer.references(file, project).filter(({ dialect }) => dialect === 'agent');
    return sinks
      .filter((sink) => sink.path === path)
      .flatMap((sink): readonly JudgedRead[] => {
        const observed = reads[`${path}:${String(sink.line)}`];
        if (observed === undefined || observed.length === 0) return [];
        const found = references.find(({ span }) => file.positionAt(span.start).line + 1 === sink.line);
        const predicted = found ? [...found.names, ...found.patterns] : [];
        const isWithheld = found?.guarded === true || found?.mixed === true;
        return [{ sink, program, observed, predicted, verdict: verdictOf(found, observed), isWithheld }];
      });
  });
}
