import type { ClassAtom, FunctionAtom, OutsideAtom, Scope, Value } from './model.ts';
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

/** The methods with a name, of a class or else of its bases. */
export function methodsNamed(made: ClassAtom, name: string): readonly FunctionAtom[] {
  for (const owner of lineage(made)) {
    const own = owner.code.methods.filter((method) => method.name === name);
    if (own.length > 0)
      return own.map((code): FunctionAtom => ({ kind: 'function', code, scope: owner.scope, owner }));
  }
  return [];
}

/** The class and all classes that it inherits from, in the order in which attributes are looked up. */
export function lineage(made: ClassAtom): readonly ClassAtom[] {
  const known = lineages.get(made);
  if (known !== undefined) return known;
  const found = new Set<ClassAtom>();
  addLineage(made, found, 0);
  const all = [...found];
  lineages.set(made, all);
  return all;
}

const lineages = new WeakMap<ClassAtom, readonly ClassAtom[]>();

/** Several classes can have the same base. */
function addLineage(made: ClassAtom, found: Set<ClassAtom>, depth: number): void {
  if (found.has(made)) return;
  found.add(made);
  if (depth > 8) return;
  for (const base of made.bases)
    for (const atom of base) if (atom.kind === 'class') addLineage(atom, found, depth + 1);
}
