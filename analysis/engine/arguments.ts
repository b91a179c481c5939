import { join, literal, unknown } from './values.ts';
import { through } from './paths.ts';
import type { Key, ObjectAtom, PassedArgument, Scope, Value } from './model.ts';
import type { FunctionCode, Parameter } from '../ir/ir.ts';
import type { Caller, Run } from './run.ts';
import { removeEntry } from './writing.ts';

/** Binds arguments to parameters, and marks them as entered through this call. */
export function bind(
  run: Run,
  code: FunctionCode,
  passed: readonly PassedArgument[],
  scope: Scope,
  at: Caller,
): void {
  const given = flattened(run, passed, at).map((one) => marked(run, code, one, at));
  const positional = given.filter(({ name, spread }) => name === undefined && spread === undefined);
  const open = given.filter(({ spread }) => spread !== undefined);
  const named = new Map(
    given.flatMap((one) => (one.name === undefined ? [] : [[one.name, one.value] as const])),
  );
  let next = 0;
  for (const parameter of code.parameters) {
    const name = parameter.target.kind === 'name' ? parameter.target.name : '';
    const spread = spreadFor(run, open, name, at);
    let value: Value | undefined;
    if (parameter.rest === 'items') value = [tupleOf(run, positional.slice(next), spread)];
    else if (parameter.rest === 'entries') value = restEntries(run, named, open, code, at);
    else if (named.has(name)) {
      value = named.get(name);
      named.delete(name);
    } else if (parameter.isKeywordOnly !== true && next < positional.length)
      value = positional[next++]?.value;
    run.assign(
      parameter.target,
      value ?? defaultOf(run, parameter, spread, scope),
      scope,
      parameter.target.at,
    );
  }
}

function defaultOf(
  run: Run,
  { default: byDefault, target, annotation }: Parameter,
  spread: Value,
  scope: Scope,
): Value {
  const now = byDefault === undefined ? undefined : run.evaluate(byDefault, scope);
  const isOfDefinition = run.library.special.sharesDefaults === true;
  if (isOfDefinition && now !== undefined) share(run, now);
  const value = isOfDefinition && now && byDefault?.kind !== 'literal' ? asDefined(now) : now;
  if (spread.length > 0) return join(spread, value ?? unknown);
  if (target.kind === 'name' && run.library.isConversation(target.name, annotation))
    return [{ kind: 'outside', path: 'conv' }];
  return value ?? unknown;
}

/**
 * Python evaluates a default value when it defines the function. A string may have had a different value at
 * that time.
 */
function asDefined(now: Value): Value {
  const isText = now.some((atom) => atom.kind === 'literal' && typeof atom.value === 'string');
  return isText ? join(now, unknown) : now;
}

/** If a default value is an object, all calls of the function share it. */
function share(run: Run, value: Value): void {
  for (const atom of value)
    if (atom.kind === 'object') run.change(atom, { ...run.contents(atom), isShared: true });
}

/** Spread arguments whose items are known become separate arguments. */
export function flattened(
  run: Run,
  passed: readonly PassedArgument[],
  at: Caller,
): readonly PassedArgument[] {
  return passed.flatMap((one): readonly PassedArgument[] => {
    const { spread, value, place } = one;
    if (spread === undefined) return [one];
    const where = place === undefined ? {} : { place };
    if (spread === 'items') {
      const items = run.iterate(value, at);
      return items.isKnown
        ? items.items.map((item) => ({ value: item, ...where }))
        : [{ value: items.any, spread, ...where }];
    }
    // Only a dictionary can be spread.
    const [only, ...more] = value.filter(({ kind }) => kind !== 'secret' && kind !== 'unknown');
    if (only?.kind !== 'object') return [{ value: unknown, spread, ...where }];
    if (more.length > 0) return [{ value: value.filter(({ kind }) => kind === 'object'), spread, ...where }];
    const isCertain = value.every(({ kind }) => kind !== 'unknown');
    const { entries, others, secret } = run.contents(only);
    const known = [...entries].map(([name, item]): PassedArgument => {
      const given = isCertain ? item : join(item, unknown);
      return place === undefined
        ? { value: given, name: String(name) }
        : { value: given, name: String(name), place };
    });
    const isWhole = isCertain && secret === undefined && others.length === 0;
    return isWhole ? known : [...known, { value: [only], spread, ...where }];
  });
}

/** The values that a parameter can receive from spread arguments whose items are not known individually. */
export function spreadFor(run: Run, open: readonly PassedArgument[], name: string, at: Caller): Value {
  return join(
    ...open.map(({ value, spread }) => (spread === 'items' ? value : run.item(value, literal(name), at))),
  );
}

function marked(run: Run, code: FunctionCode, one: PassedArgument, at: Caller): PassedArgument {
  const entered = {
    place: one.place ?? at.place,
    frame: run.frame,
    called: code.name,
    module: at.scope.module,
  };
  return { ...one, value: through(run, { entered }, one.value) };
}

function tupleOf(run: Run, passed: readonly PassedArgument[], spread: Value): ObjectAtom {
  const entries = new Map<Key, Value>(passed.map(({ value }, index) => [index, value]));
  const isKnown = spread.length === 0;
  return run.create({ type: 'tuple', entries, others: spread, ...(isKnown && { length: entries.size }) });
}

function restEntries(
  run: Run,
  named: ReadonlyMap<string, Value>,
  open: readonly PassedArgument[],
  { parameters }: FunctionCode,
  at: Caller,
): Value {
  const rest: Value = [run.create({ type: 'dictionary', entries: new Map<Key, Value>(named) })];
  for (const { value, spread } of open)
    if (spread === 'entries') run.callOutside('dict.update', rest, [{ value }], at);
  for (const { target } of parameters)
    if (target.kind === 'name') removeEntry(run, rest, literal(target.name));
  return rest;
}
