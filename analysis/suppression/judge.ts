import type { RuleId } from '../../contracts/ids.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import type { Span } from '../source/span.ts';
import { suppressionsIn } from './find-suppressions.ts';
import { type Lines, linesOf, touchesLines } from './places.ts';
import type { SuppressedId, Suppression, UnusedSuppression } from './suppression.ts';

/** A place that a rule speaks about. */
interface Spoken {
  readonly rule: RuleId;
  readonly span: Span;
}

export interface Judgement<T extends Spoken> {
  readonly kept: readonly T[];
  readonly unused: readonly UnusedSuppression[];
}

/**
 * Takes out what comments ask to be silent about, and tells which comments were not needed.
 * `isCertain`: whether the rule would have spoken on those lines, or anywhere, if there were anything to say.
 */
export function judge<T extends Spoken>(
  file: ParsedFile,
  spoken: readonly T[],
  isCertain: (rule: RuleId | undefined, lines: Lines | undefined) => boolean,
): Judgement<T> {
  const suppressions = suppressionsIn(file);
  if (suppressions.length === 0) return { kept: spoken, unused: [] };
  const used = new Set<Suppression | SuppressedId>();
  const kept = spoken.filter(({ rule, span }) => {
    const concerned = suppressions.filter((one) => names(one, rule));
    // Looking for the lines of a place costs more than all the rest.
    const lines = concerned.some(({ reach }) => reach === 'lines') ? linesOf(file, span) : undefined;
    const silencing = concerned.filter((one) => reaches(one, lines));
    for (const one of silencing) used.add(one.ids?.find((id) => id.rule === rule) ?? one);
    return silencing.length === 0;
  });
  return { kept, unused: suppressions.flatMap((one) => unusedIn(one, used, isCertain)) };
}

function names({ ids }: Suppression, rule: RuleId): boolean {
  return ids === undefined || ids.some((id) => id.rule === rule);
}

function reaches({ reach, lines }: Suppression, place: Lines | undefined): boolean {
  if (reach !== 'lines') return reach === 'file';
  return lines !== undefined && place !== undefined && touchesLines(lines, place);
}

function unusedIn(
  suppression: Suppression,
  used: ReadonlySet<Suppression | SuppressedId>,
  isCertain: (rule: RuleId | undefined, lines: Lines | undefined) => boolean,
): readonly UnusedSuppression[] {
  const { ids, reach, lines } = suppression;
  if (reach === 'stray') return [{ suppression, id: undefined, reason: 'misplaced' }];
  if (ids?.length === 0) return [{ suppression, id: undefined, reason: 'names-no-rule' }];
  if (ids === undefined) {
    const isIdle = !used.has(suppression) && isCertain(undefined, lines);
    return isIdle ? [{ suppression, id: undefined, reason: 'nothing-to-silence' }] : [];
  }
  return ids
    .filter((id) => !used.has(id) && (id.rule === undefined || isCertain(id.rule, lines)))
    .map((id) => ({ suppression, id, reason: id.rule === undefined ? 'unknown' : 'nothing-to-silence' }));
}
