import type { Module } from '../engine/model.ts';
import { Mentions } from './mentions.ts';
import { readsIn } from './reads.ts';
import type {
  AssignStatement,
  ExportStatement,
  Expression,
  ImportStatement,
  Statement,
  Target,
  Unit,
  UnitCode,
} from '../ir/ir.ts';

/** The units of a module that can involve values of secrets. */
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
    for (const unit of units) add(unit, registriesOf(unit, mentions));
    for (
      let name = waiting.pop();
      name !== undefined && units.size < module.units.length;
      name = waiting.pop()
    )
      for (const unit of mentions.of(name))
        if (!units.has(unit)) add(unit, [...unit.code.binds, ...registriesOf(unit, mentions)]);
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

/** The names of what a unit exports, which need not be bound: `export default function () {}`, `exports.load = …`. */
function exportedBy({ code }: Unit): readonly string[] {
  return code.body.flatMap((one) => {
    if (one.kind === 'assign') return one.targets.flatMap((target) => exportedIn(target, one.value));
    return one.kind === 'export' && one.module === undefined ? one.names.map(({ name }) => name) : [];
  });
}

/** CommonJS: `module.exports = { load }`, `exports.load = …`. */
function exportedIn(target: Target, value: Expression): readonly string[] {
  if (target.kind !== 'member') return [];
  if (isExports(target.object)) return [target.name];
  if (!isExports(target) || value.kind !== 'dictionary') return [];
  return value.entries.flatMap(({ key }) => textOf(key) ?? []);
}

function isExports(expression: Expression): boolean {
  if (expression.kind === 'name') return expression.name === 'exports';
  const { kind } = expression;
  return kind === 'member' && expression.name === 'exports' && isName(expression.object, 'module');
}

function isName(expression: Expression, name: string): boolean {
  return expression.kind === 'name' && expression.name === name;
}

function textOf(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'literal' && typeof expression.value === 'string'
    ? expression.value
    : undefined;
}

/**
 * The names of the module whose objects a unit may change when it is loaded: `SERVICES["crm"] = load`,
 * `SERVICES.append(load)`, and what the function that it calls mentions, such as a decorator.
 */
function registriesOf({ code }: Unit, mentions: Mentions): readonly string[] {
  const roots = code.body.flatMap((one) => {
    if (one.kind === 'assign') return [...one.targets.flatMap(rootOfTarget), ...calledIn(one.value)];
    return one.kind === 'evaluate' ? calledIn(one.value) : [];
  });
  const own = roots.filter((name) => mentions.bound.has(name));
  const called = own.flatMap((name) => mentions.binding(name)).filter((unit) => unit.code !== code);
  const words = new Set(own);
  for (const unit of called)
    for (const word of unit.code.words) if (mentions.bound.has(word)) words.add(word);
  return [...words];
}

function rootOfTarget(target: Target): readonly string[] {
  return target.kind === 'member' || target.kind === 'index' ? rootOf(target.object) : [];
}

function rootOf(expression: Expression): readonly string[] {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind === 'call') return rootOf(expression.callee);
  return expression.kind === 'member' || expression.kind === 'index' ? rootOf(expression.object) : [];
}

/** The called code: a function, the creator of its argument, or a decorator. */
function calledIn(value: Expression): readonly string[] {
  if (value.kind === 'function' || value.kind === 'class') return value.code.decorators.flatMap(rootOf);
  if (value.kind !== 'call') return [];
  return [...rootOf(value.callee), ...value.arguments.flatMap((argument) => calledIn(argument.value))];
}

const found = new WeakMap<UnitCode, readonly ImportStatement[]>();

/** Includes those within functions. */
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
        yield* requiredBy(statement);
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

/** `const client = require('./client')`, `const { load: read } = require('./client')`. */
function* requiredBy({ targets, value, at }: AssignStatement): Generator<ImportStatement> {
  if (value.kind !== 'call' || !isName(value.callee, 'require')) return;
  const module = textOf(value.arguments[0]?.value);
  if (module === undefined) return;
  for (const target of targets) {
    const names = [...namesIn(target)];
    if (names.length > 0) yield { kind: 'import', at, module, names };
  }
}

function* namesIn(target: Target): Generator<ImportStatement['names'][number]> {
  if (target.kind === 'name') yield { as: target.name };
  if (target.kind !== 'object-target') return;
  for (const { key, target: inner } of target.entries) {
    const name = textOf(key);
    if (inner.kind === 'name') yield { as: inner.name, ...(name !== undefined && { name }) };
  }
}
