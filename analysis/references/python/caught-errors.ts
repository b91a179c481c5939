import type { SyntaxNode } from '@lezer/common';
import { type ReadError, readErrors } from '../../model/reference.ts';
import { callAround, callOf, childrenOf } from '../../syntax/python/syntax.ts';
import { callersAround } from '../../flow/python/callers.ts';
import { definitionOf } from '../../flow/python/calls.ts';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { OriginFinder } from '../../flow/python/origin.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { scopeOf } from '../../flow/python/scope.ts';

/**
 * Builtin errors that a read of a secret does not raise. An unknown name may be an alias of one that it does
 * raise.
 */
const unrelated =
  /^(?:Arithmetic|Assertion|Attribute|BlockingIO|BrokenPipe|Buffer|ChildProcess|Connection\w*|EOF|FileExists|FileNotFound|FloatingPoint|Import|Index|Interrupted|IsADirectory|Key|Memory|ModuleNotFound|Name|NotADirectory|NotImplemented|Overflow|Recursion|Reference|Syntax|Indentation|Tab|System|Timeout|Type|UnboundLocal|Unicode\w*|Value|ZeroDivision)Error$|^(?:KeyboardInterrupt|GeneratorExit|StopIteration|StopAsyncIteration|SystemExit)$/;

/** Context managers that suppress the errors passed to them. */
const swallowing = /(?:^|\.)(?:suppress|raises|assertRaises|assertRaisesRegex)$/;

/**
 * If `except Exception:` surrounds more statements than this, it is not evidence that a read in another
 * function is handled.
 */
const mostStatements = 3;

/**
 * Returns the errors from reading the secret in `call` that the code handles: `except SecretNotFound:`, `with
 * suppress(…):`. `isFar` means that `call` calls a function that reads the secret.
 */
function caughtErrors(text: string, call: SyntaxNode, isFar = false): readonly ReadError[] {
  const caught = new Set<ReadError>();
  for (let inner = call, outer = call.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (outer.name === 'FunctionDefinition' || outer.name === 'LambdaExpression') break;
    if (inner.name !== 'Body') continue;
    const isTried = outer.name === 'TryStatement' && outer.getChild('Body')?.from === inner.from;
    const here = isTried
      ? handledIn(text, outer, isFar)
      : outer.name === 'WithStatement'
        ? swallowedIn(text, outer)
        : [];
    for (const error of here) caught.add(error);
  }
  return readErrors.filter((error) => caught.has(error));
}

/** The first matching handler decides. */
function handledIn(text: string, statement: SyntaxNode, isFar: boolean): readonly ReadError[] {
  const statements = childrenOf(statement.getChild('Body') ?? statement).filter(({ name }) =>
    name.endsWith('Statement'),
  );
  const isWide = isFar && statements.length > mostStatements;
  const handlers = handlersOf(text, statement).filter(({ isForAll }) => !isWide || !isForAll);
  return readErrors.filter((error) => handlers.find(({ errors }) => errors.includes(error))?.copes === true);
}

interface Handler {
  readonly errors: readonly ReadError[];
  readonly copes: boolean;
  /** True if the handler catches every error. */
  readonly isForAll: boolean;
}

function handlersOf(text: string, statement: SyntaxNode): readonly Handler[] {
  const handlers: Handler[] = [];
  let head: SyntaxNode[] | undefined;
  for (const node of childrenOf(statement)) {
    if (node.name === 'except') head = [];
    else if (node.name === 'Body' && head !== undefined) {
      const kinds = kindsOf(text, head);
      const isForAll = kinds.every((kind) => /^(?:Base)?Exception$/.test(kind));
      const errors = kinds.length === 0 ? readErrors : errorsAmong(kinds);
      handlers.push({ errors, copes: !onlyRaises(node), isForAll });
      head = undefined;
    } else head?.push(node);
  }
  return handlers;
}

/**
 * Returns the exception types. Empty for a bare `except:`, which catches everything. The name after `as` is
 * not a type.
 */
function kindsOf(text: string, head: readonly SyntaxNode[]): readonly string[] {
  const as = head.findIndex(({ name }) => name === 'as');
  return (as === -1 ? head : head.slice(0, as)).flatMap((node) => kindsIn(text, node));
}

/** `(A, errors.B)` contains two types. */
function kindsIn(text: string, { from, to }: { from: number; to: number }): readonly string[] {
  return text
    .slice(from, to)
    .split(/[\s(),*]+/)
    .filter((kind) => kind !== '');
}

function errorsAmong(kinds: readonly string[]): readonly ReadError[] {
  return readErrors.filter((error) => kinds.some((kind) => mayBe(kind, error)));
}

/** Qualified names refer to errors of other modules. Any other name may be an alias of one of ours. */
function mayBe(kind: string, error: ReadError): boolean {
  const name = kind.slice(kind.lastIndexOf('.') + 1);
  const ours = readErrors.find((one) => one === name);
  if (ours !== undefined) return ours === error;
  return !kind.includes('.') && !unrelated.test(kind);
}

/** Whether a handler only re-raises the error, so that the read fails as before. */
function onlyRaises(body: SyntaxNode): boolean {
  const statements = childrenOf(body).filter(({ name }) => name !== ':' && name !== 'Comment');
  const last = statements.at(-1);
  return (
    last?.name === 'RaiseStatement' &&
    statements.every(({ name }) => /^(?:Expression|Raise)Statement$/.test(name))
  );
}

function swallowedIn(text: string, statement: SyntaxNode): readonly ReadError[] {
  const kinds = statement.getChildren('CallExpression').flatMap((manager) => {
    const call = callOf(manager);
    const isSwallowing = call !== undefined && swallowing.test(text.slice(call.callee.from, call.callee.to));
    return isSwallowing ? kindsIn(text, call.list) : [];
  });
  return errorsAmong(kinds);
}

const maximumDepth = 3;

/**
 * Returns the errors from reading the secret in `call` that the code handles: at the call, in a user-defined
 * context manager or decorator, or at the known calls of the enclosing function.
 */
export function copedErrors(finder: OriginFinder, call: SyntaxNode, depth = 0): readonly ReadError[] {
  const { module } = finder;
  const own = new Set(caughtErrors(module.text, call, depth > 0));
  for (const error of [...swallowedAround(finder, call), ...caughtByDecorators(finder, call)]) own.add(error);
  const open = readErrors.filter((error) => !own.has(error));
  if (open.length === 0 || depth >= maximumDepth) return [...own];
  const callers = callersAround(finder, call);
  if (callers.length === 0) return [...own];
  let byAll = open;
  for (const site of callers) {
    if (byAll.length === 0) break;
    const coped = copedErrors(site.finder, site.call, depth + 1);
    byAll = byAll.filter((error) => coped.includes(error));
  }
  return readErrors.filter((error) => own.has(error) || byAll.includes(error));
}

/**
 * `with ignoring():`, where `ignoring` is a generator that catches what its `yield` raises, or a class whose
 * `__exit__` does so.
 */
function swallowedAround(finder: OriginFinder, call: SyntaxNode): readonly ReadError[] {
  const found: ReadError[] = [];
  const scope = scopeOf(call);
  for (let outer = call.parent; outer !== null && outer.from > scope.from; outer = outer.parent) {
    if (outer.name !== 'WithStatement') continue;
    for (const manager of outer.getChildren('CallExpression')) {
      const callee = callOf(manager)?.callee;
      if (callee?.name === 'VariableName') found.push(...swallowedBy(finder, callee));
    }
  }
  return found;
}

function swallowedBy(finder: OriginFinder, callee: SyntaxNode): readonly ReadError[] {
  return definitionsOf(finder, callee).flatMap(({ module, definition }) => {
    if (definition.name === 'ClassDefinition')
      return /\bdef\s+__exit__\b[^]*?\breturn\s+(?!None\b|False\b)\S/.test(module.textOf(definition))
        ? readErrors
        : [];
    const [node] = module.occurrences(['yield'], definition);
    return node ? caughtErrors(module.text, node) : [];
  });
}

/** `@safe`, which calls the decorated function inside a `try`. */
function caughtByDecorators(finder: OriginFinder, call: SyntaxNode): readonly ReadError[] {
  const decorated = scopeOf(call).parent;
  if (decorated?.name !== 'DecoratedStatement') return [];
  return decorated.getChildren('Decorator').flatMap((decorator) => {
    const [name, more] = decorator.getChildren('VariableName');
    if (name === undefined || more !== undefined) return [];
    return definitionsOf(finder, name).flatMap(({ module, definition }) => caughtInside(module, definition));
  });
}

function caughtInside(module: PythonModule, definition: SyntaxNode): readonly ReadError[] {
  const found: ReadError[] = [];
  definition.cursor().iterate(({ name, node }) => {
    const call = name === 'VariableName' ? callAround(node) : undefined;
    const bindings = call && bindingsSeenBy(module, node);
    if (call && bindings?.every(({ kind }) => kind === 'parameter') === true)
      found.push(...caughtErrors(module.text, call));
  });
  return found;
}

interface Definition {
  readonly module: PythonModule;
  readonly definition: SyntaxNode;
}

function definitionsOf(finder: OriginFinder, name: SyntaxNode): readonly Definition[] {
  return finder.of(name).flatMap(({ node, finder: { module } }) => {
    const definition = node.parent?.name === 'ClassDefinition' ? node.parent : definitionOf(node);
    return definition ? [{ module, definition }] : [];
  });
}
