import type { SyntaxNode } from '@lezer/common';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { contains, isSameNode } from '../../syntax/python/syntax.ts';
import type { SecretReference } from '../../model/reference.ts';
import type { Span } from '../../model/span.ts';
import { tellsAround, tellsOutside } from './telling.ts';
import type { UseContext } from './use-context.ts';

const tests =
  /\b(?:isinstance|issubclass|type|hasattr|getattr|callable)\s*\(\s*(?=[\w(])|^[ \t]*match[ \t]+(?=[\w(])|(?<=\S)\.__class__\b/gm;

/** Code that tests whether it got a text or a dictionary, and how far the result may matter. */
interface Test {
  readonly of: ReadonlySet<SecretReference>;
  readonly statement: SyntaxNode;
  /** Undefined for the whole file. */
  readonly region: SyntaxNode | undefined;
}

/** Determines which code runs only for one kind of secret. */
export class TestedKinds {
  readonly #tests: readonly Test[];

  constructor(context: UseContext, within: readonly Span[]) {
    const found: Test[] = [];
    for (const at of testedExpressions(context.file.module, within)) {
      const of = new Set(context.values.mayHold(at));
      if (of.size === 0) continue;
      const statement = statementAround(at);
      found.push({ of, statement, region: regionOf(context, statement) });
    }
    this.#tests = found;
  }

  /** Whether code may know at `place` which kind of secret one of `reads` returned. */
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
 * The statement if the result of its test has no effect outside it, otherwise the function, otherwise the
 * file.
 */
function regionOf(context: UseContext, statement: SyntaxNode): SyntaxNode | undefined {
  if (!tellsAround(context, statement)) return statement;
  const definition = scopeOf(statement);
  const isFunction = definition.name === 'FunctionDefinition';
  return isFunction && !tellsOutside(context, definition) ? definition : undefined;
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

function* testedExpressions({ text, tree }: PythonModule, within: readonly Span[]): Generator<SyntaxNode> {
  for (const { start, end } of within) {
    for (const { index, 0: match } of text.slice(start, end).matchAll(tests)) {
      const at = start + index;
      const tested = match.startsWith('.')
        ? tree.resolveInner(at, -1)
        : wholeExpression(tree.resolveInner(at + match.length, 1));
      yield tested.name === 'PropertyName' ? (tested.parent ?? tested) : tested;
    }
  }
}

/** The argument, or the subject of `match`, that starts with `node`. */
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
