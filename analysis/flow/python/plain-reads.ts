import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callAround, childrenOf, isSameNode, subscriptOf } from '../../syntax/python/syntax.ts';
import { bindingAt, isComprehension, type Binding } from './binding.ts';
import type { PythonModule } from './python-module.ts';
import { scopeOf } from './scope.ts';

/**
 * Whether code only reads a bound collection. False if other code can access the collection (a function that
 * receives it, another name for it, or a caller), because that code may modify it.
 */
export function isOnlyRead(module: PythonModule, binding: Pick<Binding, 'node'>, layers: number): boolean {
  if (layers === 0) return true;
  if (module.evaluates) return false;
  const name = module.textOf(binding.node);
  const own = scopeOf(binding.node);
  const reach = module.borrows(own, name) ? module.root : own;
  return module.answered(`only read:${name}:${reach.from}:${reach.name}:${layers}`, () => {
    for (const node of module.occurrences([name], reach)) {
      if (node.name === 'VariableName' && !isHarmlessName(module, node, layers)) return false;
    }
    return true;
  });
}

/** Whether the use of a name leaves its collection unmodified. */
export function isHarmlessName(module: PythonModule, node: SyntaxNode, layers: number): boolean {
  const binding = bindingAt(module.text, node);
  if (binding !== undefined) return isPlainBinding(binding);
  return isKeyword(node) || isPlainRead(module, node, layers);
}

/** `a = b = {}` and `f(a := {})` give other code access to the collection too. */
function isPlainBinding({ kind, owner }: Binding): boolean {
  if (kind === 'assignment') return owner.getChildren('AssignOp').length === 1;
  return kind !== 'walrus' && kind !== 'other';
}

function isKeyword(node: SyntaxNode): boolean {
  if (node.parent?.name === 'ScopeStatement') return true;
  return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp';
}

/** Whether the use of a collection at `node` neither modifies it nor gives other code access to it. */
export function isPlainRead(module: PythonModule, node: SyntaxNode, layers: number): boolean {
  const parent = node.parent;
  if (parent === null) return false;
  switch (parent.name) {
    case 'ExpressionStatement':
    case 'FormatReplacement':
    case 'IfStatement':
    case 'WhileStatement':
      return true;
    case 'ParenthesizedExpression':
      return isPlainRead(module, parent, layers);
    case 'ConditionalExpression':
      return node.prevSibling?.name === 'if' || isPlainRead(module, parent, layers);
    case 'BinaryExpression':
      return isPlainOperand(module, parent, layers);
    case 'ArrayExpression':
    case 'DictionaryExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return isTakenOver(node, layers);
    case 'UnaryExpression':
      return parent.getChild('not') !== null;
    case 'MemberExpression':
      return isSameNode(parent.firstChild, node) ? isPlainMember(module, parent, layers) : layers === 0;
    case 'ArgList':
      return isPlainArgument(module, parent, node, layers);
    case 'AssignStatement':
      return isRenamed(module, node, layers) || (layers === 1 && isUnpacked(parent, node));
    default:
      return isIterated(node) && loopOnlyReads(module, node, layers - 1);
  }
}

function isPlainOperand(module: PythonModule, operation: SyntaxNode, layers: number): boolean {
  if (operation.getChild('in') !== null || operation.getChild('CompareOp') !== null) return true;
  if (operation.getChild('and') !== null || operation.getChild('or') !== null)
    return isPlainRead(module, operation, layers);
  // `NAMES | more` and `NAMES + more` create a new collection.
  return layers === 1 && operation.getChild('not') === null;
}

/** `*NAMES` and `**NAMES` copy its contents. */
function isTakenOver(node: SyntaxNode, layers: number): boolean {
  return layers === 1 && /^\*\*?$/.test(node.prevSibling?.name ?? '');
}

/** `names = NAMES`, where `names` is only read. */
function isRenamed(module: PythonModule, value: SyntaxNode, layers: number): boolean {
  const name = namedBy(value);
  if (name === undefined) return false;
  const scope = scopeOf(name);
  const isOwn =
    /^(?:FunctionDefinition|Script)$/.test(scope.name) &&
    module.bindingsIn(scope, module.textOf(name)).length === 1;
  return isOwn && !module.borrows(scope, module.textOf(name)) && isOnlyRead(module, { node: name }, layers);
}

/** Returns the names to which a module assigns its member `name`. Other files can access these names. */
export function renamesOf(module: PythonModule, name: string): readonly string[] {
  const found: string[] = [];
  for (const node of module.occurrences([name], module.root)) {
    const rename = namedBy(node);
    if (rename !== undefined && scopeOf(rename).name === 'Script') found.push(module.textOf(rename));
  }
  return found;
}

function isPlainMember(module: PythonModule, member: SyntaxNode, layers: number): boolean {
  const subscript = subscriptOf(member);
  const attribute = attributeOf(member);
  if (attribute === undefined) {
    const isSlice = subscript?.index === undefined;
    return isSlice ? layers === 1 && !isTarget(member) : isHarmlessItem(module, member, layers - 1);
  }
  const call = callAround(member);
  if (call === undefined) return false;
  switch (module.textOf(attribute.property)) {
    case 'get':
      return isHarmlessItem(module, call, layers - 1);
    case 'items':
    case 'values':
      return layers === 1 || (isIterated(call) && loopOnlyReads(module, call, layers - 1));
    case 'copy':
      return layers === 1;
    case 'count':
    case 'index':
    case 'keys':
      return true;
    default:
      return false;
  }
}

/** `a, b = NAMES`. */
function isUnpacked(statement: SyntaxNode, value: SyntaxNode): boolean {
  const [first, second, ...rest] = childrenOf(statement);
  if (first === undefined || rest.some(({ name }) => name === '*')) return false;
  const isList = second?.name === ',' || /^(?:Tuple|Array)Expression$/.test(first.name);
  const isWhole = value.prevSibling?.name === 'AssignOp' && value.nextSibling === null;
  return isList && isWhole && first.name !== '*' && statement.getChildren('AssignOp').length === 1;
}

/** An item of a collection may also be a collection. */
function isHarmlessItem(module: PythonModule, item: SyntaxNode, layers: number): boolean {
  if (isTarget(item)) return false;
  if (layers === 0) return true;
  const name = namedBy(item);
  return name === undefined ? isPlainRead(module, item, layers) : isOnlyRead(module, { node: name }, layers);
}

/** Returns `name` in `name = value`. */
function namedBy(value: SyntaxNode): SyntaxNode | undefined {
  const parent = value.parent;
  const [name, operator, only, more] = parent === null ? [] : childrenOf(parent);
  const isPlain = parent?.name === 'AssignStatement' && operator?.name === 'AssignOp' && more === undefined;
  return isPlain && name?.name === 'VariableName' && isSameNode(only, value) ? name : undefined;
}

const lookingOnly = new Set(['all', 'any', 'bool', 'len', 'repr', 'str']);
const copying = new Set([
  'dict',
  'enumerate',
  'frozenset',
  'iter',
  'list',
  'max',
  'min',
  'reversed',
  'set',
  'sorted',
  'tuple',
]);

function isPlainArgument(module: PythonModule, list: SyntaxNode, node: SyntaxNode, layers: number): boolean {
  if (isIterated(node)) return loopOnlyReads(module, node, layers - 1);
  const call = list.parent;
  const callee = call?.firstChild;
  if (callee && (isJoin(module, callee) || isVaultRead(module, callee))) return true;
  if (call?.name !== 'CallExpression' || !callee || !isBuiltin(module, callee)) return false;
  const name = module.textOf(callee);
  if (name === 'zip') return layers === 1;
  if (node.prevSibling?.name !== '(') return false;
  if (lookingOnly.has(name)) return true;
  return copying.has(name) && (layers === 1 || (isIterated(call) && loopOnlyReads(module, call, layers - 1)));
}

/** The vault does not modify its arguments. */
function isVaultRead(module: PythonModule, callee: SyntaxNode): boolean {
  const attribute = attributeOf(callee);
  return attribute !== undefined && module.textOf(attribute.property) === 'get_secret';
}

/** `", ".join`. */
function isJoin(module: PythonModule, callee: SyntaxNode): boolean {
  const attribute = attributeOf(callee);
  return attribute?.object.name === 'String' && module.textOf(attribute.property) === 'join';
}

/** Whether a builtin name still refers to the builtin in this module. */
export function isBuiltin(module: PythonModule, callee: SyntaxNode): boolean {
  if (callee.name !== 'VariableName') return false;
  const name = module.textOf(callee);
  return module.answered(`builtin:${name}`, () => {
    for (const node of module.occurrences([name], module.root)) {
      if (bindingAt(module.text, node) !== undefined) return false;
    }
    return true;
  });
}

/** Whether a loop or comprehension iterates over `node`. */
function isIterated(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent === null || node.prevSibling?.name !== 'in' || node.nextSibling?.name === ',') return false;
  return parent.name === 'ForStatement' || isComprehension(parent);
}

function loopOnlyReads(module: PythonModule, iterable: SyntaxNode, layers: number): boolean {
  if (layers === 0) return true;
  const targets: SyntaxNode[] = [];
  for (let node = iterable.prevSibling; node !== null && node.name !== 'for'; node = node.prevSibling)
    targets.push(...namesWithin(node));
  return targets.every((node) => isOnlyRead(module, { node }, layers));
}

function namesWithin(target: SyntaxNode): readonly SyntaxNode[] {
  if (target.name === 'VariableName') return [target];
  return /^(?:Tuple|Array|Parenthesized)Expression$/.test(target.name)
    ? childrenOf(target).flatMap(namesWithin)
    : [];
}

/** Whether `node` is assigned or deleted. */
export function isTarget(node: SyntaxNode): boolean {
  const owner = node.parent;
  if (owner === null) return false;
  if (node.prevSibling?.name === 'for' || node.prevSibling?.name === 'as') return true;
  switch (owner.name) {
    case 'ArrayExpression':
    case 'ParenthesizedExpression':
    case 'TupleExpression':
      return isTarget(owner);
    case 'AssignStatement':
      return (owner.getChildren('AssignOp').at(-1)?.from ?? 0) >= node.to;
    case 'DeleteStatement':
      return true;
    case 'ForStatement':
      return (owner.getChild('in')?.from ?? 0) >= node.to;
    case 'UpdateStatement':
      return isSameNode(owner.firstChild, node);
    default:
      return false;
  }
}
