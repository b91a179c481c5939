import type { Atom, Value } from '../engine/model.ts';
import type { ApplyEffect } from '../engine/run.ts';
import type { BranchStatement, Expression, FunctionCode, Statement } from '../ir/ir.ts';
import { leftKey, enteredKey } from '../engine/operations.ts';
import { unknown } from '../engine/values.ts';
import { argument, argumentsOf } from './arguments.ts';

/**
 * A context manager first runs its generator up to `yield`, and runs the rest at the end of the `with` block.
 */
export const context: ApplyEffect = (run, call) => {
  const given: Value = argument(argumentsOf(run, call), 0) ?? unknown;
  return given.map((atom): Atom =>
    atom.kind === 'function' ? Object.assign({}, atom, { code: inTwoParts(atom.code) }) : atom,
  );
};

const known = new WeakMap<FunctionCode, FunctionCode>();

function inTwoParts(code: FunctionCode): FunctionCode {
  const before = known.get(code);
  if (before !== undefined) return before;
  const body = untilYield(code.body, [], code);
  const made = body === undefined ? code : { ...code, body, isGenerator: false };
  known.set(code, made);
  return made;
}

/** Ends each path at its `yield`. `rest` runs after these statements. Undefined if a loop yields. */
function untilYield(
  statements: readonly Statement[],
  rest: readonly Statement[],
  code: FunctionCode,
): readonly Statement[] | undefined {
  const ended: Statement[] = [];
  for (const [index, statement] of statements.entries()) {
    const after = [...statements.slice(index + 1), ...rest];
    const yielded = yieldedIn(statement);
    if (yielded !== undefined) return [...ended, ending(yielded, after, code)];
    if (!mayYield(statement)) {
      ended.push(statement);
      continue;
    }
    if (statement.kind === 'try') {
      const last = [...statement.otherwise, ...statement.finally, ...after];
      const body = untilYield(statement.body, last, code);
      return body && [...ended, ...body];
    }
    if (statement.kind === 'block') {
      const body = untilYield(statement.body, after, code);
      if (body === undefined) return undefined;
      ended.push({ ...statement, body });
    } else if (statement.kind === 'branch') {
      const paths = [statement.then, statement.otherwise].map((one) => untilYield(one, after, code));
      const [taken, skipped] = paths;
      if (taken === undefined || skipped === undefined) return undefined;
      ended.push(branchOf(statement, taken, skipped));
    } else return undefined;
  }
  return ended;
}

function branchOf(
  { condition, at }: BranchStatement,
  then: readonly Statement[],
  otherwise: readonly Statement[],
): BranchStatement {
  // oxlint-disable-next-line unicorn/no-thenable -- It is not a function, and never awaited.
  return { kind: 'branch', condition, then, otherwise, at };
}

/** The yielded value of a statement that does nothing else. */
function yieldedIn(statement: Statement): Expression | undefined {
  if (statement.kind !== 'evaluate' && statement.kind !== 'assign') return undefined;
  const { value, at } = statement;
  if (value.kind !== 'operation' || value.operator !== 'yield') return undefined;
  return value.operands[0] ?? { kind: 'literal', value: null, at };
}

function mayYield(statement: Statement): boolean {
  if (statement.kind === 'branch') return [...statement.then, ...statement.otherwise].some(mayYield);
  return 'body' in statement ? statement.body.some(mayYield) : yieldedIn(statement) !== undefined;
}

function ending(value: Expression, after: readonly Statement[], code: FunctionCode): Statement {
  const { at, globals, isAsync } = code;
  const left: FunctionCode = {
    name: code.name,
    parameters: [],
    body: after,
    locals: new Set(),
    globals,
    isAsync,
    isGenerator: false,
    decorators: [],
    at,
  };
  const entries = [
    { key: literalOf(enteredKey, value), value },
    { key: literalOf(leftKey, value), value: { kind: 'function', code: left, at } as const },
  ];
  return { kind: 'return', value: { kind: 'dictionary', entries, at: value.at }, at: value.at };
}

function literalOf(value: string, { at }: Expression): Expression {
  return { kind: 'literal', value, at };
}
