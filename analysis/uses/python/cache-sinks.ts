import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import { allKnown } from '../../flow/all-known.ts';
import { type ClassUse, classUseOf, type KnownClass } from '../../flow/python/classes.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callOf, subscriptOf } from '../../syntax/python/syntax.ts';
import type { Span } from '../../model/parsed-file.ts';

/**
 * Whether a target, such as `TOKEN`, `Api.token` or `CACHE[name]`, keeps an assigned value for as long as the
 * module lives. If a value is already stored and only gets another name, the place where it was first stored
 * counts.
 */
export function cacheTarget(file: PythonFile, target: SyntaxNode, value: SyntaxNode): boolean {
  return isKeptBy(file, target) && !isNotebook(file) && !isInMain(file, target) && !isOfModule(file, value);
}

function isOfModule({ module }: PythonFile, value: SyntaxNode): boolean {
  const bindings = value.name === 'VariableName' ? (bindingsSeenBy(module, value) ?? []) : [];
  return bindings.length > 0 && bindings.every(({ node }) => scopeOf(node).name === 'Script');
}

function isKeptBy(file: PythonFile, target: SyntaxNode): boolean {
  if (target.name === 'VariableName') return isModuleName(file, target);
  const attribute = attributeOf(target);
  if (attribute !== undefined)
    return classesOf(file, attribute.object)?.every((one) => !one.isInstance) === true;
  const object = subscriptOf(target)?.object;
  return object !== undefined && isLastingCollection(file, object);
}

/**
 * Returns the object that stores `x`: `CACHE.setdefault(name, x)`, `CACHE.update({…})`, `CACHE.append(x)`.
 */
export function cacheCall(file: PythonFile, call: SyntaxNode, value: SyntaxNode): SyntaxNode | undefined {
  const method = attributeOf(callOf(call)?.callee ?? call);
  if (method === undefined) return undefined;
  const name = file.module.textOf(method.property);
  const isKept =
    /^(?:append|update|add)$/.test(name) || (name === 'setdefault' && value.prevSibling?.name === ',');
  if (!isKept || isNotebook(file) || isInMain(file, call)) return undefined;
  return isLastingCollection(file, method.object) ? method.object : undefined;
}

/** Returns the `@cache` decorator of the function that returns a value. */
export function cacheDecorator(file: PythonFile, statement: SyntaxNode): Span | undefined {
  const definition = scopeOf(statement);
  const decorated = definition.parent?.name === 'DecoratedStatement' ? definition.parent : undefined;
  const isFunction = definition.name === 'FunctionDefinition';
  const keeping = (isFunction ? decorated : undefined)
    ?.getChildren('Decorator')
    .find((decorator) => /^@\s*(?:functools\.)?(?:lru_cache|cache)\b/.test(file.module.textOf(decorator)));
  const name = keeping?.getChildren('VariableName').at(-1);
  return name && { start: name.from, end: name.to };
}

function isModuleName({ module }: PythonFile, target: SyntaxNode): boolean {
  const scope = scopeOf(target);
  if (scope.name === 'FunctionDefinition')
    return (
      module.borrows(scope, module.textOf(target)) && isGlobal(module.textOf(scope), module.textOf(target))
    );
  if (scope.name === 'Script') return !isMisplaced(module, target) && !isReassigned(module, target);
  return scope.name === 'ClassDefinition' && scopeOf(scope).name === 'Script';
}

/** `DEBUG = DEBUG == "yes"` further below overwrites the previous value. */
function isReassigned(module: PythonFile['module'], target: SyntaxNode): boolean {
  const bindings = module.bindingsIn(scopeOf(target), module.textOf(target));
  return bindings.some(({ node, owner }) => node.from >= target.to && owner.parent?.name === 'Script');
}

/**
 * Incomplete code above can end a function too early. Indented code outside any block belongs to that
 * function.
 */
function isMisplaced({ text }: PythonFile['module'], target: SyntaxNode): boolean {
  let statement = target;
  while (statement.parent !== null && statement.parent.name !== 'Script') statement = statement.parent;
  return /[ \t]/.test(text.charAt(statement.from - 1)) && /^[ \t]*$/m.test(lineBefore(text, statement.from));
}

function lineBefore(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
}

/** Excludes `nonlocal`, because it keeps a value no longer than the enclosing function lives. */
function isGlobal(code: string, name: string): boolean {
  return new RegExp(String.raw`\bglobal\b[^\r\n]*\b${name}\b`).test(code);
}

/**
 * Whether the object is a module variable used in a function, a class attribute, or a default value shared by
 * all calls.
 */
function isLastingCollection(file: PythonFile, object: SyntaxNode): boolean {
  const { module } = file;
  const attribute = attributeOf(object);
  if (attribute !== undefined) return isOfClass(file, attribute);
  const bindings = object.name === 'VariableName' ? (bindingsSeenBy(module, object) ?? []) : [];
  return (
    bindings.length > 0 &&
    bindings.every(({ kind, node, owner }) => {
      if (kind === 'parameter') return isPlainCollection(file, defaultOf(node));
      return (
        kind === 'assignment' && scopeOf(node).name === 'Script' && isPlainCollection(file, owner.lastChild)
      );
    })
  );
}

/** Whether the object is created in a class body, and no instance replaces it. */
function isOfClass(
  file: PythonFile,
  { object, property }: NonNullable<ReturnType<typeof attributeOf>>,
): boolean {
  const { module } = file;
  const name = module.textOf(property);
  for (const { name: kind, parent } of module.occurrences([name], module.root)) {
    if (kind === 'PropertyName' && parent !== null && isTarget(parent)) return false;
  }
  const isMade = ({ definition }: KnownClass): boolean => {
    const made = module.bindingsIn(definition, name);
    return made.length > 0 && made.every(({ owner }) => isPlainCollection(file, owner.lastChild));
  };
  return classesOf(file, object)?.every(isMade) === true;
}

/**
 * Returns the classes of this module that an expression refers to or is an instance of. Undefined if it may
 * be something else.
 */
function classesOf(
  { origins }: PythonFile,
  object: SyntaxNode,
): readonly (ClassUse & KnownClass)[] | undefined {
  const classes = origins.of(object).map((origin) => {
    const use = classUseOf(origin);
    return use?.finder === origins && scopeOf(use.definition).name === 'Script' ? use : undefined;
  });
  return classes.length === 0 ? undefined : allKnown(classes);
}

function defaultOf(parameter: SyntaxNode): SyntaxNode | null {
  const next = parameter.nextSibling;
  const operator = next?.name === 'TypeDef' ? next.nextSibling : next;
  return operator?.name === 'AssignOp' ? operator.nextSibling : null;
}

const plainCollections = /^(?:\w+\.)*(?:dict|list|set|defaultdict|deque|Counter|OrderedDict)\s*\(/;

/** Other collections, such as `TTLCache`, may expire entries. */
function isPlainCollection({ module }: PythonFile, value: SyntaxNode | null): boolean {
  if (value === null) return false;
  return (
    /^(?:Array|Dictionary|Set)Expression$/.test(value.name) || plainCollections.test(module.textOf(value))
  );
}

/** All names in a notebook are global, but they are lost at the end of the session. */
function isNotebook({ source }: PythonFile): boolean {
  return /^vscode-notebook-cell:|\.ipynb\b/.test(source.uri);
}

/** `if __name__ == "__main__":` runs once, as a script. */
function isInMain({ module }: PythonFile, node: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (outer.name !== 'IfStatement') continue;
    const body = outer.getChild('Body');
    if (/__name__/.test(module.text.slice(outer.from, body?.from ?? outer.to))) return true;
  }
  return false;
}
