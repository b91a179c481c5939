import { emptyContents } from '../engine/entries.ts';
import { frameOf, type Catcher, type Frame } from '../engine/frames.ts';
import { item, iterate } from '../engine/items.ts';
import type {
  ClassAtom,
  Contents,
  FunctionAtom,
  Module,
  ObjectAtom,
  PassedArgument,
  Scope,
  Value,
} from '../engine/model.ts';
import type { Sentence } from '../../contracts/words.ts';
import type { ClassCode, Expression, FunctionCode, Statement, Target } from '../ir/ir.ts';
import type { EffectName, Library } from '../libraries/library.ts';
import type { Span } from '../model/parsed-file.ts';
import type { AppliedRow, SinkKind } from '../model/secret-use.ts';
import type { Arrivals } from './arrivals.ts';
import { NameCollector } from './name-collector.ts';
import { assign } from '../engine/assign.ts';
import { CallMemo } from './call-memo.ts';
import { Caching } from './caching.ts';
import { HeldValues } from './held-values.ts';
import { call, resultOf } from '../engine/calls.ts';
import { rejectedWith } from '../engine/promises.ts';
import { applyEffect } from '../effects/index.ts';
import { sliceOf } from '../effects/slices.ts';
import { evaluate } from '../engine/evaluate.ts';
import { member } from '../engine/members.ts';
import { NamedFunctions } from './named-functions.ts';
import { ProjectModules } from './project-modules.ts';
import { callOutside } from './outside-calls.ts';
import { noteNames, readBy } from './calls-of-readers.ts';
import { Limits } from './limits.ts';
import { mayChange } from '../engine/may-change.ts';
import type { Caller, Items, LibraryCall, Run } from '../engine/run.ts';
import { shownOf, textOf } from '../engine/shown.ts';
import { State } from '../engine/state.ts';
import { execute } from '../engine/statements.ts';
import { distinct, join, nothing, undefinedValue, unknown, withEntered } from '../engine/values.ts';
import { setItem, setMember } from '../engine/writing.ts';

/**
 * Duplicates are removed from values with more atoms than this; only the first `largeValue` atoms are kept.
 */
const smallValue = 24;
const largeValue = 400;

/** The file that an import refers to. Undefined if it does not belong to the project. */
export interface ResolvedImport {
  readonly from: Module;
  readonly name: string;
  readonly to: Module | undefined;
}

/** Follows code and collects what arrives at sinks. */
export class Follower implements Run {
  readonly library: Library;
  readonly named: NamedFunctions;
  readonly #root = new State();
  state = this.#root;
  readonly constructed: ClassCode[] = [];
  /** Functions and classes that were created, in order. */
  readonly created: (FunctionAtom | ClassAtom)[] = [];
  readonly entered = new Set<FunctionCode>();
  /** Where arrivals are reported. */
  arrivals: Arrivals;
  /** Where the names of reads are reported. */
  names = new NameCollector();
  readonly limits = new Limits();
  /** The state in which the current entry began, which it shares with others. */
  base = this.#root;
  /** The imports that have been resolved. */
  readonly imports: ResolvedImport[] = [];
  readonly #modules: ProjectModules;
  handled: Value = nothing;
  readonly #frames: Frame[] = [];
  readonly #catchers: Catcher[] = [];
  readonly #memo = new CallMemo();
  readonly #caching = new Caching(this, this.#root);
  /** The values that expressions have had. */
  readonly held = new HeldValues(this);
  #effects = 0;
  #ids = 0;

  constructor(library: Library, arrivals: Arrivals) {
    this.library = library;
    this.arrivals = arrivals;
    this.#modules = new ProjectModules(this);
    this.named = new NamedFunctions(this, this.#modules, this.#root);
  }

  /** The state after the code of all modules, which all other states include. */
  get root(): State {
    return this.#root;
  }

  /** Starts an entry, which can take this many steps. */
  begin(steps: number): void {
    this.#memo.clear();
    this.limits.begin(steps);
  }

  /** The scopes of the modules that have been loaded, by URI. */
  get scopes(): ReadonlyMap<string, Scope> {
    return this.#modules.scopes;
  }

  /** Grows when a module is loaded. */
  get modulesLoaded(): number {
    return this.#modules.size;
  }

  enterModule(work: () => void, units = 0): void {
    this.limits.inModule(units, () => {
      this.enterState(this.#root, work);
    });
  }

  /** Runs code in a state that several entries share. */
  enterState(shared: State, work: () => void): void {
    const { state, handled } = this;
    this.state = shared;
    this.handled = nothing;
    this.#frames.push(frameOf(shared));
    // An exception ends this code. The exception belongs to no `try` of the code that needed it.
    this.catching(work);
    this.#frames.pop();
    shared.isDead = false;
    this.state = state;
    this.handled = handled;
  }

  step(): boolean {
    return this.limits.step();
  }

  giveUp(): void {
    this.limits.isExceeded = true;
  }

  get frame(): Frame {
    return this.#frames.at(-1) ?? frameOf(this.state);
  }

  isActive(frame: object): boolean {
    return this.#frames.some((one) => one === frame);
  }

  get catcher(): Catcher | undefined {
    return this.#catchers.at(-1);
  }

  evaluate(expression: Expression, scope: Scope): Value {
    const value = evaluate(this, expression, scope);
    this.held.note(expression, value, scope);
    return value;
  }

  execute(statements: readonly Statement[], scope: Scope): void {
    execute(this, statements, scope);
  }

  assign(target: Target, value: Value, scope: Scope, from: Span): void {
    this.#caching.assigning(target, value, scope, from, () => {
      assign(this, target, value, scope, from);
    });
  }

  call(callee: Value, passed: readonly PassedArgument[], at: Caller): Value {
    if (!this.state.isDead && !this.#mayLackArguments) noteNames(this.names, passed, at);
    const read = readBy(this.library, callee, passed, at);
    if (read === undefined) return this.limits.calling(() => call(this, callee, passed, at)) ?? unknown;
    const fields = this.create({ type: 'dictionary', secret: { read, requires: 'fields' } });
    this.held.add(fields);
    return [{ kind: 'secret', read, requires: 'text' }, fields];
  }

  /** An entry is called without arguments, but its actual callers may never leave out one that has a default. */
  get #mayLackArguments(): boolean {
    const { code } = this.frame;
    return this.#frames.length === 1 && code?.parameters.some((one) => one.default !== undefined) === true;
  }

  callOutside(
    path: string,
    receiver: Value | undefined,
    passed: readonly PassedArgument[],
    at: Caller,
  ): Value | undefined {
    const work = (): Value | undefined => callOutside(this, { path, receiver, passed, at });
    const { objectAt, scope } = at;
    return receiver && objectAt ? this.#caching.calling(receiver, objectAt, scope, work) : work();
  }

  applyEffect(effect: EffectName, given: LibraryCall): Value {
    return applyEffect(this, effect, given);
  }

  mayEnter(code: FunctionCode): boolean {
    return this.limits.mayEnter(code, this.#frames);
  }

  enterFunction(scope: Scope, bind: () => void): Value {
    const start = this.state;
    if (scope.code !== undefined) this.entered.add(scope.code);
    const frame = frameOf(start, scope);
    this.#frames.push(frame);
    const body = (): void => {
      this.state = start.fork();
      bind();
      this.#caching.entering(() => {
        execute(this, scope.code?.body ?? [], scope);
      });
    };
    const isPromise =
      this.library.special.hasPromises === true && scope.code?.isAsync === true && !scope.code.isGenerator;
    const raised = isPromise ? this.catching(body) : [];
    if (!isPromise) body();
    const end = this.state;
    const hidden = frame.hasClosures ? undefined : scope.id;
    const last = end.isDead && frame.returns.length === 0 ? frame.paused : end;
    if (last?.isDead === false)
      frame.returns.push({ value: undefinedValue, state: last.detached(start, hidden) });
    start.join((frame.returns.length > 0 ? frame.returns : raised).map(({ state }) => state));
    if (frame.returns.length > 0) for (const { state } of raised) start.addObjectsOf(state);
    this.state = start;
    this.#frames.pop();
    const rejected =
      raised.length > 0 ? rejectedWith(this, join(...raised.map(({ value }) => value))) : nothing;
    const returned = join(...frame.returns.map(({ value }) => value), rejected);
    if (scope.code !== undefined) this.#caching.returned(returned, scope.code, scope);
    return scope.code === undefined ? nothing : resultOf(this, scope.code, returned, frame);
  }

  remember(atom: FunctionAtom, passed: readonly PassedArgument[], work: () => Value): Value {
    return this.#memo.remember(this, atom, passed, work);
  }

  /** Counts what calls have done besides returning a value. */
  get effects(): number {
    return this.#effects;
  }

  noteChange(): void {
    this.#effects++;
    this.state.changeVersion();
  }

  catching(work: () => void): Catcher['raised'] {
    const catcher: Catcher = { start: this.state, raised: [] };
    this.#catchers.push(catcher);
    work();
    this.#catchers.pop();
    return catcher.raised;
  }

  member(object: Value, name: string, at: Caller): Value {
    return member(this, object, name, at);
  }

  item(object: Value, keys: Value, at: Caller): Value {
    return item(this, object, keys, at);
  }

  setMember(object: Value, name: string, value: Value, at: Caller): void {
    setMember(this, object, name, value, at);
  }

  setItem(object: Value, keys: Value, value: Value, at: Caller): void {
    setItem(this, object, keys, value, at);
  }

  iterate(iterable: Value, at: Caller): Items {
    return iterate(this, iterable, at);
  }

  slice(object: Value, from: Value | undefined, to: Value | undefined, hasStep?: boolean): Value {
    return sliceOf(this, object, from, to, hasStep);
  }

  nextId(): number {
    return ++this.#ids;
  }

  create(given: Partial<Contents> & Pick<Contents, 'type'>): ObjectAtom {
    // A copy of a frozen object is not frozen.
    const { isFrozen: _, ...contents } = given;
    const id = this.nextId();
    this.state.setObject(id, { ...emptyContents, ...contents });
    return { kind: 'object', id };
  }

  contents({ id }: ObjectAtom): Contents {
    return this.state.object(id) ?? emptyContents;
  }

  change({ id }: ObjectAtom, contents: Contents): void {
    if (this.state.object(id)?.isFrozen === true) return;
    this.#caching.changing(id, this.state.object(id) ?? emptyContents, contents);
    if (this.base.object(id) !== undefined) this.noteChange();
    this.state.setObject(id, contents);
    const { attributesOf = [], entries, others, gone } = contents;
    for (const owner of attributesOf)
      if (owner.kind === 'object') this.change(owner, { ...this.contents(owner), entries, others, gone });
  }

  mayChange(value: Value): void {
    mayChange(this, value);
  }

  textOf(value: Value): Value {
    return this.#counted(textOf(this, value));
  }

  shownOf(value: Value, isSerialized?: boolean): Value {
    return this.#counted(shownOf(this, value, isSerialized));
  }

  /** Large values cost as much as many steps. They contain only a few distinct secrets. */
  #counted(value: Value): Value {
    this.limits.take(value.length);
    return value.length <= smallValue ? value : distinct(value.slice(0, largeValue));
  }

  arrive(
    kind: SinkKind | 'sanitized' | 'cache',
    sink: string | Sentence,
    value: Value,
    { scope, place }: Caller,
    row?: AppliedRow,
  ): void {
    this.#effects++;
    if (this.state.isDead) return;
    const shown = withEntered(value, (entered) =>
      entered && this.isActive(entered.frame) ? entered : undefined,
    );
    this.arrivals.add({ kind, sink, ...(row && { row }) }, shown, place, scope.module);
  }

  module(name: string, { scope }: Caller): Value | undefined {
    const module = scope.module.imported(name);
    this.imports.push({ from: scope.module, name, to: module });
    return module && this.#modules.exportsOf(module);
  }

  whenLoaded(importer: Module, again: () => void): void {
    this.#modules.whenLoaded(importer, again);
  }

  /** The scope of a module, whose code has run. */
  moduleScope(module: Module): Scope {
    return this.#modules.scopeOf(module);
  }
}
