import type { SyntaxNode } from '@lezer/common';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { contains, isSameNode } from '../../syntax/python/syntax.ts';
import type { SecretReference } from '../../model/reference.ts';
import { type HeldNode } from '../held-value.ts';
import { isShowing } from './showing-calls.ts';

const tests =
  /\b(?:isinstance|issubclass|type|hasattr|getattr|callable)\s*\(\s*(?=[\w(])|^[ \t]*match[ \t]+(?=[\w(])|(?<=\S)\.__class__\b/gm;

/**
 * Code that checks whether a secret is a string or a dictionary, and the region that the result may affect.
 */
interface Test {
  readonly of: ReadonlySet<SecretReference>;
  readonly statement: SyntaxNode;
  /** Undefined if the region is the entire file. */
  readonly region: SyntaxNode | undefined;
}

/** Determines which code runs for only one kind of secret. */
export class TestedKinds {
  readonly #tests: readonly Test[];

  constructor(module: PythonModule, held: readonly HeldNode[]) {
    const found: Test[] = [];
    const byStart = new Map(held.map(({ node, reads }) => [`${node.from}:${node.to}`, reads]));
    for (const at of testedExpressions(module)) {
      const of = new Set(byStart.get(`${at.from}:${at.to}`));
      if (of.size === 0) continue;
      const statement = statementAround(at);
      found.push({ of, statement, region: regionOf(module, statement) });
    }
    this.#tests = found;
  }

  /** Whether code may have determined at `place` which kind of secret one of `reads` returned. */
  has(reads: readonly SecretReference[], place: SyntaxNode): boolean {
    return this.#tests.some((test) => reads.some((read) => test.of.has(read)) && reaches(test, place));
  }
}

function reaches({ statement, region }: Test, place: SyntaxNode): boolean {
  if (region !== undefined && !contains(region, place)) return false;
  const isBefore = place.to <= statement.from && isSameNode(scopeOf(statement), scopeOf(place));
  return !isBefore || isRepeated(place);
}

/**
 * Returns the statement if the result of its check has no effect outside it. Otherwise returns the function
 * or, failing that, the file.
 */
function regionOf(module: PythonModule, statement: SyntaxNode): SyntaxNode | undefined {
  if (!affectsSurroundings(module, statement)) return statement;
  const definition = scopeOf(statement);
  const isFunction = definition.name === 'FunctionDefinition';
  return isFunction && !affectsCallers(module, definition) ? definition : undefined;
}

function statementAround(test: SyntaxNode): SyntaxNode {
  let outer = test;
  while (outer.parent !== null && !outer.name.endsWith('Statement')) outer = outer.parent;
  return outer;
}

function isRepeated(place: SyntaxNode): boolean {
  for (let outer = place.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'ForStatement' || outer.name === 'WhileStatement') return true;
    if (outer.name === 'FunctionDefinition') return false;
  }
  return false;
}

function* testedExpressions({ text, tree }: PythonModule): Generator<SyntaxNode> {
  for (const { index: at, 0: match } of text.matchAll(tests)) {
    const tested = match.startsWith('.')
      ? tree.resolveInner(at, -1)
      : wholeExpression(tree.resolveInner(at + match.length, 1));
    yield tested.name === 'PropertyName' ? (tested.parent ?? tested) : tested;
  }
}

/** Returns the argument or `match` subject that starts with `node`. */
function wholeExpression(node: SyntaxNode): SyntaxNode {
  let whole = node;
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'ArgList' || outer.name === 'MatchStatement' || outer.name.endsWith('Statement'))
      return whole;
    if (outer.from !== node.from) return whole;
    whole = outer;
  }
  return whole;
}

const leaving =
  /^(?:RaiseStatement|AssertStatement|Yield(?:Statement|Expression)|ScopeStatement|DeleteStatement|LambdaExpression|ClassDefinition|ImportStatement)$/;
const going = /^(?:ReturnStatement|ContinueStatement|BreakStatement|ForStatement|NamedExpression)$/;

/**
 * Whether the result of a check in a statement may affect the surrounding code or what it can assume, because
 * the statement exits early, assigns names, or calls something that may do so.
 */
function affectsSurroundings(module: PythonModule, statement: SyntaxNode): boolean {
  return affects(module, statement, ({ name }) => going.test(name) || isGiven(name));
}

/** Whether the result of a check in a function may affect other functions or what they can assume. */
function affectsCallers(module: PythonModule, definition: SyntaxNode): boolean {
  return affects(module, definition, (node) => {
    if (node.name === 'ReturnStatement') return !isSameNode(node.firstChild, node.lastChild ?? node);
    return isGiven(node.name) && node.getChild('MemberExpression') !== null;
  });
}

function isGiven(name: string): boolean {
  return name === 'AssignStatement' || name === 'UpdateStatement';
}

function affects(module: PythonModule, whole: SyntaxNode, isEffect: (node: SyntaxNode) => boolean): boolean {
  let found = false;
  whole.cursor().iterate(({ node, name, from }) => {
    if (name === 'FunctionDefinition') found ||= from !== whole.from;
    else if (name === 'VariableName' || name === 'PropertyName') found ||= isOwnFunction(module, node, whole);
    else found ||= leaving.test(name) || isDoing(module, node) || isEffect(node);
    return !found;
  });
  return found;
}

/** The use of the result by another function of the file is not followed. */
function isOwnFunction(module: PythonModule, name: SyntaxNode, whole: SyntaxNode): boolean {
  const isItself = name.parent?.from === whole.from && whole.name === 'FunctionDefinition';
  return !isItself && isDefined(module, module.textOf(name));
}

/** Whether a call is made for its side effects. Calls that only display something do not count. */
function isDoing(module: PythonModule, node: SyntaxNode): boolean {
  const call = node.name === 'ExpressionStatement' ? node.firstChild : null;
  if (call === null || call.name.endsWith('String')) return false;
  return !isShowing(module, call);
}

/** Whether a function or class of the file has this name. */
function isDefined({ text }: PythonModule, name: string): boolean {
  return new RegExp(String.raw`\b(?:def|class)[ \t]+${name}\b`).test(text);
}
