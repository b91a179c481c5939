import type { Scope, Value } from './model.ts';
import { sentence } from '../../contracts/words.ts';
import type { Expression } from '../ir/ir.ts';
import type { Run } from './run.ts';
import { sourceOf } from './place.ts';
import { isSecret } from './values.ts';

/** The platform passes what some functions return to the model. */
export function returning(run: Run, value: Value, expression: Expression, scope: Scope): void {
  const { code, outer } = scope;
  if (code === undefined || outer?.code !== undefined) return;
  const decorators = code.decorators.map(({ at }) => sourceOf({ unit: scope.unit, at }));
  const [first] = code.parameters;
  const name = first?.target.kind === 'name' ? first.target.name : undefined;
  if (!run.library.isCalledByModel(decorators, name)) return;
  const at = { scope, place: { unit: scope.unit, at: expression.at } };
  run.arrive('model', sentence('the return value'), run.shownOf(value), at);
}

/** The text of an exception ends in a log. */
export function raising(run: Run, value: Value, expression: Expression, scope: Scope): void {
  const sink = sentence('the text of an exception');
  const shown = run.textOf(value).filter(isSecret);
  if (shown.length === 0) return;
  const passed = value.flatMap((atom) => (atom.kind === 'object' ? (run.contents(atom).created ?? []) : []));
  const culprits = passed.filter((one) => {
    const reads = new Set(run.textOf(one.value).flatMap((atom) => (isSecret(atom) ? [atom.read] : [])));
    return shown.some(({ read }) => reads.has(read));
  });
  for (const { place } of culprits) if (place !== undefined) run.arrive('log', sink, shown, { scope, place });
  if (culprits.length === 0)
    run.arrive('log', sink, shown, { scope, place: { unit: scope.unit, at: expression.at } });
}
