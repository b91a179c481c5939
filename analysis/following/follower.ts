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
import type { EffectName, Library, SinkKind } from '../libraries/library.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SecretReference } from '../model/reference.ts';
import type { Arrivals } from './arrivals.ts';
import { readNamed } from './named-reads.ts';
import { assign } from '../engine/assign.ts';
import { CallMemo, isIndependent } from './call-memo.ts';
import { call, resultOf } from '../engine/calls.ts';
import { rejectedWith } from '../engine/promises.ts';
import { applyEffect } from '../effects/index.ts';
import { sliceOf } from '../effects/texts.ts';
import { evaluate } from '../engine/evaluate.ts';
import { member } from '../engine/members.ts';
import { ProjectModules } from './project-modules.ts';
import { callOutside, effectOf } from './outside-calls.ts';
import { mayChange } from '../engine/may-change.ts';
import type { Caller, Items, LibraryCall, Run } from '../engine/run.ts';
import { shownOf, textOf } from '../engine/shown.ts';
import { State } from '../engine/state.ts';
import { execute } from '../engine/statements.ts';
import {
  distinct,
  join,
  nothing,
  onlyLiteral,
  undefinedValue,
  unknown,
  withEntered,
} from '../engine/values.ts';
import { setItem, setMember } from '../engine/writing.ts';

const maximumDepth = 12;
const maximumRecursion = 3;
const maximumCalls = 80;

/** Values with more atoms are searched for duplicates, in as many atoms as a large value has. */
const smallValue = 24;
const largeValue = 400;

/** What the code of a module may do besides defining each of its units. */
const stepsPerModule = 20_000;
const stepsPerUnit = 4;

/** The file that an import refers to. Undefined if it does not belong to the project. */
export interface ResolvedImport {
  readonly from: Module;
  readonly name: string;
  readonly to: Module | undefined;
}

/** Follows code and collects what arrives at sinks. */
export class Follower implements Run {
  readonly library: Library;
  readonly #root = new State();
  state = this.#root;
  readonly constructed: ClassCode[] = [];
  /** Functions and classes that were created, in order. */
  readonly created: (FunctionAtom | ClassAtom)[] = [];
  readonly entered = new Set<FunctionCode>();
  /** Where arrivals are reported. */
  arrivals: Arrivals;
  /** The state in which the current entry began, which it shares with others. */
  base = this.#root;
  /** The imports that have been resolved. */
  readonly imports: ResolvedImport[] = [];
  readonly #modules: ProjectModules;
  handled: Value = nothing;
  readonly #frames: Frame[] = [];
  readonly #catchers: Catcher[] = [];
  readonly #memo = new CallMemo();
  /** Counts what a call has done besides returning a value. */
  #effects = 0;
  #ids = 0;
  #steps = 0;
  #calls = 0;

  constructor(library: Library, arrivals: Arrivals) {
    this.library = library;
    this.arrivals = arrivals;
    this.#modules = new ProjectModules(this);
  }

  /** The state after the code of all modules, which is part of every other one. */
  get root(): State {
    return this.#root;
  }

  /** Starts an entry, which can take this many steps. */
  begin(steps: number): void {
    this.#memo.clear();
    this.#steps = steps;
  }

  /** The steps that the current entry has not taken. */
  get stepsLeft(): number {
    return Math.max(0, this.#steps);
  }

  /** The scopes of the modules that have been loaded, by URI. */
  get scopes(): ReadonlyMap<string, Scope> {
    return this.#modules.scopes;
  }

  /** Grows when a module is loaded. */
  get modulesLoaded(): number {
    return this.#modules.size;
  }

  /** Runs the code of a module with this many units. It takes no steps from the entry that needs it. */
  enterModule(work: () => void, units = 0): void {
    const steps = this.#steps;
    this.#steps = stepsPerModule + units * stepsPerUnit;
    this.enterState(this.#root, work);
    this.#steps = steps;
  }

  /** Runs code in a state that several entries share. */
  enterState(shared: State, work: () => void): void {
    const { state } = this;
    this.state = shared;
    this.#frames.push(frameOf(shared));
    work();
    this.#frames.pop();
    shared.isDead = false;
    this.state = state;
  }

  step(): boolean {
    return this.#steps-- > 0;
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
    return evaluate(this, expression, scope);
  }

  execute(statements: readonly Statement[], scope: Scope): void {
    execute(this, statements, scope);
  }

  assign(target: Target, value: Value, scope: Scope, from: Span): void {
    assign(this, target, value, scope, from);
  }

  call(callee: Value, passed: readonly PassedArgument[], at: Caller): Value {
    const read = isPartial(this.library, callee) ? undefined : readBy(passed, at);
    if (read === undefined) return this.#call(callee, passed, at);
    const fields = this.create({ type: 'dictionary', secret: { read, requires: 'fields' } });
    return [{ kind: 'secret', read, requires: 'text' }, fields];
  }

  #call(callee: Value, passed: readonly PassedArgument[], at: Caller): Value {
    if (this.#calls >= maximumCalls) return unknown;
    this.#calls++;
    const result = call(this, callee, passed, at);
    this.#calls--;
    return result;
  }

  callOutside(
    path: string,
    receiver: Value | undefined,
    passed: readonly PassedArgument[],
    at: Caller,
  ): Value | undefined {
    return callOutside(this, { path, receiver, passed, at });
  }

  applyEffect(effect: EffectName, given: LibraryCall): Value {
    return applyEffect(this, effect, given);
  }

  mayEnter(code: FunctionCode): boolean {
    if (this.#frames.length >= maximumDepth || this.#steps <= 0) return false;
    return this.#frames.filter((frame) => frame.code === code).length < maximumRecursion;
  }

  enterFunction(scope: Scope, bind: () => void): Value {
    const start = this.state;
    if (scope.code !== undefined) this.entered.add(scope.code);
    const frame = frameOf(start, scope);
    this.#frames.push(frame);
    const body = (): void => {
      this.state = start.fork();
      bind();
      execute(this, scope.code?.body ?? [], scope);
    };
    const isPromise =
      this.library.special.hasPromises === true && scope.code?.isAsync === true && !scope.code.isGenerator;
    const raised = isPromise ? this.catching(body) : [];
    if (!isPromise) body();
    const end = this.state;
    const hidden = frame.hasClosures ? undefined : scope.id;
    if (!end.isDead) frame.returns.push({ value: undefinedValue, state: end.detached(start, hidden) });
    start.join((frame.returns.length > 0 ? frame.returns : raised).map(({ state }) => state));
    if (frame.returns.length > 0) for (const { state } of raised) start.addObjectsOf(state);
    this.state = start;
    this.#frames.pop();
    const rejected =
      raised.length > 0 ? rejectedWith(this, join(...raised.map(({ value }) => value))) : nothing;
    const returned = join(...frame.returns.map(({ value }) => value), rejected);
    return scope.code === undefined ? nothing : resultOf(this, scope.code, returned, frame.yielded);
  }

  /** Follows a call, unless one with the same arguments is known to have changed nothing. */
  remember(atom: FunctionAtom, passed: readonly PassedArgument[], work: () => Value): Value {
    const key = this.#memo.keyOf(atom, passed, this.state.version);
    const known = this.#memo.get(key);
    if (known !== undefined) return known;
    if (key === undefined) return work();
    const { state } = this;
    const [id, count] = [this.nextId(), this.#effects];
    this.state = state.fork();
    const result = work();
    const after = this.state;
    this.state = state;
    const isPlain = result.every(isIndependent);
    if (isPlain && count === this.#effects && !after.isDead && after.isAsBefore(id)) {
      this.#memo.set(key, result);
      return result;
    }
    state.join([after]);
    return result;
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

  slice(object: Value, from: Value | undefined, to: Value | undefined): Value {
    return sliceOf(this, object, from, to);
  }

  nextId(): number {
    return ++this.#ids;
  }

  create({ type, ...contents }: Partial<Contents> & Pick<Contents, 'type'>): ObjectAtom {
    const id = this.nextId();
    this.state.setObject(id, { ...emptyContents, type, ...contents });
    return { kind: 'object', id };
  }

  contents({ id }: ObjectAtom): Contents {
    return this.state.object(id) ?? emptyContents;
  }

  change({ id }: ObjectAtom, contents: Contents): void {
    if (this.base.object(id) !== undefined) this.noteChange();
    this.state.setObject(id, contents);
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

  /** Large values take as long as many steps. They have few different secrets. */
  #counted(value: Value): Value {
    this.#steps -= value.length;
    return value.length <= smallValue ? value : distinct(value.slice(0, largeValue));
  }

  arrive(kind: SinkKind, sink: string | Sentence, value: Value, { scope, place }: Caller): void {
    this.#effects++;
    if (this.state.isDead) return;
    const shown = withEntered(value, (entered) =>
      entered && this.isActive(entered.frame) ? entered : undefined,
    );
    this.arrivals.add(kind, sink, shown, place, scope.module);
  }

  module(name: string, { scope }: Caller): Value | undefined {
    const module = scope.module.imported(name);
    this.imports.push({ from: scope.module, name, to: module });
    return module && this.#modules.exportsOf(module);
  }

  /** The scope of a module, whose code has run. */
  moduleScope(module: Module): Scope {
    return this.#modules.scopeOf(module);
  }
}

/** Whether a function only keeps its arguments for later. */
function isPartial(library: Library, [callee]: Value): boolean {
  return callee?.kind === 'outside' && effectOf(library, callee.path) === 'partial';
}

function readBy(passed: readonly PassedArgument[], { scope }: Caller): SecretReference | undefined {
  for (const { place, value } of passed) {
    const read = place === undefined ? onlyLiteral(value)?.read : scope.module.readAt(place);
    const name = onlyLiteral(value)?.value;
    if (read !== undefined) return typeof name === 'string' ? readNamed(read, name) : read;
  }
  return undefined;
}
