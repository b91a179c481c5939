import type { RuleId } from '../../contracts/ids.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import type { Span } from '../source/span.ts';
import { suppressionsIn } from './find-suppressions.ts';
import { type Lines, linesOf } from './places.ts';
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
 * `isCertain`: whether the rule would have spoken on that line, or anywhere, if there were anything to say.
 */
export function judge<T extends Spoken>(
  file: ParsedFile,
  spoken: readonly T[],
  isCertain: (rule: RuleId | undefined, line: number | undefined) => boolean,
): Judgement<T> {
  const suppressions = suppressionsIn(file);
  if (suppressions.length === 0) return { kept: spoken, unused: [] };
  const used = new Set<Suppression | SuppressedId>();
  const kept = spoken.filter((one) => {
    const lines = linesOf(file, one.span);
    const silencing = suppressions.flatMap((each) => silencer(each, one.rule, lines) ?? []);
    for (const each of silencing) used.add(each);
    return silencing.length === 0;
  });
  return { kept, unused: suppressions.flatMap((one) => unusedIn(one, used, isCertain)) };
}

/** The part of a suppression that silences a rule on these lines. */
function silencer(
  suppression: Suppression,
  rule: RuleId,
  lines: Lines,
): Suppression | SuppressedId | undefined {
  if (!reaches(suppression, lines)) return undefined;
  return suppression.ids === undefined ? suppression : suppression.ids.find((id) => id.rule === rule);
}

function reaches({ reach, line }: Suppression, { first, last }: Lines): boolean {
  return reach === 'line' ? line === first || line === last : reach === 'file';
}

function unusedIn(
  suppression: Suppression,
  used: ReadonlySet<Suppression | SuppressedId>,
  isCertain: (rule: RuleId | undefined, line: number | undefined) => boolean,
): readonly UnusedSuppression[] {
  const { ids, reach } = suppression;
  const line = reach === 'line' ? suppression.line : undefined;
  if (reach === 'stray') return [{ suppression, id: undefined, reason: 'misplaced' }];
  if (ids?.length === 0) return [{ suppression, id: undefined, reason: 'names-no-rule' }];
  if (ids === undefined) {
    const isIdle = !used.has(suppression) && isCertain(undefined, line);
    return isIdle ? [{ suppression, id: undefined, reason: 'nothing-to-silence' }] : [];
  }
  return ids
    .filter((id) => !used.has(id) && (id.rule === undefined || isCertain(id.rule, line)))
    .map((id) => ({ suppression, id, reason: id.rule === undefined ? 'unknown' : 'nothing-to-silence' }));
}
