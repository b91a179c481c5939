import type { Expression, Statement } from '../../ir/ir.ts';
import { type LowerStatement, type Lowering, operation, unknown } from './lowering.ts';
import { typeofOperand } from './operators.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';

interface Clause {
  /** The `case` or `default` with its expression. */
  readonly label: Node;
  readonly body: Node[];
}

/** A condition that tests more clauses than this is unknown, so that the result does not grow too much. */
const maximumTests = 50;

/**
 * Lowers `switch` to a block that `break` leaves, with a branch for each clause. A clause that falls through
 * does not jump, and the condition of the following clause includes its condition.
 */
const choice: LowerStatement = (lowering, node) => {
  const label = lowering.names.unique('switch');
  const [before, test] = testOf(lowering, node);
  const clauses = clausesOf(childNamed(node, 'SwitchBody'));
  const starts = groupStarts(clauses);
  const body = lowering.names.inBlock(() =>
    lowering.breakable(label, () =>
      clauses.flatMap((clause, at) => {
        if (clause.body.length === 0) return [];
        const then = lowering.statements(clause.body);
        const group = clauses.slice(starts[at], at + 1);
        return branched(then, clause, conditionOf(group, clauses.slice(at + 1), test));
      }),
    ),
  );
  return [{ kind: 'block', label, body: [...before, ...body], at: spanOf(node) }];
};

function branched(
  then: readonly Statement[],
  { label, body }: Clause,
  condition: Expression | undefined,
): readonly Statement[] {
  if (condition === undefined) return then;
  const at = { start: label.from, end: body.at(-1)?.to ?? label.to };
  // oxlint-disable-next-line unicorn/no-thenable -- It is not a function, and never awaited.
  return [{ kind: 'branch', condition, then, otherwise: [], at }];
}

function clausesOf(body: Node | undefined): readonly Clause[] {
  const clauses: Clause[] = [];
  for (const child of body?.children ?? []) {
    if (child.name === 'CaseLabel' || child.name === 'DefaultLabel') clauses.push({ label: child, body: [] });
    else if (child.name !== '⚠') clauses.at(-1)?.body.push(child);
  }
  return clauses;
}

/** For each clause, the index of the first clause that reaches it by falling through. */
function groupStarts(clauses: readonly Clause[]): readonly number[] {
  let start = 0;
  return clauses.map((_, at) => {
    const last = clauses[at - 1]?.body.at(-1);
    if (last !== undefined && alwaysLeaves(last)) start = at;
    return start;
  });
}

/** Whether the statement jumps, as far as its last statement shows. */
function alwaysLeaves(statement: Node): boolean {
  let node: Node | undefined = statement;
  while (node?.name === 'Block') node = node.children.at(-1);
  return /^(?:Break|Return|Throw|Continue)Statement$/.test(node?.name ?? '');
}

/** Undefined if the clause always runs when the previous ones did not match. */
function conditionOf(
  group: readonly Clause[],
  following: readonly Clause[],
  test: (label: Node) => Expression,
): Expression | undefined {
  const isDefault = ({ label }: Clause): boolean => label.name === 'DefaultLabel';
  if (!group.some(isDefault)) return anyOf(group, test);
  const others = following.filter((clause) => !isDefault(clause));
  const [first] = others;
  return first && operation('not', first.label, [anyOf(others, test) ?? unknown(first.label)]);
}

function anyOf(clauses: readonly Clause[], test: (label: Node) => Expression): Expression | undefined {
  const [first, second] = clauses;
  if (first === undefined || second === undefined) return first && test(first.label);
  if (clauses.length > maximumTests) return unknown(first.label);
  return operation(
    'or',
    first.label,
    clauses.map(({ label }) => test(label)),
  );
}

/** The statements before the branches, and the test of a clause's label. */
function testOf(
  lowering: Lowering,
  node: Node,
): readonly [readonly Statement[], (label: Node) => Expression] {
  const written = childNamed(node, 'ParenthesizedExpression')?.children[0];
  const valueOf = (label: Node): Expression =>
    lowering.expression(label.children.find(lowering.isExpression), label);
  const equal = (label: Node, subject: Expression): Expression =>
    operation('equal', label, [subject, valueOf(label)]);
  if (written === undefined) return [[], (label) => equal(label, unknown(node))];
  if (written.name === 'BooleanLiteral' && lowering.textOf(written) === 'true') return [[], valueOf];
  const typed = typeofOperand(written);
  if (typed !== undefined && isSimple(typed))
    return [
      [],
      (label) =>
        hasChild(label, 'String')
          ? operation('instance', label, [lowering.expression(typed, node), valueOf(label)])
          : equal(label, lowering.expression(written, node)),
    ];
  if (isSimple(written)) return [[], (label) => equal(label, lowering.expression(written, node))];
  const value = lowering.expression(written, node);
  const subject = lowering.names.declareUnnamed('subject', value.at);
  const before: Statement = { kind: 'assign', targets: [subject], value, at: value.at };
  return [[before], (label) => equal(label, subject)];
}

/** Whether it has the same value each time, and evaluating it has no effect. */
function isSimple(node: Node): boolean {
  let inner: Node | undefined = node;
  while (inner?.name === 'MemberExpression' && !hasChild(inner, '[')) [inner] = inner.children;
  return inner?.name === 'VariableName' || inner?.name === 'this';
}

export const choices: readonly (readonly [string, LowerStatement])[] = [['SwitchStatement', choice]];
