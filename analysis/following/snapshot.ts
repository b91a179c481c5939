import type { Unit, UnitCode } from '../ir/ir.ts';
import type { SecretReference } from '../model/reference.ts';
import type { Follower } from './follower.ts';
import type { ClassAtom, FunctionAtom, Module, Value } from '../engine/model.ts';
import { readsIn, type ReadPlace } from './reads.ts';
import type { State } from '../engine/state.ts';

/** The functions and classes whose code is followed although nothing in the module calls it. */
export type Entries = ReadonlyMap<Unit, readonly (FunctionAtom | ClassAtom)[]>;

/** Everything that the entries of a module share before the first one is followed. */
export interface Snapshot {
  readonly module: Module;
  readonly root: State;
  readonly entries: Entries;
  /** The modules that have been loaded, by URI. */
  readonly modules: ReadonlyMap<string, Module>;
  /** The units whose text occurs once. */
  readonly unique: ReadonlyMap<UnitCode, Unit>;
  /** The names that units of the module bind. */
  readonly bound: ReadonlySet<string>;
  /** The reads of all modules. */
  readonly places: ReadonlyMap<SecretReference, ReadPlace>;
  /** The variables of the module. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Variables that are private to a unit of the module. */
  readonly privates: ReadonlyMap<Unit, ReadonlyMap<string, Value>>;
  /** The variables of other modules. */
  readonly others: ReadonlyMap<string, Value>;
  /** Values that code has stored outside the program: `os.environ["KEY"] = value`. */
  readonly outside: ReadonlyMap<string, Value>;
  /** The name of the module's variable with this key in the state. Undefined for all other variables. */
  nameOf(key: string): string | undefined;
}

/** `run` has followed the code of the modules. */
export function snapshotOf(
  run: Follower,
  module: Module,
  entries: Entries,
  bound: ReadonlySet<string>,
): Snapshot {
  const { root, scopes } = run;
  const own = scopes.get(module.uri)?.id;
  const nameOf = (key: string): string | undefined => {
    const colon = key.indexOf(':');
    return Number(key.slice(0, colon)) === own ? key.slice(colon + 1) : undefined;
  };
  const modules = new Map([...scopes].map(([uri, scope]) => [uri, scope.module]));
  const unique = uniqueUnits(module);
  return {
    module,
    root,
    entries,
    modules,
    unique,
    bound,
    places: placesOf(module, unique, modules),
    ...variablesOf(root, module, new Map([...scopes].map(([uri, { id }]) => [id, uri]))),
    nameOf,
  };
}

function uniqueUnits({ units }: Module): ReadonlyMap<UnitCode, Unit> {
  const unique = new Map<UnitCode, Unit>();
  const repeated = new Set<UnitCode>();
  for (const unit of units) {
    if (unique.has(unit.code)) repeated.add(unit.code);
    unique.set(unit.code, unit);
  }
  for (const code of repeated) unique.delete(code);
  return unique;
}

function placesOf(
  module: Module,
  unique: ReadonlyMap<UnitCode, Unit>,
  modules: ReadonlyMap<string, Module>,
): ReadonlyMap<SecretReference, ReadPlace> {
  const places = new Map<SecretReference, ReadPlace>();
  for (const { uri, reads } of modules.values())
    if (uri !== module.uri) for (const read of reads) places.set(read, { uri, ...read.span });
  for (const unit of unique.values())
    for (const read of readsIn(module, unit))
      places.set(read, {
        uri: module.uri,
        code: unit.code,
        start: read.span.start - unit.start,
        end: read.span.end - unit.start,
      });
  return places;
}

type Variables = Pick<Snapshot, 'variables' | 'privates' | 'others' | 'outside'>;

function variablesOf(root: State, module: Module, uris: ReadonlyMap<number, string>): Variables {
  const variables = new Map<string, Value>();
  const privates = new Map<Unit, Map<string, Value>>();
  const others = new Map<string, Value>();
  const outside = new Map<string, Value>();
  const unitAt = new Map(module.units.map((unit) => [String(unit.start), unit]));
  for (const [key, value] of root.own.variables) {
    const colon = key.indexOf(':');
    const number = Number(key.slice(0, colon));
    const name = key.slice(colon + 1);
    const uri = uris.get(number);
    if (uri === undefined) {
      if (colon <= 0 || Number.isNaN(number)) outside.set(key, value);
    } else if (uri !== module.uri) others.set(`${uri} ${name}`, value);
    else {
      const hash = name.includes('#') ? name.indexOf(':') : -1;
      const unit = hash === -1 ? undefined : unitAt.get(name.slice(0, hash));
      if (unit === undefined) variables.set(name, value);
      else {
        const own = privates.get(unit) ?? new Map<string, Value>();
        privates.set(unit, own.set(name.slice(hash + 1), value));
      }
    }
  }
  return { variables, privates, others, outside };
}
