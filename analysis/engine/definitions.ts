import type { ClassAtom, FunctionAtom, Key, ObjectAtom, PassedArgument, Scope, Value } from './model.ts';
import { nameDescriptors } from './descriptors.ts';
import { lineage, methodsNamed } from './lineage.ts';
import type { ClassCode, FunctionCode } from '../ir/ir.ts';
import type { Caller, Run } from './run.ts';
import { withEntries } from './entry-maps.ts';
import { literal, undefinedValue } from './values.ts';
import { lookUp, setVariable } from './variables.ts';

/**
 * Creates a function. A decorator that is not followed is assumed to keep the function, but may change its
 * result.
 */
export function functionValue(run: Run, code: FunctionCode, at: Caller): Value {
  const made: FunctionAtom = { kind: 'function', code, scope: at.scope };
  run.created.push(made);
  run.frame.hasClosures = true;
  return decorated(run, made, at);
}

export function decorated(run: Run, made: FunctionAtom, at: Caller): Value {
  return made.code.decorators.reduceRight<Value>(
    (value, decorator) => {
      const result = run.call(run.evaluate(decorator, made.scope), [{ value }], at);
      return result.some(({ kind }) => kind === 'function' || kind === 'class' || kind === 'object')
        ? result
        : value.map((atom) => (atom.kind === 'function' ? { ...atom, mayReturnOther: true } : atom));
    },
    [made],
  );
}

/** Creates a class with its own attributes. Its decorators are applied as calls. */
export function classValue(run: Run, code: ClassCode, scope: Scope): Value {
  const bases = code.bases.map((base) => run.evaluate(base, scope));
  const statics = run.create({ type: 'dictionary' });
  const made: ClassAtom = { kind: 'class', code, scope, bases, statics: statics.id };
  run.created.push(made);
  run.frame.hasClosures = true;
  bindEarly(run, made);
  executeBody(run, made, statics, scope);
  registerSubclass(run, made);
  return code.decorators.reduceRight<Value>(
    (value, decorator) => {
      const place = { unit: scope.unit, at: decorator.at };
      const result = run.call(run.evaluate(decorator, scope), [{ value }], { scope, place });
      return result.some(({ kind }) => kind === 'class') ? result : value;
    },
    [made],
  );
}

/** JavaScript's static blocks call methods that refer to the class by name. */
function bindEarly(run: Run, made: ClassAtom): void {
  const { code, scope } = made;
  if (run.library.isEmptyFalse || code.name === '' || code.statics.length === 0) return;
  const before = lookUp(run, code.name, scope);
  if (before.every(({ kind }) => kind === 'unknown')) setVariable(run, code.name, [made], scope);
}

/** Calls the method of a base class that runs for new subclasses. */
function registerSubclass(run: Run, made: ClassAtom): void {
  const { afterSubclass } = run.library.special;
  if (afterSubclass === undefined) return;
  const { code, scope } = made;
  const [method] = lineage(made)
    .slice(1)
    .flatMap((base) => methodsNamed(base, afterSubclass));
  if (method === undefined) return;
  const passed = (code.keywords ?? []).flatMap(({ value, ...how }): readonly PassedArgument[] =>
    how.name === 'metaclass' ? [] : [{ ...how, value: run.evaluate(value, scope) }],
  );
  run.call([{ ...method, receiver: [made] }], passed, { scope, place: { unit: scope.unit, at: code.at } });
}

/** The names of a class body are attributes of the class. */
function executeBody(run: Run, made: ClassAtom, statics: ObjectAtom, scope: Scope): void {
  const bound = new Set(
    made.code.statics.flatMap((one) => (one.kind === 'assign' ? namesIn(one.targets) : [])),
  );
  const methods = made.code.methods.filter(({ name }) => !bound.has(name));
  const locals = new Set([...bound, made.code.name, ...methods.map(({ name }) => name)]);
  if (made.code.statics.length === 0) return;
  const body: FunctionCode = { ...emptyFunction, name: made.code.name, locals, at: made.code.at };
  const inner: Scope = {
    ...scopeInside(run, body, scope),
    receiver: [made],
    owner: made,
  };
  run.state.setVariable(`${inner.id}:this`, [made]);
  if (!bound.has(made.code.name)) run.state.setVariable(`${inner.id}:${made.code.name}`, [made]);
  for (const { name } of methods)
    run.state.setVariable(`${inner.id}:${name}`, methodsNamed(made, name).slice(-1));
  const isEnumeration = isEnumerated(run, made);
  const kept = new Map<string, Value>();
  const keep = (name: string, value: Value): void => {
    kept.set(name, value);
    const contents = run.contents(statics);
    const one = isEnumeration && !name.startsWith('_') ? [enumerated(run, made, name, value)] : value;
    run.change(statics, { ...contents, entries: withEntries(contents.entries, new Map([[name, one]])) });
    nameDescriptors(run, made, name, value);
  };
  // Later statements can read and replace what is an attribute already.
  for (const statement of made.code.statics) {
    run.execute([statement], inner);
    for (const name of bound) {
      const value = run.state.variable(`${inner.id}:${name}`);
      if (value !== undefined && kept.get(name) !== value) keep(name, value);
    }
  }
  for (const name of bound) if (!kept.has(name)) keep(name, undefinedValue);
}

function isEnumerated(run: Run, made: ClassAtom): boolean {
  const { enumerations } = run.library.special;
  return lineage(made).some(({ bases }) =>
    bases.flat().some((base) => base.kind === 'outside' && enumerations?.test(base.path) === true),
  );
}

/** `Scheme.BEARER`, with its name and its value. */
function enumerated(run: Run, made: ClassAtom, name: string, value: Value): ObjectAtom {
  const entries = new Map<Key, Value>([
    ['name', literal(name)],
    ['value', value],
  ]);
  return run.create({ type: 'instance', class: made, entries });
}

const emptyFunction: Omit<FunctionCode, 'name' | 'locals' | 'at'> = {
  parameters: [],
  receiver: 'this',
  body: [],
  globals: new Set(),
  isAsync: false,
  isGenerator: false,
  decorators: [],
};

function namesIn(targets: readonly { readonly kind: string; readonly name?: string }[]): readonly string[] {
  return targets.flatMap(({ kind, name }) => (kind === 'name' && name !== undefined ? [name] : []));
}

/** A new scope for a call of `code`, which was defined in `outer`. */
export function scopeInside(run: Run, code: FunctionCode, outer: Scope): Scope {
  return { id: run.nextId(), module: outer.module, unit: outer.unit, code, outer };
}
