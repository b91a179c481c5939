import type { OutsideAtom, Scope, Value } from './model.ts';
import { unknown } from './values.ts';

const plain: OutsideAtom = { kind: 'outside', path: 'object' };

/** What `super()` refers to in a method: the base classes, bound to the receiver. */
export function basesOf(scope: Scope): Value {
  for (let inner: Scope | undefined = scope; inner !== undefined; inner = inner.outer) {
    if (inner.owner === undefined) continue;
    const { receiver = unknown } = inner;
    if (inner.owner.bases.length === 0) return [{ kind: 'super', base: plain, receiver }];
    return inner.owner.bases.flatMap((base): Value =>
      base.flatMap((atom): Value =>
        atom.kind === 'class' || atom.kind === 'outside' ? [{ kind: 'super', base: atom, receiver }] : [],
      ),
    );
  }
  return unknown;
}
