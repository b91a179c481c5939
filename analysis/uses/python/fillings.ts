import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import {
  attributeOf,
  callAround,
  callOf,
  childrenOf,
  contains,
  isSameNode,
  subscriptOf,
} from '../../syntax/python/syntax.ts';
import { logSink } from './log-sinks.ts';

/** An entry that a statement adds to a collection: `x["key"] = value`, `x.append(value)`. */
interface Filling {
  readonly value: SyntaxNode;
  readonly statement: SyntaxNode;
  /** Undefined if the value is appended. */
  readonly key: string | undefined;
}

const looking = /^(?:copy|get|items|keys|values)$/;

/**
 * Returns what was certainly added to the collection in a variable after the same function created it, and is
 * still there when code reaches `use`. Empty if the collection is used in any other way in between.
 */
export function filledWith(file: PythonFile, use: SyntaxNode): readonly Filling[] {
  const { module } = file;
  const made = collectionMadeFor(module, use);
  if (made === undefined) return [];
  const found = new Map<string | number, Filling>();
  const between = { from: made.to, to: use.from };
  for (const node of module.occurrences([module.textOf(use)], between)) {
    if (node.name !== 'VariableName') continue;
    if (!isSameNode(scopeOf(node), scopeOf(use))) return [];
    const filling = fillingAt(module, node);
    if (filling === undefined) {
      if (!isLookedAt(file, node)) return [];
    } else if (filling.statement.parent !== null && contains(filling.statement.parent, use))
      found.set(filling.key ?? node.from, filling);
    else if (filling.key !== undefined) found.delete(filling.key);
  }
  return [...found.values()];
}

/** Returns the statement that creates the collection: `x = {}`, `x = []`, `x = dict()`. */
function collectionMadeFor(module: PythonModule, use: SyntaxNode): SyntaxNode | undefined {
  const [binding, another] = use.name === 'VariableName' ? (bindingsSeenBy(module, use) ?? []) : [];
  if (binding?.kind !== 'assignment' || another !== undefined) return undefined;
  const [target, , value, more] = childrenOf(binding.owner);
  const isPlain = isSameNode(target, binding.node) && more === undefined && value !== undefined;
  if (!isPlain || binding.owner.to > use.from) return undefined;
  const isCollection = /^(?:Array|Dictionary|Set)Expression$/.test(value.name);
  if (!isCollection && !/^(?:dict|list|set)\(\s*\)$/.test(module.textOf(value))) return undefined;
  return isSameNode(scopeOf(binding.node), scopeOf(use)) ? binding.owner : undefined;
}

/** Returns what is added to the variable `name` at this place. */
export function fillingAt({ text }: PythonModule, name: SyntaxNode): Filling | undefined {
  const member = name.parent;
  if (member?.name !== 'MemberExpression' || !isSameNode(member.firstChild, name)) return undefined;
  const index = subscriptOf(member)?.index;
  const owner = member.parent;
  if (index !== undefined) {
    const [target, operator, value, more] = owner?.name === 'AssignStatement' ? childrenOf(owner) : [];
    const key = stringValue(text, index);
    const isPlain = isSameNode(target, member) && operator?.name === 'AssignOp' && more === undefined;
    return owner && isPlain && value && key !== undefined ? { value, statement: owner, key } : undefined;
  }
  const method = attributeOf(member)?.property;
  const call = callAround(member);
  const statement = call?.parent?.name === 'ExpressionStatement' ? call.parent : undefined;
  const [open, value, close] = childrenOf((call && callOf(call)?.list) ?? member);
  const isOne = open?.name === '(' && close?.name === ')';
  const isAdded = method !== undefined && /^(?:add|append)$/.test(text.slice(method.from, method.to));
  return statement && isOne && isAdded && value ? { value, statement, key: undefined } : undefined;
}

/**
 * Whether the collection is not modified at this place, because it is shown or passed to other code. A
 * statement such as `redact(x)` may modify it.
 */
function isLookedAt(file: PythonFile, node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent?.name === 'FormatReplacement') return true;
  if (parent?.name === 'MemberExpression') {
    const method = attributeOf(parent)?.property;
    return method !== undefined && looking.test(file.module.textOf(method));
  }
  const call = parent?.name === 'ArgList' ? parent.parent : null;
  if (call?.name !== 'CallExpression') return false;
  const isAlone = call.parent?.name === 'ExpressionStatement' && call.firstChild?.name === 'VariableName';
  return !isAlone || logSink(file, call) !== undefined;
}
