import type { Key, Module, ObjectAtom, Scope, Value } from '../engine/model.ts';
import type { Unit } from '../ir/ir.ts';
import type { Run } from '../engine/run.ts';
import { exported } from '../engine/imports.ts';
import { keyOfVariable } from '../engine/variables.ts';
import type { State } from '../engine/state.ts';

/** The modules whose top-level code has run, each once. */
export class ProjectModules {
  readonly #run: Run;
  readonly #scopes = new Map<string, Scope>();
  readonly #exports = new Map<string, Value>();
  /** The objects with the exports of modules, which are filled when the modules have run. */
  readonly #objects = new Map<string, { readonly module: Module; readonly atom: ObjectAtom }>();
  readonly #running = new Set<Module>();
  readonly #filling = new Set<Module>();
  /** Imports of names that are not yet known, because files import each other. */
  #waiting: { readonly importer: Module; readonly again: () => void }[] = [];
  readonly #finished: Scope[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  /** The scopes of the modules that have been loaded, by URI. */
  get scopes(): ReadonlyMap<string, Scope> {
    return this.#scopes;
  }

  /** The scopes of the modules whose code has run, in order. */
  get finished(): readonly Scope[] {
    return this.#finished;
  }

  get size(): number {
    return this.#scopes.size + this.#exports.size;
  }

  /** Runs the code of a module when it is first needed, in the state that all entries share. */
  scopeOf(module: Module): Scope {
    const known = this.#scopes.get(module.uri);
    if (known !== undefined) return known;
    const run = this.#run;
    const id = run.nextId();
    const scope: Scope = { id, module, unit: module.units[0] ?? emptyUnit };
    this.#scopes.set(module.uri, scope);
    this.#running.add(module);
    run.enterModule(() => {
      this.#defineExports(scope);
      for (const isHoisted of [true, false])
        for (const unit of module.units) {
          const statements = unit.code.body.filter(
            (one) => isHoisted === (one.kind === 'assign' && one.isHoisted === true),
          );
          if (statements.length > 0) run.execute(statements, { id, module, unit });
        }
    }, module.units.length);
    this.#running.delete(module);
    if (this.#running.size === 0 && this.#waiting.length > 0) this.#importAgain();
    this.#finished.push(scope);
    return scope;
  }

  /** Calls `again` once the modules that are running have run, if there are any. */
  whenLoaded(importer: Module, again: () => void): void {
    if (this.#running.size > 0) this.#waiting.push({ importer, again });
  }

  #importAgain(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { module } of this.#objects.values()) this.#fill(module);
    for (const { importer, again } of waiting) {
      this.#run.enterModule(again);
      if (this.#objects.has(importer.uri)) this.#fill(importer);
    }
  }

  /** `module.exports` and `exports` of CommonJS. */
  #defineExports(scope: Scope): void {
    const run = this.#run;
    if (run.library.isEmptyFalse) return;
    const exports: Value = [run.create({ type: 'dictionary' })];
    const entries = new Map<Key, Value>([['exports', exports]]);
    run.state.setVariable(keyOfVariable(scope, 'exports'), exports);
    run.state.setVariable(keyOfVariable(scope, 'module'), [run.create({ type: 'dictionary', entries })]);
  }

  /** The result of `require`, if the module has set it. */
  commonExportsOf(module: Module): Value | undefined {
    const run = this.#run;
    const scope = this.scopeOf(module);
    const at = { scope, place: { unit: scope.unit, at: { start: 0, end: 0 } } };
    const own = run.state.variable(keyOfVariable(scope, 'module'));
    const exports = own && run.member(own, 'exports', at);
    const isEmpty = exports?.every((atom) => atom.kind === 'object' && run.contents(atom).entries.size === 0);
    return isEmpty === true ? undefined : exports;
  }

  /** The exports that `export * from` passes on. */
  #passedOn(module: Module, scope: Scope): readonly (readonly [Key, Value])[] {
    const run = this.#run;
    return module.units.flatMap((unit) =>
      unit.code.body.flatMap((one) => {
        if (one.kind !== 'export' || one.module === undefined) return [];
        if (!one.names.some(({ name, from }) => name === '*' && from === undefined)) return [];
        const found = run.module(one.module, { scope, place: { unit, at: one.at } }) ?? [];
        return found.flatMap((atom) =>
          atom.kind === 'object'
            ? [...run.contents(atom).entries].filter(([name]) => name !== 'default')
            : [],
        );
      }),
    );
  }

  /** The exports of a module as an object. While the module is still running, it has those that are known already. */
  exportsOf(module: Module): Value {
    const known = this.#exports.get(module.uri);
    if (known !== undefined) return known;
    const common = this.commonExportsOf(module);
    const exports = common ?? [this.#fill(module)];
    if (!this.#running.has(module) && !this.#filling.has(module)) this.#exports.set(module.uri, exports);
    return exports;
  }

  /** Adds the exports that the module has so far to its object. */
  #fill(module: Module): ObjectAtom {
    const run = this.#run;
    const atom = this.#objectOf(module);
    if (this.#filling.has(module)) return atom;
    this.#filling.add(module);
    const exports = this.#namedExports(module);
    this.#filling.delete(module);
    run.enterModule(() => {
      const contents = run.contents(atom);
      const entries = new Map(contents.entries);
      // Other modules may have replaced known values.
      for (const [name, value] of exports) if (isUnknown(entries.get(name))) entries.set(name, value);
      run.change(atom, { ...contents, entries });
    });
    return atom;
  }

  #objectOf(module: Module): ObjectAtom {
    const known = this.#objects.get(module.uri);
    if (known !== undefined) return known.atom;
    let atom: ObjectAtom | undefined;
    this.#run.enterModule(() => {
      atom = this.#run.create({ type: 'instance' });
    });
    const made = atom ?? this.#run.create({ type: 'instance' });
    this.#objects.set(module.uri, { module, atom: made });
    return made;
  }

  #namedExports(module: Module): ReadonlyMap<Key, Value> {
    const scope = this.scopeOf(module);
    const { state } = this.#run;
    const entries = new Map<Key, Value>();
    const names = new Set(module.units.flatMap(({ code }) => code.binds));
    for (const name of names) set(state, entries, scope, name, name);
    for (const name of exportedNames(module, state, scope))
      set(state, entries, scope, name, `${exported}${name}`);
    for (const [name, one] of this.#passedOn(module, scope)) if (!entries.has(name)) entries.set(name, one);
    return entries;
  }
}

/** Whether nothing is known about a value yet. */
function isUnknown(value: Value | undefined): boolean {
  return value === undefined || value.every(({ kind }) => kind === 'unknown');
}

const emptyUnit: Unit = { code: { text: '', body: [], binds: [], words: new Set<string>() }, start: 0 };

function set(state: State, entries: Map<Key, Value>, scope: Scope, name: string, variable: string): void {
  const value = state.variable(keyOfVariable(scope, variable));
  if (value !== undefined) entries.set(name, value);
}

function exportedNames(module: Module, state: State, scope: Scope): readonly string[] {
  return [
    ...new Set(
      module.units.flatMap(({ code }) =>
        code.body.flatMap((statement) =>
          statement.kind === 'export' ? statement.names.map(({ name }) => name) : [],
        ),
      ),
    ),
  ].filter((name) => state.variable(keyOfVariable(scope, `${exported}${name}`)) !== undefined);
}
