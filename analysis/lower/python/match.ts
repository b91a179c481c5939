import type { Expression, NameExpression, Statement } from '../../ir/ir.ts';
import { chained, type Clause } from './clauses.ts';
import { type Context, spanAround, spanOf, unknown } from './context.ts';
import { childNamed, isError, type Node } from './nodes.ts';
import { partsBetweenCommas } from './rewrites.ts';
import { type Capture, conjunction, lowerPatterns, type Match, withCaptures } from './patterns.ts';

/** Lowers `match` to a chain of branches that test the subject. */
export function lowerMatch(context: Context, node: Node): readonly Statement[] {
  const body = childNamed(node, 'MatchBody');
  const clauses = (body?.children ?? []).filter(({ name }) => name === 'MatchClause');
  const written = node.children.slice(1).filter((child) => child !== body && !isError(child));
  const value = lowerSubject(context, written);
  const isFixed = value.kind === 'name' && !clauses.some((clause) => binds(context, clause, value.name));
  const subject = isFixed ? value : context.fresh('subject', value.at);
  const branches = chained(clauses.map((clause) => lowerClause(context, clause, subject)));
  if (isFixed) return branches;
  return [{ kind: 'assign', targets: [subject], value, at: value.at }, ...branches];
}

/** `match a, b:` is parsed as `match a | b:`, because the parser only accepts one subject. */
function lowerSubject(context: Context, nodes: readonly Node[]): Expression {
  const [only] = nodes;
  if (only === undefined) return unknown(spanAround(nodes));
  const parts = partsBetweenCommas(context.text, only);
  if (parts[0] === only) return context.expression(only);
  const items = parts.map((part) => ({ value: context.expression(part), isSpread: false }));
  return { kind: 'collection', type: 'tuple', items, at: spanAround(nodes) };
}

/** Whether a pattern of the clause captures a variable with this name. */
function binds(context: Context, clause: Node, name: string): boolean {
  const open = clause.children.filter((child) => child.name !== 'Body' && child.name !== 'Guard');
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.name === 'VariableName' && context.textOf(node) === name) return true;
    open.push(...node.children);
  }
  return false;
}

function lowerClause(context: Context, node: Node, subject: NameExpression): Clause {
  const body = childNamed(node, 'Body');
  const guard = childNamed(node, 'Guard');
  const patterns = node.children.slice(1).filter((child) => child !== body && child !== guard);
  const match = lowerPatterns(context, patterns, subject);
  const at = spanOf(node);
  const deletions = match.captures.flatMap(deletionsOf);
  if (guard === undefined) {
    const captured = match.captures.map(assignmentOf);
    const statements = [...captured, ...deletions, ...context.block(body)];
    return { ...conditionOf(match.conditions, patterns), body: statements, at };
  }
  const conditions = guarded(context, match, guard);
  return { ...conditionOf(conditions, patterns), body: [...deletions, ...context.block(body)], at };
}

function conditionOf(
  conditions: readonly Expression[],
  patterns: readonly Node[],
): { readonly condition?: Expression } {
  return conditions.length === 0 ? {} : { condition: conjunction(conditions, spanAround(patterns)) };
}

/** The guard can use the captured variables, so they are assigned in the condition. */
function guarded(context: Context, match: Match, guard: Node): readonly Expression[] {
  const conditions = withCaptures(match, spanOf(guard));
  const [, test] = guard.children;
  return test === undefined ? conditions : [...conditions, context.expression(test)];
}

function assignmentOf({ target, value }: Capture): Statement {
  return { kind: 'assign', targets: [target], value, at: target.at };
}

/** `**others` excludes the keys of the pattern. */
function deletionsOf({ target, without = [] }: Capture): readonly Statement[] {
  return without.map((index) => ({
    kind: 'delete',
    target: { kind: 'index', object: target, index, at: target.at },
    at: target.at,
  }));
}
