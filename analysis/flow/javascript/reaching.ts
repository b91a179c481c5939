import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import type { JavaScriptModule } from './module.ts';
import { isAssigned } from './paths.ts';
import { isSameNode } from '../../languages/javascript/syntax.ts';

const loops = /^(?:For|While|Do)Statement$/;
const functions = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunction|MethodDeclaration|ClassBody)$/;

/**
 * What a variable that changes may hold at `use`: an assignment that always runs before it hides those
 * before. Undefined when it is changed in a way that is not followed, as by `+=`.
 */
export function assignedBefore(
  module: JavaScriptModule,
  binding: Binding,
  use: SyntaxNode | undefined,
): readonly SyntaxNode[] | undefined {
  const assignments: SyntaxNode[] = [];
  for (const place of module.usesOf(binding)) {
    const assignment = assignmentTo(place);
    if (assignment === undefined && isAssignedAt(place)) return undefined;
    if (assignment === undefined) continue;
    if (assignment.getChild('Equals') === null || assignment.lastChild === null) return undefined;
    assignments.push(assignment);
  }
  if (assignments.length === 0 && isAssigned(module, binding)) return undefined;
  const hiding = use && assignments.findLast((one) => hides(one, use));
  const kept = assignments.filter((one) => isKept(one, hiding, use));
  const first = hiding === undefined && binding.value ? [binding.value] : [];
  return [...first, ...kept.flatMap(({ lastChild }) => lastChild ?? [])];
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

/** Whether an assignment is a statement of a block that `use` is in too, behind it. */
function hides(assignment: SyntaxNode, use: SyntaxNode): boolean {
  const statement = assignment.parent;
  const block = statement?.name === 'ExpressionStatement' ? statement.parent : null;
  if (statement === null || block === null || assignment.to > use.from) return false;
  if (!/^(?:Block|Script)$/.test(block.name) || block.to < use.to) return false;
  return !isCrossingFunction(use, block);
}

/** A function runs whenever it is called, before or after an assignment around it. */
function isCrossingFunction(use: SyntaxNode, block: SyntaxNode): boolean {
  for (let node: SyntaxNode | null = use; node !== null && !isSameNode(node, block); node = node.parent)
    if (functions.test(node.name)) return true;
  return false;
}

/** Behind the hiding one; what stands behind `use` comes before it in the next round of a loop. */
function isKept(
  assignment: SyntaxNode,
  hiding: SyntaxNode | undefined,
  use: SyntaxNode | undefined,
): boolean {
  if (hiding === undefined || use === undefined) return true;
  if (isInFunction(assignment, hiding)) return true;
  if (assignment.from < hiding.from) return false;
  if (assignment.from <= use.from) return true;
  for (let node = use.parent; node !== null && node.from > hiding.from; node = node.parent)
    if (loops.test(node.name) && node.to >= assignment.to) return true;
  return false;
}

function isInFunction(assignment: SyntaxNode, hiding: SyntaxNode): boolean {
  const block = hiding.parent?.parent;
  return block !== null && block !== undefined && isCrossingFunction(assignment, block);
}
