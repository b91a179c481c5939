import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../all-known.ts';
import { type Binding, outermostPattern } from './binding.ts';
import { argumentsOf } from './functions.ts';
import type { JavaScriptModule } from './module.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';
import {
  branches,
  defaultingParts,
  isSameNode,
  keyOf,
  unwrapped,
  valueAfter,
} from '../../syntax/javascript/syntax.ts';

/** An expression as a starting point followed by keys: `process.env` is `process` + `env`. */
export interface Path {
  readonly root: 'conversation' | 'global' | 'meta' | 'parameter' | 'this';
  /** For a global or a parameter, the first key is its name. */
  readonly keys: readonly string[];
}

const maximumSteps = 12;
const processModule = /^(?:node:)?process$/;

/** Undefined unless the expression is a literal in the file. A name is followed to its only value. */
export function pathOf(module: JavaScriptModule, expression: SyntaxNode, steps = 0): Path | undefined {
  if (steps > maximumSteps) return undefined;
  const node = unwrapped(expression);
  switch (node.name) {
    case 'VariableName':
      return pathOfVariable(module, node, steps);
    case 'this':
      return { root: 'this', keys: [] };
    case 'ImportMeta':
      return { root: 'meta', keys: [] };
    case 'MemberExpression':
      return pathOfMember(module, node, steps);
    case 'CallExpression':
      return pathOfRequire(module, node) ?? pathOfBound(module, node, steps);
    case 'ConditionalExpression':
      return pathOfChoice(module, branches(node) ?? [], steps);
    default:
      return pathOfChoice(module, defaultingParts(node, module.text) ?? [], steps);
  }
}

/** The value that a pattern destructures. */
export function pathOfPattern(module: JavaScriptModule, pattern: SyntaxNode): Path | undefined {
  const { target, keys } = outermostPattern(module.text, pattern);
  const value = valueAfter(target);
  return value && extended(pathOf(module, value), keys);
}

function pathOfMember(module: JavaScriptModule, member: SyntaxNode, steps: number): Path | undefined {
  const own = member.getChild('PrivatePropertyName');
  const key = own === null ? keyOf(member, module.text) : module.textOf(own);
  if (key === undefined || member.firstChild === null) return undefined;
  return extended(pathOf(module, member.firstChild, steps + 1), [key]);
}

function pathOfVariable(module: JavaScriptModule, use: SyntaxNode, steps: number): Path | undefined {
  const binding = module.bindingSeenBy(use);
  if (binding === undefined) return { root: 'global', keys: [module.textOf(use)] };
  return binding === 'several' ? undefined : pathOfBinding(module, binding, steps);
}

function pathOfBinding(module: JavaScriptModule, binding: Binding, steps: number): Path | undefined {
  const { kind, value, keys, node } = binding;
  if (kind === 'ambient') return { root: 'global', keys: [module.textOf(node)] };
  if (kind === 'import') return pathOfImport(module, binding);
  if (kind !== 'fixed' && kind !== 'loose' && kind !== 'parameter') return undefined;
  if (kind !== 'fixed' && isAssigned(module, binding)) return undefined;
  if (kind !== 'parameter' && isTypedConversation(module, node)) return { root: 'conversation', keys: [] };
  // Callers pass something other than an empty default: `({ conv } = {}) => …`.
  const isOptional = kind === 'parameter' && value !== undefined && isNothing(module, unwrapped(value));
  if (value !== undefined && !isOptional) return extended(pathOf(module, value, steps + 1), keys);
  return kind === 'parameter' ? pathOfParameter(module, binding) : undefined;
}

function pathOfParameter(module: JavaScriptModule, { node, keys }: Binding): Path | undefined {
  if (isTypedConversation(module, node)) return { root: 'conversation', keys: [] };
  if (hasTypeOfLibrary(module, node)) return undefined;
  // `({ utils }) => …` destructures a conversation.
  if (keys.length === 1 && keys[0] === 'utils') return { root: 'conversation', keys: ['utils'] };
  const name = keys.length === 0 ? module.textOf(node) : keys.at(-1);
  return name === undefined ? undefined : { root: 'parameter', keys: [name] };
}

/** `conv: Client`, where `Client` is imported from a package. */
function hasTypeOfLibrary(module: JavaScriptModule, { nextSibling }: SyntaxNode): boolean {
  const annotation = nextSibling?.name === 'Optional' ? nextSibling.nextSibling : nextSibling;
  if (annotation?.name !== 'TypeAnnotation') return false;
  const [, name] = /^:\s*([\w$]+)/.exec(module.textOf(annotation)) ?? [];
  for (const { parent } of name === undefined ? [] : module.occurrences([name])) {
    const declaration = parent?.name === 'ImportGroup' ? parent.parent : parent;
    const source = declaration?.name === 'ImportDeclaration' ? declaration.getChild('String') : null;
    if (source && !/^[./]/.test(stringValue(module.text, source) ?? '.')) return true;
  }
  return false;
}

/** `conv: Conversation` and `conv?: Conversation`. */
function isTypedConversation(module: JavaScriptModule, name: SyntaxNode): boolean {
  const after = name.nextSibling;
  const type = after?.name === 'Optional' ? after.nextSibling : after;
  return type?.name === 'TypeAnnotation' && /\bConversation\b/.test(module.textOf(type));
}

function pathOfImport(module: JavaScriptModule, { node, owner }: Binding): Path | undefined {
  const declaration = owner.name === 'ImportGroup' ? owner.parent : owner;
  const source = declaration?.getChild('String');
  if (!source || !processModule.test(stringValue(module.text, source) ?? '')) return undefined;
  if (owner.name !== 'ImportGroup') return { root: 'global', keys: ['process'] };
  const imported = node.prevSibling?.name === 'as' ? node.prevSibling.prevSibling : node;
  const name = imported === null ? 'default' : module.textOf(imported);
  return { root: 'global', keys: name === 'default' ? ['process'] : ['process', name] };
}

function pathOfRequire(module: JavaScriptModule, call: SyntaxNode): Path | undefined {
  const callee = call.firstChild;
  const argument = call.getChild('ArgList')?.firstChild?.nextSibling;
  if (callee?.name !== 'VariableName' || module.textOf(callee) !== 'require' || !argument) return undefined;
  const isProcess = processModule.test(stringValue(module.text, argument) ?? '');
  return isProcess && module.bindingSeenBy(callee) === undefined
    ? { root: 'global', keys: ['process'] }
    : undefined;
}

/** `conv.utils.getSecret.bind(conv.utils)` */
function pathOfBound(module: JavaScriptModule, call: SyntaxNode, steps: number): Path | undefined {
  const bound = boundFunction(module, call);
  return bound && pathOf(module, bound, steps + 1);
}

/** The function in `function.bind(receiver)`, if no arguments are bound. */
export function boundFunction(module: JavaScriptModule, call: SyntaxNode): SyntaxNode | undefined {
  const list = call.getChild('ArgList');
  const [, more] = (list && argumentsOf(list)) ?? [];
  const member = call.firstChild;
  const isBound = member?.name === 'MemberExpression' && keyOf(member, module.text) === 'bind';
  return isBound && more === undefined ? (member.firstChild ?? undefined) : undefined;
}

/** Merges alternatives that lead to the same path, ignoring the empty values `{}`, `null` and `undefined`. */
function pathOfChoice(
  module: JavaScriptModule,
  alternatives: readonly SyntaxNode[],
  steps: number,
): Path | undefined {
  const alternativesLeft = alternatives.filter((one) => !isNothing(module, unwrapped(one)));
  const [first, ...others] = alternativesLeft.map((one) => pathOf(module, one, steps + 1));
  return first && others.every((other) => other && isSamePath(first, other)) ? first : undefined;
}

function isNothing(module: JavaScriptModule, node: SyntaxNode): boolean {
  return /^(?:\{\s*\}|null|undefined)$/.test(module.textOf(node));
}

export function isSamePath(one: Path, other: Path): boolean {
  return one.root === other.root && one.keys.join('\n') === other.keys.join('\n');
}

function extended(path: Path | undefined, keys: readonly (string | undefined)[]): Path | undefined {
  const known = allKnown(keys);
  return path && known ? { ...path, keys: [...path.keys, ...known] } : undefined;
}

/** Whether a name is reassigned after its initial value. */
export function isAssigned(module: JavaScriptModule, binding: Binding): boolean {
  const known = assigned.get(binding);
  if (known !== undefined) return known;
  const found = module.usesOf(binding).some((use) => isTarget(use));
  assigned.set(binding, found);
  return found;
}

/** Cached because it is checked for each use of a name. */
const assigned = new WeakMap<Binding, boolean>();

/** Whether a value is assigned at a use of a name. */
export function isTarget(use: SyntaxNode): boolean {
  if (use.name === 'VariableDefinition') return true;
  const owner = use.parent;
  const isFirst = isSameNode(owner?.firstChild, use);
  if (owner?.name === 'AssignmentExpression') return isFirst;
  return (
    /^(?:of|in)$/.test(use.nextSibling?.name ?? '') ||
    (owner?.name === 'PostfixExpression' && owner.getChild('ArithOp') !== null) ||
    (owner?.name === 'UnaryExpression' && owner.getChild('ArithOp') !== null)
  );
}
