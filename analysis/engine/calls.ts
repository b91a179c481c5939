import { bind } from './arguments.ts';
import { construct, fillOrRemember, runConstructor } from './construction.ts';
import type {
  Atom,
  FunctionAtom,
  Key,
  ObjectAtom,
  OutsideAtom,
  PassedArgument,
  Scope,
  Value,
} from './model.ts';
import type { FunctionCode, Statement } from '../ir/ir.ts';
import { scopeInside } from './definitions.ts';
import { methodsNamed } from './lineage.ts';
import type { Caller, Run } from './run.ts';
import type { Frame } from './frames.ts';
import type { State } from './state.ts';
import { join, literal, undefinedValue, unknown } from './values.ts';

/** Calls every possible value of `callee`. */
export function call(run: Run, callee: Value, passed: readonly PassedArgument[], at: Caller): Value {
  const [only, ...others] = callee;
  if (only === undefined) return unknown;
  if (others.length === 0) return callAtom(run, only, passed, at);
  const start = run.state;
  const ends: State[] = [];
  const results = callee.map((atom) => {
    run.state = start.fork();
    const result = callAtom(run, atom, passed, at);
    ends.push(run.state);
    return result;
  });
  start.join(ends);
  run.state = start;
  return join(...results);
}

function callAtom(run: Run, atom: Atom, passed: readonly PassedArgument[], at: Caller): Value {
  switch (atom.kind) {
    case 'function':
      return isCreating(run, atom, at)
        ? createdBy(run, atom, passed, at)
        : callFunction(run, atom, passed, at);
    case 'class':
      return run.named.call(atom, passed, at) ?? construct(run, atom, passed, at);
    case 'super':
      if (atom.base.kind === 'class') return runConstructor(run, atom.base, atom.receiver, passed, at);
      fillOrRemember(run, atom.receiver, passed, at);
      return undefinedValue;
    case 'object':
      return callInstance(run, atom, passed, at);
    case 'outside':
      if (atom.given !== undefined) return callGiven(run, atom, atom.given, passed, at);
      return run.callOutside(atom.path, atom.receiver, passed, at) ?? callUnfollowed(run, atom, passed, at);
    case 'literal':
    case 'secret':
    case 'unknown':
      return callUnknown(run, undefined, passed);
  }
}

/**
 * A library's class keeps what it is created with. Its other functions are known only by name: one called
 * `mask`, or one whose result is unused, may change its arguments.
 */
function callUnfollowed(
  run: Run,
  { path, receiver }: OutsideAtom,
  passed: readonly PassedArgument[],
  { isStatement }: Caller,
): Value {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (/^_*[A-Z]/.test(name)) return [run.create({ type: 'instance', path, passed, created: passed })];
  const mayChange = changing.test(name) || (isStatement === true && !path.includes('.'));
  return mayChange ? callUnknown(run, receiver, passed) : unknown;
}

/** Names of functions that may remove values from their arguments. */
const changing =
  /mask|redact|scrub|clean|saniti|filter|hide|strip|censor|remov|pop|clear|delet|updat|replac|obfusc|anonym|prune|trunc|shorten/i;

/** Code that is not followed may change its arguments, and its result is unknown. */
function callUnknown(run: Run, receiver: Value | undefined, passed: readonly PassedArgument[]): Value {
  if (receiver !== undefined) run.mayChange(receiver);
  for (const { value } of passed) run.mayChange(value);
  return unknown;
}

/** A function that is not followed, with arguments given in advance. */
function callGiven(
  run: Run,
  { given: _given, ...atom }: OutsideAtom,
  given: readonly PassedArgument[],
  passed: readonly PassedArgument[],
  at: Caller,
): Value {
  return run.call([atom], [...given, ...passed], at);
}

function callInstance(run: Run, atom: ObjectAtom, passed: readonly PassedArgument[], at: Caller): Value {
  const { call: name } = run.library.special;
  const { class: made } = run.contents(atom);
  if (made === undefined || name === undefined || methodsNamed(made, name).length === 0)
    return callUnknown(run, [atom], passed);
  return run.call(run.member([atom], name, at), passed, at);
}

/** Follows a function of the project with these arguments. */
function callFunction(run: Run, atom: FunctionAtom, passed: readonly PassedArgument[], at: Caller): Value {
  const all = [...(atom.given ?? []), ...passed];
  const named = run.named.call(atom, all, at);
  if (named !== undefined) return named;
  if (!run.mayEnter(atom.code)) return callUnknown(run, atom.receiver, all);
  return run.remember(atom, all, () => follow(run, atom, all, at));
}

/** Whether a function of JavaScript is called with `new`. */
function isCreating(run: Run, { receiver, code }: FunctionAtom, { place }: Caller): boolean {
  if (run.library.isEmptyFalse || receiver !== undefined || code.receiver === undefined) return false;
  return place.unit.code.text.startsWith('new ', place.at.start);
}

function createdBy(run: Run, atom: FunctionAtom, passed: readonly PassedArgument[], at: Caller): Value {
  const instance: Value = [run.create({ type: 'instance' })];
  const returned = callFunction(run, { ...atom, receiver: instance }, passed, at);
  const objects = returned.filter(({ kind }) => kind === 'object');
  return objects.length > 0 ? objects : instance;
}

/** What a generator yields when a value is sent to it. Its function is followed from the start. */
export function resume(run: Run, atom: FunctionAtom, sent: Value, at: Caller): Value {
  return run.mayEnter(atom.code) ? follow(run, atom, atom.given ?? [], at, sent) : unknown;
}

function follow(
  run: Run,
  atom: FunctionAtom,
  all: readonly PassedArgument[],
  at: Caller,
  sent?: Value,
): Value {
  const { code } = atom;
  const isUnbound =
    atom.receiver === undefined &&
    atom.owner !== undefined &&
    code.receiver !== undefined &&
    code.role !== undefined &&
    code.role !== 'static';
  const [first, ...others] = all;
  const receiver = isUnbound ? (first?.value ?? unknown) : atom.receiver;
  const scope: Scope = {
    ...scopeInside(run, code, atom.scope),
    ...(receiver && { receiver }),
    ...(atom.owner && { owner: atom.owner }),
    ...(sent && { sent }),
  };
  const result = run.enterFunction(scope, () => {
    if (code.receiver !== undefined && receiver !== undefined)
      run.state.setVariable(`${scope.id}:${code.receiver}`, receiver);
    keepArguments(run, scope, all);
    bind(run, code, isUnbound && all.length > 0 ? others : all, scope, at);
  });
  if (code.isGenerator)
    for (const items of result)
      if (items.kind === 'object')
        run.state.setObject(items.id, { ...run.contents(items), resumed: [{ ...atom, given: all }] });
  return atom.mayReturnOther === true ? join(result, unknown) : result;
}

/** The variable `arguments` of JavaScript, where code mentions it. */
function keepArguments(run: Run, { id, code, unit }: Scope, all: readonly PassedArgument[]): void {
  const name = run.library.special.arguments;
  if (name === undefined || code?.receiver === undefined || !unit.code.words.has(name)) return;
  const isKnown = all.every(({ spread }) => spread === undefined);
  const items = new Map<Key, Value>(all.map(({ value }, index) => [index, value]));
  const list = isKnown
    ? run.create({ type: 'list', entries: items, length: all.length })
    : run.create({ type: 'list', others: join(...items.values()) });
  run.state.setVariable(`${id}:${name}`, [list]);
}

function isYield(statement: Statement): boolean {
  return (
    (statement.kind === 'evaluate' || statement.kind === 'assign' || statement.kind === 'return') &&
    statement.value?.kind === 'operation' &&
    statement.value.operator.startsWith('yield')
  );
}

/** The result of calling the function: a generator's items, or the return value. */
export function resultOf(run: Run, code: FunctionCode, returned: Value, { yielded, yields }: Frame): Value {
  if (!code.isGenerator) return returned;
  const isOrdered = code.body.filter(isYield).length === yields && yielded.length > 0;
  if (isOrdered)
    return [
      run.create({
        type: 'list',
        entries: new Map<Key, Value>(yielded.entries()),
        length: yielded.length,
        returned,
      }),
    ];
  return [run.create({ type: 'list', others: join(...yielded), otherKeys: literal(0), returned })];
}
