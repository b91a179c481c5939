import { keyOfOutside } from '../engine/paths.ts';
import type { Atom, Key, PassedArgument, Value } from '../engine/model.ts';
import type { Effect, Library, MakingEffect, ReceiverType, SinkEffect } from '../libraries/library.ts';
import { handledErrors, textOfErrors } from '../effects/errors.ts';
import { shapedBy } from '../effects/records.ts';
import { redirectedTo } from '../effects/streams.ts';
import { applyEffect } from '../effects/index.ts';
import { applyRow, calledIn } from './named-functions.ts';
import { functionPath, type ProjectRow, type ProjectTable } from '../libraries/project-functions.ts';
import type { AppliedRow, SinkKind } from '../model/secret-use.ts';
import { truthOf } from '../engine/truth.ts';
import { percentPlaces } from '../engine/templates.ts';
import { sourceOf } from '../engine/place.ts';
import { createKept } from '../engine/writing.ts';
import type { Caller, LibraryCall, Run } from '../engine/run.ts';
import { isSecret, join, onlyLiteral, outside, unknown } from '../engine/values.ts';

/** Applies what the tables say about a library function. Undefined if it is in no table. */
export function callOutside(run: Run, call: LibraryCall): Value | undefined {
  const { path, at, passed } = call;
  const named = run.library.project && projectRow(run.library, run.library.project, call);
  if (named !== undefined) return applyRow(run, named, passed, at);
  const stored = storedOutside(run, path, passed);
  if (stored !== undefined) return stored;
  if (path === 'require') return required(run, passed, at);
  const method = path.slice(path.lastIndexOf('.') + 1);
  const kept = keptAttribute(run, call, method);
  if (kept !== undefined) return run.callOutside(`dictionary.${method}`, kept, passed, at);
  const rowPath = pathInStore(run.library, path, method) ?? path;
  const effect = effectOf(run.library, rowPath);
  if (effect === undefined) {
    const isLog =
      path.includes('.') && run.library.logMethods.has(method) && run.library.isLogger(at.object ?? '');
    if (!isLog) return undefined;
    sink(run, run.library.logEffect, call);
    return unknown;
  }
  if (typeof effect === 'string') return heldByStore(run, call) ?? applyEffect(run, effect, call);
  if ('makes' in effect) return made(run, effect, call);
  sink(run, effect, call, run.library.functions.has(rowPath) ? { path: rowPath } : undefined);
  return heldByStore(run, call) ?? unknown;
}

/** The row of the project's settings for a library function, by its path or as written in the code. */
function projectRow(
  library: Library,
  project: ProjectTable,
  { path, at }: LibraryCall,
): ProjectRow | undefined {
  const dot = path.indexOf('.');
  if (dot !== -1 && isReceiverType(library, path.slice(0, dot))) return undefined;
  const isUnknown = path.startsWith('?.');
  return project.find(functionPath(isUnknown ? calledIn(sourceOf(at.place)) : path));
}

/**
 * Values returned by a store can be changed in place: `conv.state.setdefault("cache", {})["key"] = value`.
 */
function heldByStore(run: Run, { path, passed }: LibraryCall): Value | undefined {
  const end = path.lastIndexOf('.');
  const store = path.slice(0, end);
  if (!/^(?:get|setdefault)$/.test(path.slice(end + 1)) || !run.library.stores.has(store)) return undefined;
  return join(outside(`${store}.*`), passed[1]?.value ?? unknown);
}

/** `conv.state.tokens.append(key)`: methods of stored values act on the store. */
function pathInStore(library: Library, path: string, method: string): string | undefined {
  for (const store of library.stores.keys())
    if (path.startsWith(`${store}.`) && path.slice(store.length + 1).split('.').length <= 2) {
      const own = `${store}.${method}`;
      return library.functions.has(own) ? own : undefined;
    }
  return undefined;
}

/** `os.environ.get("KEY")` after the code has set it. */
function storedOutside(run: Run, path: string, [first]: readonly PassedArgument[]): Value | undefined {
  const key = first && onlyLiteral(first.value)?.value;
  if (typeof key !== 'string' || !path.endsWith('.get')) return undefined;
  return run.state.variable(keyOfOutside(path.slice(0, -4), key));
}

/** `session.headers.update(…)` fills an attribute of an instance. */
function keptAttribute(run: Run, { receiver = [] }: LibraryCall, method: string): Value | undefined {
  const effect = run.library.methods.dictionary.get(method);
  const [attribute, ...others] = receiver;
  if (effect !== 'update' && effect !== 'set default' && effect !== 'put') return undefined;
  return attribute?.kind === 'outside' && others.length === 0 ? createKept(run, attribute) : undefined;
}

/** An instance of a library. */
function made(
  run: Run,
  { makes, unless, keepsContext }: MakingEffect,
  { receiver, passed }: LibraryCall,
): Value {
  if (isHiding(run, unless, passed)) return unknown;
  const before = (receiver ?? []).flatMap((atom) =>
    atom.kind === 'object' ? (run.contents(atom).created ?? []) : [],
  );
  const created = keepsContext === true ? [...before, ...passed] : before;
  // `Client(headers=…).headers`
  const kept = passed.flatMap(({ name, value }) =>
    name !== undefined && run.library.keptAttributes?.has(name) === true ? [[name, value] as const] : [],
  );
  const entries = new Map<Key, Value>(kept);
  return [run.create({ type: 'instance', path: makes, entries, ...(created.length > 0 && { created }) })];
}

/** The arguments of a logger's constructor appear in everything that it logs. */
function showContext(run: Run, kind: SinkKind, called: string, receiver: Value, at: Caller): void {
  for (const atom of receiver) {
    const { path, class: own, created = [] } = atom.kind === 'object' ? run.contents(atom) : {};
    if (path === undefined || own !== undefined) continue;
    for (const { value } of created) run.arrive(kind, called, run.shownOf(value), at);
  }
}

/** Whether a logger is created with options that change or hide what is logged. */
function isHiding(
  run: Run,
  options: ReadonlySet<string> | undefined,
  passed: readonly PassedArgument[],
): boolean {
  if (options === undefined) return false;
  return passed.some(({ value }) =>
    value.some(
      (atom) =>
        atom.kind === 'object' &&
        [...run.contents(atom).entries.keys()].some((key) => options.has(String(key))),
    ),
  );
}

function required(run: Run, [first]: readonly PassedArgument[], at: Caller): Value {
  const name = first && onlyLiteral(first.value)?.value;
  if (typeof name !== 'string') return unknown;
  return run.module(name, at) ?? (name.startsWith('.') ? unknown : outside(name.replace(/^node:/, '')));
}

const isException = /\.[A-Z]\w*(?:Error|Exception)$/;

/** The row for a path: its own, or that of all members of something it belongs to. */
export function effectOf(library: Library, path: string): Effect | undefined {
  const own = library.functions.get(path);
  if (own !== undefined) return own;
  const dot = path.lastIndexOf('.');
  if (dot === -1) return undefined;
  const type = path.slice(0, dot);
  const method = isReceiverType(library, type) ? library.methods[type].get(path.slice(dot + 1)) : undefined;
  if (method !== undefined) return method;
  // Like any other class, it keeps its constructor's arguments.
  if (isException.test(path)) return undefined;
  for (let end = dot; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const row = library.functions.get(`${path.slice(0, end)}.*`);
    if (row !== undefined) return row;
  }
  return undefined;
}

function isReceiverType(library: Library, type: string): type is ReceiverType {
  return Object.hasOwn(library.methods, type);
}

function sink(
  run: Run,
  effect: SinkEffect,
  { passed, at, receiver = [] }: LibraryCall,
  row?: AppliedRow,
): void {
  if (effect.unless && isExcluded(effect.unless, passed)) return writeTo(run, effect.stream, passed, at);
  const redirected =
    effect.stream && streamIn(passed, effect.stream) === undefined ? redirectedTo(run) : undefined;
  if (redirected !== undefined) return append(run, redirected, passed, at);
  const called = effect.called ?? calledIn(sourceOf(at.place));
  const { except = [], exceptNamed = [] } = effect;
  showErrors(run, effect, called, passed, at);
  showContext(run, effect.sink, called, receiver, at);
  const positional = passed.filter(({ name }) => name === undefined);
  const shaped = effect.template === undefined ? undefined : shapedBy(run, receiver, passed, at);
  for (const one of passed) {
    const position = positional.indexOf(one);
    if (except.includes(position) || (one.name !== undefined && exceptNamed.includes(one.name))) continue;
    const value = one.spread === 'items' ? itemsOf(run, one.value, at) : one.value;
    const shown =
      effect.template === 'percent' && position > 0 ? ofTemplate(run, positional, position, at) : value;
    const arriving = run.shownOf(shown).filter((atom) => shaped === undefined || isAmong(atom, shaped));
    run.arrive(effect.sink, called, arriving, { ...at, place: one.place ?? at.place }, row);
  }
}

function isAmong(atom: Atom, shaped: Value): boolean {
  return isSecret(atom) && shaped.some((one) => isSecret(one) && one.read === atom.read);
}

/** `print(key, file=buffer)`: a stream in memory is the list of what was written to it. */
function writeTo(
  run: Run,
  argument: SinkEffect['stream'],
  passed: readonly PassedArgument[],
  at: Caller,
): void {
  const stream = argument && streamIn(passed, argument);
  if (stream === undefined) return;
  append(
    run,
    stream.value,
    passed.filter((one) => one !== stream),
    at,
  );
}

function append(run: Run, stream: Value, passed: readonly PassedArgument[], at: Caller): void {
  const shown = join(...passed.map(({ value }) => run.shownOf(value)));
  run.callOutside('list.append', stream, [{ value: shown }], at);
}

/** `logger.exception(…)` and `exc_info=True` show the exception that is being handled. */
function showErrors(
  run: Run,
  { sink: kind, showsErrors }: SinkEffect,
  called: string,
  passed: readonly PassedArgument[],
  at: Caller,
): void {
  if (showsErrors === undefined) return;
  const asked = passed.find(({ name }) => name === 'exc_info');
  if (asked === undefined ? showsErrors !== 'always' : truthOf(run, asked.value) === false) return;
  const isGiven = asked?.value.some((atom) => atom.kind === 'object') === true;
  const errors = isGiven ? asked.value : handledErrors(run);
  run.arrive(kind, called, textOfErrors(run, errors), { ...at, place: asked?.place ?? at.place });
}

function itemsOf(run: Run, value: Value, at: Caller): Value {
  const items = run.iterate(value, at);
  return items.isKnown ? join(...items.items) : items.any;
}

function isExcluded(
  { isNot, ...argument }: NonNullable<SinkEffect['unless']>,
  passed: readonly PassedArgument[],
): boolean {
  const given = streamIn(passed, argument);
  return (
    given !== undefined && !given.value.every((atom) => atom.kind === 'outside' && isNot.includes(atom.path))
  );
}

function streamIn(
  passed: readonly PassedArgument[],
  { name, position }: NonNullable<SinkEffect['stream']>,
): PassedArgument | undefined {
  const named = passed.find((one) => one.name === name);
  if (named !== undefined || position === undefined) return named;
  return passed.filter((one) => one.name === undefined)[position];
}

/** The part of the argument at a position that a template such as `"%.4s"` shows. */
function ofTemplate(run: Run, passed: readonly PassedArgument[], position: number, at: Caller): Value {
  const value = passed[position]?.value ?? unknown;
  const first = passed.findIndex((one) => typeof onlyLiteral(one.value)?.value === 'string');
  const template = first === -1 ? undefined : onlyLiteral(passed[first]?.value ?? unknown)?.value;
  if (typeof template !== 'string' || position <= first) return value;
  const places = percentPlaces(template);
  const named = places.filter(({ key }) => typeof key === 'string');
  if (named.length > 0) {
    const shown = named.filter(({ isShort }) => !isShort);
    return join(...shown.map(({ key }) => run.item(value, [{ kind: 'literal', value: key }], at)));
  }
  const place = places.find(({ key }) => key === position - first - 1);
  return place?.isShort === true ? value.filter((atom) => !isSecret(atom)) : value;
}
