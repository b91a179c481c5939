import type { SyntaxNode } from '@lezer/common';
import type { Assignments, Binding } from './binding.ts';
import { definitionsAtUses } from './definitions-at-uses.ts';
import type { JavaScriptModule } from './module.ts';
import { isAssigned } from './paths.ts';
import { isFunction, isSameNode } from '../../syntax/javascript/syntax.ts';

const loops = /^(?:For|While|Do)Statement$/;
const leaving = /^(?:Return|Throw)Statement$/;

/** It is not worthwhile to follow more values than this. */
const maximumValues = 200;

/**
 * Returns the values that a reassigned variable may have at `use`. An assignment that always runs before the
 * use hides earlier assignments. Undefined if the variable is assigned too often, or in a way that is not
 * followed, such as `+=`.
 */
export function assignedBefore(
  module: JavaScriptModule,
  binding: Binding,
  use: SyntaxNode | undefined,
): readonly SyntaxNode[] | undefined {
  const assignments = module.assignmentsTo(binding, () => assignmentsTo(module, binding));
  if (assignments === undefined) return undefined;
  const walked =
    use && !isCrossingFunction(use, binding.scope) && definitionsAt(module, binding, assignments);
  const reaching = use && walked ? walked.get(use.from) : undefined;
  if (reaching !== undefined) {
    const others = assignments.inFunctions.filter((one) => !reaching.has(one));
    if (reaching.size + others.length > maximumValues) return undefined;
    return [...reaching, ...others].flatMap((one) =>
      isSameNode(one, binding.node) ? (binding.value ?? []) : (one.lastChild ?? []),
    );
  }
  const { hiding, seen } = seenFrom(assignments, binding, use);
  if (seen.length > maximumValues) return undefined;
  const first = hiding === undefined && binding.value ? [binding.value] : [];
  return [...first, ...seen.flatMap(({ lastChild }) => lastChild ?? [])];
}

/** Cached because each use of a variable asks for it. */
const walks = new WeakMap<Binding, ReturnType<typeof definitionsAtUses>>();

function definitionsAt(
  module: JavaScriptModule,
  binding: Binding,
  { all }: Assignments,
): ReturnType<typeof definitionsAtUses> {
  if (!walks.has(binding)) walks.set(binding, definitionsAtUses(module, binding, all));
  return walks.get(binding);
}

function assignmentsTo(module: JavaScriptModule, binding: Binding): Assignments | undefined {
  const all: SyntaxNode[] = [];
  for (const place of module.usesOf(binding)) {
    const assignment = assignmentTo(place);
    if (assignment === undefined && isAssignedAt(place)) return undefined;
    if (assignment === undefined) continue;
    if (assignment.getChild('Equals') === null || assignment.lastChild === null) return undefined;
    all.push(assignment);
  }
  if (all.length === 0 && isAssigned(module, binding)) return undefined;
  return { all, inFunctions: all.filter((one) => isCrossingFunction(one, binding.scope)) };
}

function assignmentTo(use: SyntaxNode): SyntaxNode | undefined {
  const owner = use.parent;
  return owner?.name === 'AssignmentExpression' && use.prevSibling === null ? owner : undefined;
}

/** `[name] = …`, `name++`, `for (name of …)`. */
function isAssignedAt(use: SyntaxNode): boolean {
  if (use.name === 'VariableDefinition' || use.parent?.name.endsWith('Pattern') === true) return true;
  if (use.parent?.name === 'PatternProperty') return true;
  if (/^(?:of|in)$/.test(use.nextSibling?.name ?? '') && use.parent?.name !== 'BinaryExpression') return true;
  return (
    /^(?:Postfix|Unary)Expression$/.test(use.parent?.name ?? '') && use.parent?.getChild('ArithOp') !== null
  );
}

interface Seen {
  /** The last assignment that always runs before the use. */
  readonly hiding: SyntaxNode | undefined;
  /** Assignments that may have run last. Contains at most `maximumValues` + 1 entries. */
  readonly seen: readonly SyntaxNode[];
}

function seenFrom({ all, inFunctions }: Assignments, { scope }: Binding, use: SyntaxNode | undefined): Seen {
  const most = maximumValues + 1;
  const isAnytime = use === undefined || isCrossingFunction(use, scope);
  if (isAnytime && (use === undefined || all.length > maximumValues))
    return { hiding: undefined, seen: all.slice(0, most) };
  // Other assignments may run while this function waits, so only the initial value is hidden.
  if (isAnytime) return { hiding: all.findLast((one) => hides(one, use)), seen: all };
  let at = firstAfter(all, use.from);
  // `name = name + "x"` reads the variable before assigning it.
  while (at > 0 && (all[at - 1]?.to ?? 0) > use.from) at--;
  const before: SyntaxNode[] = [];
  let hiding: SyntaxNode | undefined;
  let skipped = 0;
  for (let one = at - 1; one >= 0 && hiding === undefined && before.length < most; one--) {
    const assignment = all[one];
    if (assignment === undefined) break;
    if (skipped < maximumValues && !canReach(assignment, use)) {
      skipped++;
      continue;
    }
    before.push(assignment);
    if (hides(assignment, use)) hiding = assignment;
  }
  const seen = new Set(before.toReversed());
  const again = loopEnd(use, hiding ?? scope);
  for (let one = at; one < all.length && seen.size < most; one++) {
    const assignment = all[one];
    if (assignment === undefined || assignment.to > again) break;
    seen.add(assignment);
  }
  for (const one of inFunctions) if (seen.size < most) seen.add(one);
  return { hiding, seen: [...seen] };
}

/** The index of the first node that starts after `offset`. */
function firstAfter(nodes: readonly SyntaxNode[], offset: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.from ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether an assignment is an earlier statement in a block that also contains `use`. */
function hides(assignment: SyntaxNode, use: SyntaxNode): boolean {
  const statement = assignment.parent;
  const block = statement?.name === 'ExpressionStatement' ? statement.parent : null;
  if (statement === null || block === null || assignment.to > use.from) return false;
  if (!/^(?:Block|Script)$/.test(block.name) || block.to < use.to) return false;
  return !isCrossingFunction(use, block);
}

/**
 * Whether control flow can reach `use` from an earlier assignment. It cannot if the assignment is in a block
 * that always returns or throws, or in the other branch of an `if` that no loop repeats.
 */
function canReach(assignment: SyntaxNode, use: SyntaxNode): boolean {
  for (let inner = assignment, outer = inner.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (isOtherCode(outer) || outer.name === 'TryStatement') return true;
    if (outer.to >= use.to)
      return outer.name !== 'IfStatement' || inner.name === 'ParenthesizedExpression' || isRepeated(outer);
    if (outer.name === 'Block' && leaving.test(outer.lastChild?.prevSibling?.name ?? ''))
      return isCaughtBefore(outer, use);
  }
  return true;
}

/** Whether a `try` around the block continues before `use`. */
function isCaughtBefore(block: SyntaxNode, use: SyntaxNode): boolean {
  for (let inner = block, outer = inner.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (isOtherCode(outer)) return false;
    if (outer.name === 'TryStatement' && inner.to < use.from) return true;
  }
  return false;
}

function isRepeated(statement: SyntaxNode): boolean {
  for (let outer = statement.parent; outer !== null && !isOtherCode(outer); outer = outer.parent)
    if (loops.test(outer.name)) return true;
  return false;
}

/** Whether the code in the node runs at another time than the code around it. */
function isOtherCode(node: SyntaxNode): boolean {
  return isFunction(node) || node.name === 'ClassBody';
}

/**
 * A function may run before or after an assignment in the surrounding code, or be suspended while the
 * assignment runs.
 */
function isCrossingFunction(use: SyntaxNode, block: SyntaxNode): boolean {
  for (let node: SyntaxNode | null = use; node !== null && !isSameNode(node, block); node = node.parent)
    if (isOtherCode(node)) return true;
  return false;
}

/**
 * Returns the end of the outermost loop that leads back to `use` without passing `start`. If there is no such
 * loop, returns a position before `use`.
 */
function loopEnd(use: SyntaxNode, start: SyntaxNode): number {
  let end = use.from;
  for (let node = use.parent; node !== null && node.from >= start.from; node = node.parent)
    if (loops.test(node.name)) end = node.to;
  return end;
}
