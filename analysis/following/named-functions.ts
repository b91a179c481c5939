import { exported } from '../engine/imports.ts';
import type { ClassAtom, FunctionAtom, PassedArgument, Scope, Value } from '../engine/model.ts';
import { sourceOf } from '../engine/place.ts';
import type { Caller, NamedCalls, Run } from '../engine/run.ts';
import type { State } from '../engine/state.ts';
import { join, unknown } from '../engine/values.ts';
import { keyOfVariable } from '../engine/variables.ts';
import type { ClassCode, FunctionCode } from '../ir/ir.ts';
import type { ProjectModules } from './project-modules.ts';
import { functionPath, type ProjectRow, type ProjectTable } from '../libraries/project-functions.ts';

type Code = FunctionCode | ClassCode;

/** The code that module variables refer to, with its rows. */
export type NamedCode = ReadonlyMap<Code, ProjectRow>;

/**
 * Finds the functions of the project that its settings name. A function is identified by its file and its
 * path there, or by a file that re-exports it.
 */
export class NamedFunctions implements NamedCalls {
  readonly #run: Run;
  readonly #modules: ProjectModules;
  readonly #root: State;
  /** By the variables of the modules that have been searched. */
  readonly #byVariable = new Map<Code, ProjectRow>();
  readonly #byDefinition = new Map<Code, ProjectRow | undefined>();
  /** How many modules have been searched. */
  #searched = 0;

  constructor(run: Run, modules: ProjectModules, root: State) {
    this.#run = run;
    this.#modules = modules;
    this.#root = root;
  }

  call(atom: FunctionAtom | ClassAtom, passed: readonly PassedArgument[], at: Caller): Value | undefined {
    const { project } = this.#run.library;
    const row = project && (this.code().get(atom.code) ?? this.#rowOfDefinition(project, atom));
    return row && applyRow(this.#run, row, passed, at);
  }

  /** The code that the variables of loaded modules refer to. */
  code(): NamedCode {
    const { project } = this.#run.library;
    if (project === undefined) return this.#byVariable;
    const { finished } = this.#modules;
    for (; this.#searched < finished.length; this.#searched++)
      this.#search(project, finished[this.#searched]);
    return this.#byVariable;
  }

  #rowOfDefinition(table: ProjectTable, atom: FunctionAtom | ClassAtom): ProjectRow | undefined {
    const { code, scope } = atom;
    if (code.name === '' || this.#byDefinition.has(code)) return this.#byDefinition.get(code);
    const owner = atom.kind === 'function' && atom.owner !== undefined ? `${atom.owner.code.name}.` : '';
    const row = table.find(`${modulePath(scope.module.uri)}.${owner}${code.name}`);
    this.#byDefinition.set(code, row);
    return row;
  }

  #search(table: ProjectTable, scope: Scope | undefined): void {
    if (scope === undefined) return;
    for (const [names, row] of table.inModule(modulePath(scope.module.uri)))
      for (const atom of this.#valueOf(scope, names)) {
        // A decorator returns its own functions, which are the same for everything that it decorates.
        if ((atom.kind === 'function' || atom.kind === 'class') && atom.scope.code === undefined)
          this.#byVariable.set(atom.code, row);
      }
  }

  #valueOf(scope: Scope, [first = '', ...others]: readonly string[]): Value {
    const variable = (name: string): Value => this.#root.variable(keyOfVariable(scope, name)) ?? [];
    const own = variable(first);
    const start = own.length > 0 ? own : variable(`${exported}${first}`);
    return others.reduce<Value>((value, name) => join(...value.map((atom) => this.#part(atom, name))), start);
  }

  #part(atom: Value[number], name: string): Value {
    if (atom.kind === 'object') return this.#root.object(atom.id)?.entries.get(name) ?? [];
    if (atom.kind !== 'class') return [];
    const { scope, code } = atom;
    return code.methods
      .filter((method) => method.name === name)
      .map((method): FunctionAtom => ({ kind: 'function', code: method, scope, owner: atom }));
  }
}

export function isSameNamed(before: NamedCode, now: NamedCode): boolean {
  return before.size === now.size && [...now].every(([code, row]) => before.get(code) === row);
}

/** Applies a row of the settings to a call. */
export function applyRow(run: Run, row: ProjectRow, passed: readonly PassedArgument[], at: Caller): Value {
  const called = calledIn(sourceOf(at.place));
  for (const { value, place = at.place } of passed)
    run.arrive(
      row.kind,
      called,
      run.shownOf(value),
      { ...at, place: row.kind === 'sanitized' ? at.place : place },
      row,
    );
  // A sanitizer whose result is unused removes values from its arguments.
  if (row.kind === 'sanitized' && at.isStatement === true)
    for (const { value } of passed) run.mayChange(value);
  return unknown;
}

/** The callee in the source of a call: `logger.info`. */
export function calledIn(source: string): string {
  const end = source.indexOf('(');
  return (end === -1 ? source : source.slice(0, end)).replaceAll(/\s+/g, '');
}

function modulePath(uri: string): string {
  return functionPath(decoded(uri));
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
