import type { Atom, ClassAtom, Value } from './model.ts';
import { methodsNamed } from './lineage.ts';
import { byClassOf, difference, ordered, ownOperation, signOf } from './own-operations.ts';
import type { OperationExpression } from '../ir/ir.ts';
import { isCredentialField } from '../model/credential-field.ts';
import { percentPlaces } from './templates.ts';
import { keyOf } from './keys.ts';
import type { Caller, Run } from './run.ts';
import { reprOf } from './shown.ts';
import { through } from './paths.ts';
import {
  changedTexts,
  credentialName,
  isPosition,
  isSecret,
  join,
  keysIn,
  literal,
  nothing,
  onlyLiteral,
  undefinedValue,
  unknown,
} from './values.ts';
import { negated, truthOf } from './truth.ts';
import { basesOf } from './lineage.ts';
import { awaited } from './promises.ts';
import { isInstanceOfAll } from './instances.ts';

/** Evaluates an operation whose operands are all evaluated. */
export function operation(run: Run, expression: OperationExpression, at: Caller): Value {
  const { operator, operands, formats } = expression;
  const values = operands.map((operand) => run.evaluate(operand, at.scope));
  const [left = unknown, right = unknown] = values;
  switch (operator) {
    case 'text':
      return textWith(run, values, formats, at);
    case 'add':
      return values.slice(1).reduce((total, value) => sum(run, total, value, at), left);
    case 'subtract':
      return ownOperation(run, '-', left, right, at) ?? difference(left, right) ?? repeated(run, left, right);
    case 'modulo':
      return ownOperation(run, '%', left, right, at) ?? formatted(run, left, right, at);
    case 'union':
      return values.slice(1).reduce((total, value) => unionOf(run, total, value, at), left);
    case 'equal':
    case 'unequal':
    case 'in':
    case 'not in':
      return boolean(compared(run, operator, left, right));
    case 'less':
    case 'greater':
    case 'at most':
    case 'at least':
      return boolean(ordered(operator, left, right));
    case 'instance':
      return boolean(isInstanceOfAll(run, left, right));
    case 'not':
      return negated(run, left);
    case 'truth':
      return boolean(truthOf(run, left));
    case 'await':
      return awaited(run, left, expression, at);
    case 'yield':
      run.frame.yielded.push(left);
      run.frame.yields++;
      run.frame.paused = run.state;
      return at.scope.sent === undefined ? unknown : join(at.scope.sent, unknown);
    case 'yield from': {
      const items = run.iterate(left, at);
      run.frame.yielded.push(...(items.isKnown ? items.items : [items.any]));
      run.frame.yields += items.isKnown ? 1 : Infinity;
      const results = left.map((atom) => (atom.kind === 'object' ? run.contents(atom).returned : undefined));
      return join(...results.map((result) => result ?? unknown));
    }
    case 'enter':
      return entered(run, left, at);
    case 'exit':
      leave(run, left, at);
      return undefinedValue;
    case 'super':
      return basesOf(at.scope);
    case 'void':
    case 'delete':
      return undefinedValue;
    case 'sequence':
      return values.at(-1) ?? undefinedValue;
    case 'arithmetic':
      return ownOperation(run, signOf(operands, at), left, right, at) ?? repeated(run, left, right);
    case 'and':
    case 'or':
    case 'coalesce':
    case 'too deep':
      run.giveUp();
      return unknown;
    case 'unknown':
      return unknown;
  }
}

/**
 * The entries of a context manager created from a generator: the yielded value, and the code that runs at the
 * end.
 */
export const enteredKey = '[entered]';
export const leftKey = '[left]';

/**
 * The value that `with value as target` binds. For a context manager created from a generator, this is the
 * yielded value.
 */
export function entered(run: Run, value: Value, at: Caller): Value {
  return join(
    ...value.map((atom): Value => {
      if (atom.kind !== 'object') return atom.kind === 'outside' ? [atom] : unknown;
      const { type, class: made, entries, others } = run.contents(atom);
      const enter = made && methodAmong(made, run.library.special.enter);
      if (enter !== undefined) return run.call(run.member([atom], enter, at), [], at);
      const yielded = entries.get(enteredKey);
      if (yielded !== undefined) return through(run, atom, yielded);
      return made === undefined && type === 'list' ? join(...entries.values(), others) : [atom];
    }),
  );
}

/** The end of a `with` block. It is unknown which exceptions led there. */
function leave(run: Run, value: Value, at: Caller): void {
  const managers = value.filter((atom) => atom.kind === 'object');
  const left = managers.flatMap((atom) => run.contents(atom).entries.get(leftKey) ?? nothing);
  if (left.length > 0) run.call(left, [], at);
  const [atom, ...more] = managers;
  if (atom === undefined || more.length > 0 || value.length > 1) return;
  const { class: made } = run.contents(atom);
  const exit = made && methodAmong(made, run.library.special.exit);
  const none = { value: literal(null) };
  if (exit !== undefined) run.call(run.member([atom], exit, at), [none, none, none], at);
}

/** The first of these methods that a class has. */
function methodAmong(made: ClassAtom, names: readonly string[] = []): string | undefined {
  return names.find((name) => methodsNamed(made, name).length > 0);
}

function boolean(outcome: boolean | undefined): Value {
  return outcome === undefined ? [...literal(true), ...literal(false)] : literal(outcome);
}

/** A format that shows at most eight characters hides the value: `:.4`. */
const short = /\.([0-8])s?$/;

function textWith(
  run: Run,
  parts: readonly Value[],
  formats: OperationExpression['formats'],
  at: Caller,
): Value {
  const shown = parts.map((part, index) => {
    const format = formats?.get(index) ?? '';
    if (short.test(format)) return unknown;
    const text = /^![ra]/.test(format) ? reprOf(run, part) : formattedAs(run, part, format.slice(1), at);
    const isSame = format === '' || format === '!s';
    return isSame ? text : text.flatMap((atom): Value => (atom.kind === 'literal' ? unknown : [atom]));
  });
  return concatenated(shown);
}

/** The text of a value for a format such as `>8`. Classes can decide what it is. */
export function formattedAs(run: Run, value: Value, format: string, at: Caller): Value {
  const { format: name } = run.library.special;
  const given = literal(format.startsWith('s:') ? format.slice(2) : format === 's' ? '' : format);
  const own = name === undefined ? undefined : byClassOf(run, value, name, given, at);
  return run.textOf(own ?? value);
}

/** Concatenated strings: a literal if all of them are literals, otherwise everything that they contain. */
export function concatenated(parts: readonly Value[]): Value {
  const literals = parts.map((part) => onlyLiteral(part));
  if (literals.every((one) => one !== undefined)) {
    const text = literals.map(({ value }) => String(value)).join('');
    return text.length <= 1000 ? literal(text) : unknown;
  }
  const secrets = startingWith(parts, join(...parts.map((part) => part.filter(isSecret))));
  const isAlwaysSecret = parts.some((part) => part.length > 0 && part.every(isSecret));
  return isAlwaysSecret ? secrets : join(secrets, unknown);
}

const longestStart = 200;

/** The secrets in concatenated strings, with the literal before them. */
function startingWith(parts: readonly Value[], value: Value): Value {
  const secrets = changedTexts(value.filter(isSecret));
  const first = parts.findIndex((part) => onlyLiteral(part) === undefined);
  const written = parts.slice(0, first).map((part) => String(onlyLiteral(part)?.value));
  const [atom, ...others] = parts[first] ?? [];
  const own = atom?.kind === 'secret' && others.length === 0 ? (atom.before ?? '') : '';
  const before = written.join('') + own;
  if (before === '' || before.length > longestStart) return secrets;
  return secrets.map((secret) => Object.assign({}, secret, { before }));
}

function sum(run: Run, left: Value, right: Value, at: Caller): Value {
  const own = ownOperation(run, '+', left, right, at);
  if (own !== undefined) return own;
  const [one, other] = [onlyLiteral(left), onlyLiteral(right)];
  if (typeof one?.value === 'number' && typeof other?.value === 'number')
    return literal(one.value + other.value);
  if (left.every(isPosition) && typeof other?.value === 'number') return left;
  const lists = [...left, ...right].filter((atom) => atom.kind === 'object' && isSequence(run, atom));
  if (lists.length > 0 && [left, right].every((value) => value.some((atom) => lists.includes(atom))))
    return run.callOutside('list.concat', left, [{ value: right }], at) ?? unknown;
  if (typeof one?.value === 'number' || typeof other?.value === 'number')
    return concatenatedIfText(left, right, run);
  return concatenated([run.textOf(left), run.textOf(right)]);
}

function concatenatedIfText(left: Value, right: Value, run: Run): Value {
  return [...left, ...right].some(isSecret) ? concatenated([run.textOf(left), run.textOf(right)]) : unknown;
}

function isSequence(run: Run, atom: Atom): boolean {
  if (atom.kind !== 'object') return false;
  const { type } = run.contents(atom);
  return type === 'list' || type === 'tuple';
}

/** `template % values`. */
export function formatted(run: Run, template: Value, given: Value, at: Caller): Value {
  const text = onlyLiteral(template)?.value;
  if (typeof text !== 'string')
    return template.some(
      (atom) => isSecret(atom) || (atom.kind === 'literal' && typeof atom.value === 'string'),
    )
      ? concatenated([template.filter(isSecret), run.textOf(given), unknown])
      : unknown;
  const places = percentPlaces(text);
  const [only] = given;
  const isTuple = only?.kind === 'object' && run.contents(only).type === 'tuple';
  const shown = places.map(({ key, isShort }): Value => {
    if (isShort) return unknown;
    if (typeof key === 'string') return run.textOf(run.item(given, literal(key), at));
    return run.textOf(isTuple ? run.item(given, literal(key), at) : given);
  });
  return concatenated([literal(text), unknown, ...shown]);
}

function unionOf(run: Run, left: Value, right: Value, at: Caller): Value {
  const own = ownOperation(run, '|', left, right, at);
  if (own !== undefined) return own;
  if (!left.some((atom) => atom.kind === 'object')) return join(right, unknown);
  const isSet = left.some((atom) => atom.kind === 'object' && run.contents(atom).type === 'set');
  if (isSet) return run.callOutside('set.union', left, [{ value: right }], at) ?? unknown;
  const copy = run.callOutside('dict', undefined, [{ value: left }], at) ?? unknown;
  run.callOutside('dict.update', copy, [{ value: right }], at);
  return copy;
}

/** `"*" * 8`, `[key] * 2`. */
function repeated(run: Run, left: Value, right: Value): Value {
  const texts = [...left, ...right].filter((atom) => isSecret(atom) || isSequence(run, atom));
  return join(texts, unknown);
}

/** The outcome of a comparison. Undefined if it can be either. */
export function compared(
  run: Run,
  operator: 'equal' | 'unequal' | 'in' | 'not in',
  left: Value,
  right: Value,
): boolean | undefined {
  switch (operator) {
    case 'equal':
      return isEqual(left, right);
    case 'unequal': {
      const equal = isEqual(left, right);
      return equal === undefined ? undefined : !equal;
    }
    case 'in':
      return isContained(run, left, right);
    case 'not in': {
      const contained = isContained(run, left, right);
      return contained === undefined ? undefined : !contained;
    }
  }
}

function isEqual(left: Value, right: Value): boolean | undefined {
  const outcomes = new Set(left.flatMap((one) => right.map((other) => isEqualAtom(one, other))));
  return outcomes.size === 1 ? [...outcomes][0] : undefined;
}

/** A secret differs from every literal in the code. */
function isEqualAtom(one: Atom, other: Atom): boolean | undefined {
  if (one.kind === 'literal' && other.kind === 'literal')
    return (one.value ?? null) === (other.value ?? null);
  for (const [left, right] of [
    [one, other],
    [other, one],
  ] as const) {
    if (right.kind !== 'literal') continue;
    if (left.kind === 'secret' || left.kind === 'object' || left.kind === 'function' || left.kind === 'class')
      return false;
    if (left.kind === 'outside' && left.path === credentialName)
      return typeof right.value === 'string' && isCredentialField(right.value);
  }
  return undefined;
}

function isContained(run: Run, key: Value, container: Value): boolean | undefined {
  const outcomes = new Set(container.map((atom) => isIn(run, key, atom)));
  return outcomes.size === 1 ? [...outcomes][0] : undefined;
}

function isIn(run: Run, key: Value, container: Atom): boolean | undefined {
  if (container.kind === 'outside' && container.path === credentialName)
    return keysIn(key).some((part) => /key|pass|secret|token|cred|auth/i.test(String(part)))
      ? true
      : undefined;
  const part = onlyLiteral(key)?.value;
  if (container.kind === 'literal' && typeof container.value === 'string')
    return typeof part === 'string' ? container.value.includes(part) : undefined;
  if (container.kind === 'secret')
    return typeof part === 'string' && container.before?.includes(part) === true ? true : undefined;
  if (container.kind !== 'object') return undefined;
  const { type, entries, others, gone, length, secret } = run.contents(container);
  const isCredentialName = key.length === 1 && key[0]?.kind === 'outside' && key[0].path === credentialName;
  const items =
    length === undefined ? undefined : [...entries.values()].map((item) => onlyLiteral(item)?.value);
  if (type !== 'dictionary' && type !== 'instance') {
    if (items === undefined || items.includes(undefined)) return undefined;
    if (isCredentialName) return items.some((one) => typeof one === 'string' && isCredentialField(one));
    const one = onlyLiteral(key);
    return one && items.includes(one.value);
  }
  const keys = keysIn(key).map(keyOf);
  const [only] = keys;
  if (keys.length !== 1 || key.length !== 1 || only === undefined) return undefined;
  if (gone.has(only)) return false;
  if (secret !== undefined || others.length > 0) return undefined;
  return entries.has(only) ? undefined : false;
}
