import { lastAtOrBefore } from '../source/last-at-or-before.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SecretUse } from '../model/secret-use.ts';

/**
 * Drops `text` uses inside logged values, because logging must be removed regardless of the kind of the
 * value.
 */
export function withoutLogged(uses: readonly SecretUse[]): readonly SecretUse[] {
  const isLogged = insideAny(uses.filter(({ kind }) => kind === 'log').map(({ span }) => span));
  return uses.filter(({ kind, span }) => kind !== 'text' || !isLogged(span));
}

/** Whether one of `spans` entirely contains the given span. */
function insideAny(spans: readonly Span[]): (span: Span) => boolean {
  const sorted = spans.toSorted((one, other) => one.start - other.start);
  const starts = sorted.map(({ start }) => start);
  let furthest = 0;
  const ends = sorted.map(({ end }) => (furthest = Math.max(furthest, end)));
  return ({ start, end }) => {
    const last = lastAtOrBefore(starts, start);
    return (starts[last] ?? Infinity) <= start && end <= (ends[last] ?? 0);
  };
}
