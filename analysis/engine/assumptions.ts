import type { Atom, Scope, Value } from './model.ts';
import type { Expression, OperationExpression } from '../ir/ir.ts';
import type { Run } from './run.ts';
import { keyOf } from './keys.ts';
import { compared } from './operations.ts';
import { either, holdsSecret } from './truth.ts';
import { credentialName, isSecret, keysIn, literal, mostLetters, nothing, onlyLiteral } from './values.ts';
import { isInstance, outsideNamed, typesIn } from './instances.ts';
import { isPlace, narrow, placeValue } from './narrowing.ts';

/** Applies what a condition says to the current state. False if the state is then impossible. */
export function assume(run: Run, condition: Expression, holds: boolean, scope: Scope): boolean {
  if (condition.kind === 'assignment' && condition.target.kind === 'name')
    return narrow(run, condition.target, scope, (value) => either(run, value, holds));
  if (condition.kind === 'call') return assumeCall(run, condition, holds, scope);
  if (condition.kind === 'operation') return assumeOperation(run, condition, holds, scope);
  return narrow(run, condition, scope, (value) => either(run, value, holds));
}

function assumeCall(
  run: Run,
  { callee, arguments: [first, second] }: Extract<Expression, { kind: 'call' }>,
  holds: boolean,
  scope: Scope,
): boolean {
  if (callee.kind === 'member' && first === undefined && trimming.test(callee.name))
    return narrow(run, callee.object, scope, (value) => either(run, value, holds));
  if (callee.kind === 'member' && callee.name === 'get' && first !== undefined && !holds)
    return assumeEmpty(run, first.value, callee.object, scope);
  if (callee.kind === 'member' && callee.name === 'includes' && first?.value.kind === 'literal')
    return assumePart(run, literal(first.value.value), callee.object, holds, scope);
  if (callee.kind === 'member' && first !== undefined && run.library.typeTests.has(`Array.${callee.name}`))
    return assumeType(run, first.value, [outsideNamed('Array')], holds, scope);
  if (callee.kind !== 'name' || first === undefined) return true;
  if (run.library.typeTests.has(callee.name) && second !== undefined)
    return assumeType(run, first.value, typesIn(run, second.value, scope), holds, scope);
  if (callee.name === 'len' || callee.name === 'bool' || callee.name === 'Boolean')
    return narrow(run, first.value, scope, (value) => either(run, value, holds));
  return true;
}

/** String methods whose result is empty if the string is empty. */
const trimming = /^(?:strip|trim)$/;

function assumeOperation(
  run: Run,
  { operator, operands: [left, right] }: OperationExpression,
  holds: boolean,
  scope: Scope,
): boolean {
  if (left === undefined || right === undefined) return true;
  if (operator === 'instance') return assumeType(run, left, typesIn(run, right, scope), holds, scope);
  if (operator === 'equal') return assumeEqual(run, left, right, holds, scope);
  if (operator === 'unequal') return assumeEqual(run, left, right, !holds, scope);
  if (/^(?:less|greater|at most|at least)$/.test(operator)) {
    const isLess = /^(?:less|at most)$/.test(operator) === holds;
    return assumeLength(run, left, right, isLess, scope) && assumeLength(run, right, left, !isLess, scope);
  }
  if (operator === 'in') return assumeContained(run, left, right, holds, scope);
  if (operator === 'not in') return assumeContained(run, left, right, !holds, scope);
  return true;
}

/** A value that equals a literal in the code is not secret. */
function assumeEqual(run: Run, left: Expression, right: Expression, holds: boolean, scope: Scope): boolean {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.kind !== 'literal') continue;
    const measured = other.value === 0 ? measuredBy(one) : undefined;
    if (measured !== undefined) return narrow(run, measured, scope, (value) => either(run, value, !holds));
    const isPossible = narrow(run, one, scope, (value) =>
      holds
        ? value.flatMap((atom): Value => {
            if (atom.kind === 'unknown' || atom.kind === 'outside') return literal(other.value);
            return compared(run, 'equal', [atom], literal(other.value)) === false ? [] : literal(other.value);
          })
        : value.filter((atom) => compared(run, 'equal', [atom], literal(other.value)) !== true),
    );
    if (!isPossible) return false;
  }
  return true;
}

/** A string with so few characters that code may show it is not an entire value. */
function assumeLength(run: Run, one: Expression, bound: Expression, isLess: boolean, scope: Scope): boolean {
  const measured = measuredBy(one);
  if (!isLess || measured === undefined || (bound.kind !== 'literal' && !isPlace(bound))) return true;
  const most = onlyLiteral(run.evaluate(bound, scope))?.value;
  if (typeof most !== 'number' || most > mostLetters) return true;
  const isText = run.library.isEmptyFalse ? isSecret : (atom: Atom): boolean => holdsSecret(run, atom);
  return narrow(run, measured, scope, (value) => value.filter((atom) => !isText(atom)));
}

/** The expression whose length is taken: `len(x)`, `x.length`. */
function measuredBy(expression: Expression): Expression | undefined {
  if (expression.kind === 'member') return expression.name === 'length' ? expression.object : undefined;
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return undefined;
  return expression.callee.name === 'len' ? expression.arguments[0]?.value : undefined;
}

function assumeContained(
  run: Run,
  left: Expression,
  right: Expression,
  holds: boolean,
  scope: Scope,
): boolean {
  if (right.kind === 'collection') {
    const options = right.items.flatMap(({ value }) => (value.kind === 'literal' ? [value.value] : []));
    if (options.length < right.items.length) return true;
    return narrow(run, left, scope, (value) => {
      if (!holds) return value.filter((atom) => atom.kind !== 'literal' || !options.includes(atom.value));
      return value.flatMap((atom): Value => {
        if (atom.kind === 'literal') return options.includes(atom.value) ? [atom] : [];
        return atom.kind === 'outside' && atom.path === credentialName ? [atom] : options.flatMap(literal);
      });
    });
  }
  if (left.kind === 'literal' && !assumePart(run, literal(left.value), right, holds, scope)) return false;
  if (holds) return true;
  const keys = isPlace(left) || left.kind === 'literal' ? keysIn(onlyKey(run, left, scope)).map(keyOf) : [];
  if (keys.length === 0) return true;
  for (const atom of placeValue(run, right, scope))
    if (atom.kind === 'object') {
      const contents = run.contents(atom);
      const entries = new Map([...contents.entries].filter(([key]) => !keys.includes(key)));
      run.change(atom, { ...contents, entries, gone: new Set([...contents.gone, ...keys]) });
    }
  return true;
}

/** Omits the strings that are known to contain the part, or known not to. */
function assumePart(run: Run, part: Value, text: Expression, holds: boolean, scope: Scope): boolean {
  return narrow(run, text, scope, (value) =>
    value.filter((atom) => !isSecret(atom) || compared(run, 'in', part, [atom]) !== !holds),
  );
}

/** An empty field of a secret is harmless, but the other fields remain secret. */
function assumeEmpty(run: Run, key: Expression, object: Expression, scope: Scope): boolean {
  const keys = isPlace(key) || key.kind === 'literal' ? keysIn(onlyKey(run, key, scope)).map(keyOf) : [];
  for (const atom of placeValue(run, object, scope)) {
    const contents = atom.kind === 'object' ? run.contents(atom) : undefined;
    if (atom.kind !== 'object' || contents?.secret === undefined) continue;
    const entries = new Map(contents.entries);
    for (const one of keys) if (!entries.has(one) && !contents.gone.has(one)) entries.set(one, nothing);
    run.change(atom, { ...contents, entries });
  }
  return true;
}

/** The value of a key that is certain. */
function onlyKey(run: Run, key: Expression, scope: Scope): Value {
  const value = run.evaluate(key, scope);
  return value.length === 1 ? value : nothing;
}

function assumeType(run: Run, expression: Expression, types: Value, holds: boolean, scope: Scope): boolean {
  if (types.length === 0) return true;
  return narrow(run, expression, scope, (value) => {
    const kept = value.filter((atom) => isInstance(run, atom, types) !== !holds);
    for (const atom of value) if (!kept.includes(atom)) excludeKind(run, atom);
    return kept;
  });
}

/** If a read did not return a string, it returned a dictionary; this also applies to its other names. */
function excludeKind(run: Run, atom: Atom): void {
  const secret =
    atom.kind === 'object' ? run.contents(atom).secret : atom.kind === 'secret' ? atom : undefined;
  if (secret === undefined) return;
  run.state.setKind(secret.read, secret.requires === 'text' ? 'fields' : 'text');
}
