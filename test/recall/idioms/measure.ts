import { createAnalyzer, type Analyzer } from '../../../analysis/index.ts';
import { generate, type IdiomProgram } from './generate.ts';
import type { Language, Selection, Subject } from './idioms.ts';
import { runPrograms, type Seen } from './run-programs.ts';

/** The behavior of generated programs in a real interpreter, compared with the analysis. */
export interface Measured<Judged> {
  readonly programs: number;
  readonly judged: readonly Judged[];
  /** Programs that a real interpreter could not run, and why. There should be none. */
  readonly broken: readonly { readonly program: IdiomProgram; readonly reason: string }[];
}

interface Measurement<Judged> {
  readonly about: Subject;
  /** How often each function is called in the same modules. */
  readonly calls: number;
  readonly selection: Selection;
  readonly judge: (analyzer: Analyzer, program: IdiomProgram, seen: Seen) => readonly Judged[];
}

/** Generates `count` programs from `seed` on, runs them, and judges what the analysis predicts for each. */
export function measure<Judged>(
  { about, calls, selection, judge }: Measurement<Judged>,
  language: Language,
  count: number,
  seed: number,
): Measured<Judged> {
  const programs = Array.from({ length: count }, (_, number) =>
    generate(about, language, seed + number, selection),
  );
  return measurePrograms({ calls, judge }, language, programs);
}

/** Runs programs and judges what the analysis predicts for each. */
export function measurePrograms<Judged>(
  { calls, judge }: Pick<Measurement<Judged>, 'calls' | 'judge'>,
  language: Language,
  programs: readonly IdiomProgram[],
): Measured<Judged> {
  const outcomes = runPrograms(language, programs, calls);
  const analyzer = createAnalyzer();
  const judged: Judged[] = [];
  const broken: { program: IdiomProgram; reason: string }[] = [];
  for (const [number, program] of programs.entries()) {
    const outcome = outcomes[number] ?? { error: 'not run' };
    if ('error' in outcome) broken.push({ program, reason: outcome.error });
    else judged.push(...judge(analyzer, program, outcome));
  }
  return { programs: programs.length, judged, broken };
}
