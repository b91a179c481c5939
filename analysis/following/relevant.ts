import type { Module } from '../engine/model.ts';
import { Mentions } from './mentions.ts';
import { readsIn } from './reads.ts';
import type { ExportStatement, ImportStatement, Statement, Unit, UnitCode } from '../ir/ir.ts';

/** The units of a module that can have anything to do with values of secrets. */
export interface Relevant {
  readonly units: ReadonlySet<Unit>;
  /** The names that these units bind. */
  readonly names: ReadonlySet<string>;
}

/**
 * Finds the units that read a secret, or that mention a name which such a unit binds, in this module or in one
 * that it imports. All other functions are followed only where these call them.
 */
export class RelevantUnits {
  readonly #known = new Map<Module, Relevant>();
  readonly #mentions = new Map<Module, Mentions>();

  mentionsIn(module: Module): Mentions {
    const known = this.#mentions.get(module) ?? new Mentions(module.units);
    this.#mentions.set(module, known);
    return known;
  }

  of(module: Module): Relevant {
    const known = this.#known.get(module);
    if (known !== undefined) return known;
    const units = new Set<Unit>();
    const names = new Set<string>();
    const relevant = { units, names };
    // Modules that import each other end here.
    this.#known.set(module, relevant);
    const waiting: string[] = [];
    const add = (unit: Unit, bound: readonly string[]): void => {
      units.add(unit);
      for (const name of exportedBy(unit)) names.add(name);
      for (const name of bound) {
        if (names.has(name)) continue;
        names.add(name);
        waiting.push(name);
      }
    };
    for (const unit of module.units) {
      if (readsIn(module, unit).length > 0) add(unit, unit.code.binds);
      const imported = importsIn(unit).flatMap((statement) => this.#imported(module, statement));
      if (imported.length > 0) add(unit, imported);
      const passedOn = unit.code.body.flatMap((one) =>
        one.kind === 'export' ? this.#passedOn(module, one) : [],
      );
      if (passedOn.length > 0) add(unit, passedOn);
    }
    const mentions = this.mentionsIn(module);
    for (
      let name = waiting.pop();
      name !== undefined && units.size < module.units.length;
      name = waiting.pop()
    )
      for (const unit of mentions.of(name)) if (!units.has(unit)) add(unit, unit.code.binds);
    return relevant;
  }

  /** The names under which a module exports something relevant of another one. */
  #passedOn(module: Module, { module: path, names }: ExportStatement): readonly string[] {
    const whole = path === undefined ? undefined : module.imported(path);
    const relevant = whole && this.of(whole).names;
    if (relevant === undefined || relevant.size === 0) return [];
    return names.flatMap(({ name, from }) => {
      if (name === '*' && from === undefined) return [...relevant];
      return from === undefined || from === '*' || relevant.has(from) ? [name] : [];
    });
  }

  /** The names that an import binds to something relevant. */
  #imported(module: Module, { module: path, names }: ImportStatement): readonly string[] {
    return names.flatMap(({ name, as }) => {
      const whole = module.imported(path);
      const part =
        name === undefined ? undefined : module.imported(`${path}${path.endsWith('.') ? '' : '.'}${name}`);
      const relevant = whole && this.of(whole).names;
      if (part !== undefined && this.of(part).names.size > 0) return [as ?? name ?? ''];
      if (relevant === undefined || relevant.size === 0) return [];
      if (name === '*' && as === undefined) return [...relevant];
      const isMeant = name === undefined || name === '*' || name === 'default' || relevant.has(name);
      return isMeant && as !== undefined ? [as] : [];
    });
  }
}

/** The names of what a unit exports, which need not be bound: `export default function () {}`. */
function exportedBy({ code }: Unit): readonly string[] {
  return code.body.flatMap((one) => {
    return one.kind === 'export' && one.module === undefined ? one.names.map(({ name }) => name) : [];
  });
}

const found = new WeakMap<UnitCode, readonly ImportStatement[]>();

/** Also those within functions. */
export function importsIn({ code }: Unit): readonly ImportStatement[] {
  const known = found.get(code);
  if (known !== undefined) return known;
  const imports = [...importsAmong(code.body)];
  found.set(code, imports);
  return imports;
}

function* importsAmong(statements: readonly Statement[]): Generator<ImportStatement> {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'import':
        yield statement;
        break;
      case 'branch':
        yield* importsAmong(statement.then);
        yield* importsAmong(statement.otherwise);
        break;
      case 'try':
        yield* importsAmong([...statement.body, ...statement.handlers.flatMap(({ body }) => body)]);
        yield* importsAmong([...statement.otherwise, ...statement.finally]);
        break;
      case 'loop':
      case 'block':
        yield* importsAmong(statement.body);
        break;
      case 'assign':
        if (statement.value.kind === 'function') yield* importsAmong(statement.value.code.body);
        if (statement.value.kind === 'class')
          for (const { body } of statement.value.code.methods) yield* importsAmong(body);
        break;
      case 'evaluate':
      case 'export':
      case 'return':
      case 'raise':
      case 'break':
      case 'continue':
      case 'delete':
        break;
    }
  }
}
