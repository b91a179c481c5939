import type { SyntaxNode } from '@lezer/common';
import { childrenOf, contains, isSameNode } from '../../syntax/python/syntax.ts';

export type BindingKind =
  | 'assignment'
  | 'walrus'
  | 'loop'
  | 'comprehension'
  | 'parameter'
  | 'import'
  | 'function'
  | 'class'
  /** Assigned in a way that cannot be followed: `+=`, `with … as`, `except … as`, `del`, or a pattern. */
  | 'other';

/** A place where a value is assigned to a Python name. */
export interface Binding {
  readonly kind: BindingKind;
  /** The name itself. */
  readonly node: SyntaxNode;
  /**
   * The code that assigns the value: an assignment, loop, comprehension, parameter list, definition or
   * import.
   */
  readonly owner: SyntaxNode;
  /** The index of the item, if the binding is for one particular loop iteration. */
  readonly turn?: number;
}

const targetDisplays = new Set(['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression']);
const comprehensions = new Set([
  'ArrayComprehensionExpression',
  'ComprehensionExpression',
  'DictionaryComprehensionExpression',
  'SetComprehensionExpression',
]);

export function isComprehension(node: SyntaxNode): boolean {
  return comprehensions.has(node.name) || (node.name === 'ArgList' && node.getChild('for') !== null);
}

/**
 * Undefined if the place reads the name, or if the name is something else, such as a keyword argument or an
 * attribute.
 */
export function bindingAt(text: string, name: SyntaxNode): Binding | undefined {
  if (name.name !== 'VariableName') return undefined;
  let target = name;
  while (target.parent !== null && targetDisplays.has(target.parent.name)) target = target.parent;
  const owner = target.parent;
  if (owner === null) return undefined;
  const kind = kindOf(text, owner, target, isSameNode(target, name));
  return kind === undefined ? undefined : { kind, node: name, owner };
}

function kindOf(
  text: string,
  owner: SyntaxNode,
  target: SyntaxNode,
  plain: boolean,
): BindingKind | undefined {
  switch (owner.name) {
    case 'AssignStatement':
      return isFollowedBy(target, 'AssignOp') ? 'assignment' : undefined;
    case 'ForStatement':
      return isFollowedBy(target, 'in') && target.to <= (owner.getChild('in')?.from ?? 0)
        ? 'loop'
        : undefined;
    case 'UpdateStatement':
      return target.prevSibling === null ? 'other' : undefined;
    case 'DeleteStatement':
      return 'other';
    default:
      if (isComprehension(owner) && isComprehensionTarget(target)) return 'comprehension';
      return plain ? kindOfPlainName(text, owner, target) : undefined;
  }
}

function kindOfPlainName(text: string, owner: SyntaxNode, name: SyntaxNode): BindingKind | undefined {
  const before = name.prevSibling;
  switch (owner.name) {
    case 'NamedExpression':
      return before === null ? 'walrus' : undefined;
    case 'ArgList':
      return isWalrus(text, name) ? 'walrus' : undefined;
    case 'ParamList':
      return before?.name === 'AssignOp' ? undefined : 'parameter';
    case 'FunctionDefinition':
      return before?.name === 'def' ? 'function' : undefined;
    case 'ClassDefinition':
      return before?.name === 'class' ? 'class' : undefined;
    case 'ImportStatement':
      return isImportedName(owner, name) ? 'import' : undefined;
    case 'WithStatement':
    case 'TryStatement':
    case 'AsPattern':
      return before?.name === 'as' ? 'other' : undefined;
    case 'CapturePattern':
    case 'TypeParam':
      return 'other';
    case 'TypeDefinition':
      return before?.name === 'type' ? 'other' : undefined;
    default:
      return undefined;
  }
}

function isFollowedBy(node: SyntaxNode, name: string): boolean {
  for (let next = node.nextSibling; next !== null; next = next.nextSibling)
    if (next.name === name) return true;
  return false;
}

function isComprehensionTarget(node: SyntaxNode): boolean {
  for (let before = node.prevSibling; before !== null; before = before.prevSibling) {
    if (before.name === 'for') return true;
    if (before.name !== ',' && before.name !== 'VariableName' && !targetDisplays.has(before.name))
      return false;
  }
  return false;
}

function isWalrus(text: string, name: SyntaxNode): boolean {
  const operator = name.nextSibling;
  return operator?.name === 'AssignOp' && text.slice(operator.from, operator.to) === ':=';
}

/** `import a.b` binds `a`; `import a.b as c` and `from a import b as c` bind `c`. */
function isImportedName(statement: SyntaxNode, name: SyntaxNode): boolean {
  if (name.prevSibling?.name === 'as') return true;
  if (name.nextSibling?.name === 'as' || name.prevSibling?.name === '.') return false;
  const importWord = statement.getChild('import');
  if (importWord === null || name.from < importWord.to) return false;
  for (
    let next = name.nextSibling;
    next?.name === '.' || next?.name === 'VariableName';
    next = next.nextSibling
  ) {
    if (next.nextSibling?.name === 'as') return false;
  }
  return true;
}

/**
 * Returns the position of the name's value in the bound value: in `a, (b, c) = …`, the path to `b` is `[1,
 * 0]`. Undefined for a starred target and those after one.
 */
export function pathInTarget(binding: Binding): readonly number[] | undefined {
  const path: number[] = [];
  let node = binding.node;
  for (let parent = node.parent; parent !== null; node = parent, parent = parent.parent) {
    const isOwner = isSameNode(parent, binding.owner);
    const siblings = isOwner ? targetGroup(parent, node) : childrenOf(parent);
    if (siblings.some(({ name, from }) => name === '*' && from < node.to)) return undefined;
    const isList = siblings.some((sibling) => sibling.name === ',') || parent.name === 'ArrayExpression';
    if (isList)
      path.unshift(siblings.filter((sibling) => sibling.name === ',' && sibling.to <= node.from).length);
    if (isOwner) return path;
  }
  return path;
}

/** Returns the siblings of `node` between the same two operators or keywords. */
function targetGroup(owner: SyntaxNode, node: SyntaxNode): readonly SyntaxNode[] {
  const group: SyntaxNode[] = [];
  for (const child of childrenOf(owner)) {
    if (!isBorder(child)) group.push(child);
    else if (group.some((member) => contains(member, node))) return group;
    else group.length = 0;
  }
  return group;
}

function isBorder({ name }: SyntaxNode): boolean {
  return /^(?:AssignOp|TypeDef|for|in|async)$/.test(name);
}
