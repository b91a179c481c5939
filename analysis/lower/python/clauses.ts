import type { Expression, Statement } from '../../ir/ir.ts';
import type { Span } from '../../model/parsed-file.ts';
import { branch, maximumDepth, unknown } from './context.ts';

/** One of several alternatives; the first one whose condition is true applies. */
export interface Clause {
  /** Absent for `else`. */
  readonly condition?: Expression;
  readonly body: readonly Statement[];
  readonly at: Span;
}

/**
 * Combines clauses into nested branches. Beyond the greatest depth, the clauses become separate branches with
 * unknown conditions.
 */
export function chained(clauses: readonly Clause[]): readonly Statement[] {
  const nested = clauses.slice(0, maximumDepth);
  const end = clauses.at(-1)?.at.end ?? 0;
  let otherwise = clauses
    .slice(maximumDepth)
    .flatMap(({ condition, body, at }): readonly Statement[] => [
      branch(unknown(at, condition && [condition]), body, [], at),
    ]);
  for (const { condition, body, at } of nested.toReversed()) {
    otherwise =
      condition === undefined ? [...body] : [branch(condition, body, otherwise, { start: at.start, end })];
  }
  return otherwise;
}
