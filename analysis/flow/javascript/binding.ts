import type { SyntaxNode } from '@lezer/common';
import { isFunction, keyOf, valueAfter } from '../../syntax/javascript/syntax.ts';

/** How a name gets its value: `fixed` means `const`, and `loose` means `let` or `var`. */
export type BindingKind = 'ambient' | 'fixed' | 'import' | 'loop' | 'loose' | 'other' | 'parameter';

export interface Binding {
  /** The name itself. */
  readonly node: SyntaxNode;
  readonly kind: BindingKind;
  /** Where the binding is visible. */
  readonly scope: SyntaxNode;
  /**
   * The value of the name or of the pattern around it: the initial value, the default value, or what a loop
   * iterates over.
   */
  readonly value: SyntaxNode | undefined;
  /** The keys that lead from `value` to the name. An unknown key is undefined. */
  readonly keys: readonly (string | undefined)[];
  /** The import, parameter list, loop or declaration that binds the name. */
  readonly owner: SyntaxNode;
}

/** All assignments to a variable. */
export interface Assignments {
  /** In text order. */
  readonly all: readonly SyntaxNode[];
  /** Assignments in functions inside the variable's scope, which may run at any time. */
  readonly inFunctions: readonly SyntaxNode[];
}

/** Undefined if the name does not declare anything, for example in the pattern of an assignment. */
export function bindingAt(text: string, node: SyntaxNode): Binding | undefined {
  const { target, keys } = outermostPattern(text, node);
  const owner = target.parent;
  if (owner === null || owner.name === 'AssignmentExpression') return undefined;
  const kind = kindOf(owner, target);
  const value = kind === 'loop' ? (owner.getChild('of')?.nextSibling ?? undefined) : valueAfter(target);
  return { node, kind, scope: scopeOf(owner), value, keys, owner };
}

interface Pattern {
  /** The outermost pattern, or the name itself. */
  readonly target: SyntaxNode;
  readonly keys: readonly (string | undefined)[];
}

/** Finds the outermost pattern around a name or pattern. That pattern is assigned a value. */
export function outermostPattern(text: string, node: SyntaxNode): Pattern {
  const keys: (string | undefined)[] = [];
  let target = node;
  for (let property = target.parent; property !== null; property = target.parent) {
    if (property.name === 'ArrayPattern') {
      keys.unshift(positionIn(property, target));
      target = property;
    } else if (property.name === 'PatternProperty' && property.parent !== null) {
      keys.unshift(property.getChild('Spread') === null ? keyOf(property, text) : undefined);
      target = property.parent;
    } else break;
  }
  return { target, keys };
}

/** Undefined after a spread or an omitted element. */
function positionIn(pattern: SyntaxNode, target: SyntaxNode): string | undefined {
  let position = 0;
  for (
    let child = pattern.firstChild;
    child !== null && child.from < target.from;
    child = child.nextSibling
  ) {
    if (child.name === 'Spread') return undefined;
    if (child.name === ',') position++;
  }
  return String(position);
}

function kindOf(owner: SyntaxNode, target: SyntaxNode): BindingKind {
  switch (owner.name) {
    case 'VariableDeclaration':
      if (owner.parent?.name === 'AmbientDeclaration') return 'ambient';
      return owner.getChild('const') === null ? 'loose' : 'fixed';
    case 'ParamList':
      return target.prevSibling?.name === 'Spread' ? 'other' : 'parameter';
    case 'ForOfSpec':
      return 'loop';
    case 'ImportDeclaration':
    case 'ImportGroup':
      return 'import';
    default:
      return 'other';
  }
}

const outermost = /^(?:Script|SingleExpression|StaticBlock|NamespaceDeclaration)$/;
const blocks = /^(?:Block|ForStatement|SwitchBody|CatchClause)$/;

function scopeOf(owner: SyntaxNode): SyntaxNode {
  if (/^(?:FunctionExpression|ClassExpression|CatchClause)$/.test(owner.name)) return owner;
  const isFunctionWide = owner.getChild('var') !== null;
  for (let node = owner.parent; node !== null; node = node.parent) {
    if (isFunction(node) || outermost.test(node.name) || (!isFunctionWide && blocks.test(node.name)))
      return node;
    if (node.parent === null) return node;
  }
  return owner;
}
