import { flattened, spreadFor } from './arguments.ts';
import type { ClassAtom, FunctionAtom, PassedArgument, Scope, Value } from './model.ts';
import type { Expression, FunctionCode } from '../ir/ir.ts';
import { scopeInside } from './definitions.ts';
import { lineage, methodsNamed } from './lineage.ts';
import type { Caller, Run } from './run.ts';
import { join, literal, nothing, undefinedValue, unknown } from './values.ts';
import { removeEntry } from './writing.ts';

const maximumNesting = 3;

/** Creates an instance and runs its constructor. */
export function construct(run: Run, made: ClassAtom, passed: readonly PassedArgument[], at: Caller): Value {
  const { create } = run.library.special;
  const [method] = create === undefined ? [] : methodsNamed(made, create);
  if (method !== undefined) return constructBy(run, method, made, passed, at);
  const instance = run.create({ type: isDictionary(run, made) ? 'dictionary' : 'instance', class: made });
  runConstructor(run, made, [instance], passed, at);
  const contents = run.contents(instance);
  // An exception whose constructor does not call that of its base class shows all of its arguments.
  run.change(instance, {
    ...contents,
    passed: contents.passed ?? passed.filter(({ name }) => name === undefined),
    created: passed,
  });
  return [instance];
}

/** The class creates its instances itself, or returns an existing one. */
function constructBy(
  run: Run,
  method: FunctionAtom,
  made: ClassAtom,
  passed: readonly PassedArgument[],
  at: Caller,
): Value {
  const instances = run.call([{ ...method, receiver: [made] }], passed, at);
  for (const instance of instances)
    if (instance.kind === 'object' && run.contents(instance).class !== undefined)
      runConstructor(run, made, [instance], passed, at);
  return instances;
}

export function runConstructor(
  run: Run,
  made: ClassAtom,
  receiver: Value,
  passed: readonly PassedArgument[],
  at: Caller,
): Value {
  const { constructor: name, afterInit } = run.library.special;
  setFields(run, made, receiver, passed, at);
  const [method] = methodsNamed(made, name);
  if (method !== undefined) run.call([{ ...method, receiver }], passed, at);
  else if (!isRecord(made)) keepArguments(run, made, receiver, passed, at);
  const after = afterInit === undefined ? undefined : methodsNamed(made, afterInit)[0];
  if (after !== undefined && isRecord(made))
    run.call([{ ...after, receiver }], passedOn(run, made, receiver, at), at);
  return undefinedValue;
}

/** What the constructor hands over to the method after it, and does not keep: `key: InitVar[str]`. */
function passedOn(run: Run, made: ClassAtom, receiver: Value, at: Caller): readonly PassedArgument[] {
  const names = fieldsInOrder(made).flatMap(({ field }) =>
    run.library.passedOn?.test(field.annotation ?? '') === true ? [field.name] : [],
  );
  const values = names.map((name) => ({ value: run.member(receiver, name, at) }));
  for (const name of names) removeEntry(run, receiver, literal(name));
  return values;
}

function isRecord(made: ClassAtom): boolean {
  return lineage(made).some(({ code }) => code.isRecord);
}

/** An exception without a constructor of its own shows all of its arguments. */
function keepArguments(
  run: Run,
  made: ClassAtom,
  receiver: Value,
  passed: readonly PassedArgument[],
  at: Caller,
): void {
  const outer = made.bases.flat().find((atom) => atom.kind === 'class');
  if (outer?.kind === 'class') {
    runConstructor(run, outer, receiver, passed, at);
    return;
  }
  fillOrRemember(run, receiver, passed, at);
}

/** A dictionary contains what it is created with. */
export function fillOrRemember(
  run: Run,
  receiver: Value,
  passed: readonly PassedArgument[],
  at: Caller,
): void {
  const isFilled = receiver.some(
    (atom) => atom.kind === 'object' && run.contents(atom).type === 'dictionary',
  );
  if (isFilled) run.callOutside('dict.update', receiver, passed, at);
  else rememberArguments(run, receiver, passed);
}

/** Whether a class is derived from the dictionary class. */
function isDictionary(run: Run, made: ClassAtom): boolean {
  return lineage(made).some(({ bases }) =>
    bases.flat().some((base) => base.kind === 'outside' && run.library.dictionaryTypes.has(base.path)),
  );
}

function rememberArguments(run: Run, receiver: Value, passed: readonly PassedArgument[]): void {
  for (const atom of receiver)
    if (atom.kind === 'object' && passed.length > 0) run.change(atom, { ...run.contents(atom), passed });
}

function setFields(
  run: Run,
  made: ClassAtom,
  receiver: Value,
  passed: readonly PassedArgument[],
  at: Caller,
): void {
  const fields = fieldsInOrder(made);
  const isFilled = isRecord(made);
  const given = isFilled ? flattened(run, passed, at) : [];
  const positional = given.filter(({ name, spread }) => name === undefined && spread === undefined);
  const open = given.filter(({ spread }) => spread !== undefined);
  for (const [index, { field, scope }] of fields.entries()) {
    const inner: Scope = { ...scopeInside(run, fieldCode(field.name), scope), receiver, owner: made };
    run.state.setVariable(`${inner.id}:this`, receiver);
    const named = given.find(({ name }) => name === field.name)?.value;
    const value = named ?? (isFilled ? positional[index]?.value : undefined);
    const spread = value === undefined ? spreadFor(run, open, field.name, at) : nothing;
    const byDefault = value ?? (field.value && initialOf(run, made, field.value, inner));
    const initial = spread.length === 0 ? byDefault : join(spread, byDefault ?? nothing);
    if (initial !== undefined)
      run.setMember(receiver, field.name, isFilled ? convertedField(run, field, initial, at) : initial, at);
  }
}

/** `key: SecretStr` */
function convertedField(
  run: Run,
  { annotation = '' }: InheritedField['field'],
  value: Value,
  at: Caller,
): Value {
  const { converted } = run.library;
  const isMade = value.some((atom) => atom.kind === 'object' && run.contents(atom).path === converted?.by);
  if (converted === undefined || isMade || !converted.annotation.test(annotation)) return value;
  return run.callOutside(converted.by, undefined, [{ value }], at) ?? value;
}

/**
 * If the fields of a class create instances of the same class, directly or through others, this is followed a
 * few times.
 */
function initialOf(run: Run, made: ClassAtom, value: Expression, scope: Scope): Value {
  const { constructed } = run;
  if (constructed.filter((code) => code === made.code).length >= maximumNesting) return unknown;
  constructed.push(made.code);
  const initial = run.evaluate(value, scope);
  constructed.pop();
  return initial;
}

interface InheritedField {
  readonly field: ClassAtom['code']['fields'][number];
  readonly scope: Scope;
}

/** The fields of a class, after those of its bases. For each name, the field of the most derived class. */
function fieldsInOrder(made: ClassAtom): readonly InheritedField[] {
  const fields = new Map<string, InheritedField>();
  for (const { code, scope } of lineage(made).toReversed())
    for (const field of code.fields) fields.set(field.name, { field, scope });
  return [...fields.values()];
}

function fieldCode(name: string): FunctionCode {
  return {
    name,
    at: { start: 0, end: 0 },
    parameters: [],
    receiver: 'this',
    body: [],
    locals: new Set(),
    globals: new Set(),
    isAsync: false,
    isGenerator: false,
    decorators: [],
  };
}
