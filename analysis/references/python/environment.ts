import type { SyntaxNode } from '@lezer/common';
import type { OriginFinder } from '../../flow/python/origin.ts';
import { qualifiedName } from './qualified-name.ts';
import {
  attributeOf,
  callAround,
  callOf,
  firstArgument,
  isSameNode,
  subscriptOf,
} from '../../syntax/python/syntax.ts';

const readers = new Set(['get', 'pop', 'setdefault']);

/**
 * If `node` is part of a read of an environment variable (`os.environ`, `getenv` or an alias of either), returns
 * the expression that gives the variable's name.
 */
export function environmentName(origins: OriginFinder, node: SyntaxNode): SyntaxNode | undefined {
  const place = readAround(origins, node);
  if (place === undefined || !isEnvironment(origins, node, place.via)) return undefined;
  return place.name();
}

type Way = 'mapping' | 'function';

interface Read {
  readonly via: Way;
  readonly name: () => SyntaxNode | undefined;
}

/** Uses the syntax alone: `node[…]`, `node.get(…)` or `node(…)`. */
function readAround(origins: OriginFinder, node: SyntaxNode): Read | undefined {
  const { module } = origins;
  const call = callAround(node);
  if (call !== undefined) return { via: 'function', name: () => nameArgument(module.text, call) };
  const member = node.parent;
  if (member?.name !== 'MemberExpression' || !isSameNode(member.firstChild, node)) return undefined;
  const attribute = attributeOf(member);
  if (attribute === undefined) return isWritten(member) ? undefined : subscriptRead(member);
  const reading = callAround(member);
  if (reading === undefined || !readers.has(module.textOf(attribute.property))) return undefined;
  return { via: 'mapping', name: () => nameArgument(module.text, reading) };
}

function subscriptRead(member: SyntaxNode): Read {
  return { via: 'mapping', name: () => subscriptOf(member)?.index };
}

function nameArgument(text: string, call: SyntaxNode): SyntaxNode | undefined {
  const parts = callOf(call);
  return parts && firstArgument(text, parts.list, ['key'])?.value;
}

/** Whether `node` is `os.environ` or the function `os.getenv` under any name. */
export function isEnvironment(origins: OriginFinder, node: SyntaxNode, via: Way): boolean {
  const found = origins.of(node).filter((origin) => origin.node.name !== 'None');
  const expected = via === 'function' ? 'os.getenv' : 'os.environ';
  return found.length > 0 && found.every((origin) => qualifiedName(origins, origin) === expected);
}

/** Setting or deleting a variable is not a read. */
function isWritten(member: SyntaxNode): boolean {
  const owner = member.parent;
  if (owner?.name === 'DeleteStatement') return true;
  return owner?.name === 'AssignStatement' && (owner.getChildren('AssignOp').at(-1)?.from ?? 0) >= member.to;
}
