import type { Language } from '../idioms/idioms.ts';
import { type JudgedRead, measureNamePrograms } from '../idioms/measure-names.ts';
import type { Measured } from '../idioms/measure.ts';
import { generateChoice } from './generate.ts';

/** Runs programs in which conditions and other variables decide what a name can be. */
export function measureChoices(language: Language, count: number, seed: number): Measured<JudgedRead> {
  const programs = Array.from({ length: count }, (_, number) => generateChoice(language, seed + number));
  return measureNamePrograms(language, programs);
}

/** Reads for which names are reported that never occur there. */
export function invented(judged: readonly JudgedRead[]): readonly JudgedRead[] {
  return judged.filter(({ verdict, isWithheld }) => verdict === 'loose' && !isWithheld);
}
