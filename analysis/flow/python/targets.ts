import type { SyntaxNode } from '@lezer/common';
import { childrenOf, commaGroups } from '../../syntax/python/syntax.ts';
import { pathInTarget, type Binding } from './binding.ts';
import { chosen } from '../choices.ts';
import { elementsOf, type Element } from './collections.ts';
import { followed, itemsIn } from './sequence-items.ts';
import { iterablesOf } from './loop-items.ts';
import { type OriginFinder, type Frame, keyOfOrigin, type Origin } from './origin.ts';
import { choiceAt } from './steady.ts';

/** Returns where the value of an assigned variable or loop variable comes from. Tuples are unpacked. */
export function boundOrigins(
  origins: OriginFinder,
  binding: Binding,
  frame: Frame | undefined,
): readonly Origin[] {
  const unknown = [{ node: binding.node, frame, finder: origins }];
  const path = pathInTarget(binding);
  if (path === undefined) return unknown;
  const isLoop = binding.kind === 'loop' || binding.kind === 'comprehension';
  const values = isLoop ? loopValues(origins, binding, frame) : assignedValues(origins, binding, frame);
  if (values === undefined) return unknown;
  const { turn } = binding;
  const what = choiceAt(
    origins,
    isLoop ? (iterableNodes(binding)[0] ?? binding.owner) : binding.owner,
    frame,
  );
  return values.flatMap((value, at) => {
    if (turn !== undefined && turn !== at) return [];
    const found = follow(value, path, unknown, what);
    return values.length > 1 ? found.map((origin) => chosen(origin, what, at)) : found;
  });
}

function assignedValues(
  finder: OriginFinder,
  binding: Binding,
  frame: Frame | undefined,
): readonly Element[] | undefined {
  const value = valueNodes(binding);
  const [single] = value;
  if (single === undefined) return undefined;
  if (value.length > 1) return [{ parts: value.map((node) => ({ node, frame, finder })) }];
  return [{ node: single, frame, finder }];
}

/** Returns the comma-separated parts of the value: `= "a", "b"` has two. Empty if the code is incomplete. */
function valueNodes({ owner, node }: Binding): readonly SyntaxNode[] {
  if (owner.name === 'ArgList') return present(node.nextSibling?.nextSibling);
  if (owner.name === 'NamedExpression') return present(owner.lastChild);
  const operator = owner.getChildren('AssignOp').at(-1);
  if (operator === undefined) return [];
  const value = childrenOf(owner).filter(({ from }) => from >= operator.to);
  const groups = commaGroups(value);
  const isPlain = groups.every((group) => group.length === 1 && !group.some((part) => part.type.isError));
  const isTupleOfOne = groups.length === 1 && value.some(({ name }) => name === ',');
  return isPlain && !isTupleOfOne ? groups.flat() : [];
}

function present(node: SyntaxNode | null | undefined): readonly SyntaxNode[] {
  return node === null || node === undefined || node.type.isError ? [] : [node];
}

function loopValues(
  origins: OriginFinder,
  binding: Binding,
  frame: Frame | undefined,
): readonly Element[] | undefined {
  const iterables = iterableNodes(binding);
  const [single] = iterables;
  if (single === undefined) return undefined;
  if (iterables.length > 1) return iterables.map((node) => ({ node, frame, finder: origins }));
  return elementsOf(origins, single, frame);
}

/** Returns the iterable that follows this target in a comprehension. */
function iterableNodes({ owner, node }: Binding): readonly SyntaxNode[] {
  if (owner.name === 'ForStatement') return iterablesOf(owner) ?? [];
  const nodes = childrenOf(owner).filter(({ from }) => from >= node.to);
  const start = nodes.findIndex(({ name }) => name === 'in');
  return start === -1 ? [] : nodes.slice(start + 1, start + 2);
}

function follow(
  value: Element,
  path: readonly number[],
  unknown: readonly Origin[],
  what: string | undefined,
): readonly Origin[] {
  const [index, ...rest] = path;
  if ('parts' in value) {
    const part = index === undefined ? undefined : value.parts[index];
    return part === undefined ? unknown : follow(part, rest, unknown, what);
  }
  const found = followed(value);
  if (index === undefined) {
    const isChosen = found.length > 1 && value.node.name !== 'VariableName';
    return isChosen ? found.map((origin) => chosen(origin, what, keyOfOrigin(origin))) : found;
  }
  return found.flatMap((origin) => {
    const part = origin.node.name === 'SetExpression' ? undefined : itemsIn(origin)?.[index];
    if (part === undefined) return unknown;
    const inner = follow(part, rest, unknown, what);
    if (found.length === 1) return inner;
    return inner.map((one) => chosen(one, what && `${what}.${path.length}`, keyOfOrigin(origin)));
  });
}
