import type { Value } from '../engine/model.ts';
import type { ApplyEffect, Run } from '../engine/run.ts';
import { isSecret, join, literal, nothing, onlyLiteral, unknown } from '../engine/values.ts';
import { heldIn, listOf, secretsIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { removesValues } from './patterns.ts';
import { isKept, textIn } from './texts.ts';

/** The text before the first of these separators describes what follows it: `sk_…`, `Bearer …`, `key=…`. */
const afterPrefix = new Set(['_', '-', ' ', ':', '=', '://', '?', '#', '/']);

/**
 * The parts of a string. What follows `@` in an address is the host. The first of several parts is harmless if it
 * describes the others.
 */
export const split: ApplyEffect = (run, call) => {
  const isOfPattern = call.path === 're.split';
  const given = argumentsOf(run, call);
  const method = methodCall(run, call);
  const [receiver, by] = isOfPattern
    ? [argument(given, 1, 'string') ?? unknown, patternOf(argument(given, 0, 'pattern'))]
    : [method.receiver, argument(method.given, 0, 'sep')];
  const only = by && onlyLiteral(by)?.value;
  const separator = typeof only === 'string' ? only : undefined;
  const { value: whole, isPattern } = onlyLiteral(receiver) ?? {};
  // `pattern.split(text)`
  if (isPattern === true && by !== undefined) return pieces(run, textIn(run, by), undefined);
  if (typeof whole === 'string' && separator !== undefined && nameOf(call) === 'split')
    return listOf(run, { isKnown: true, items: whole.split(separator).map((part) => literal(part)) });
  const joinedWords = receiver.map((atom) =>
    atom.kind === 'secret' && atom.serialized ? through(run, atom, atom.serialized) : nothing,
  );
  if (call.path === 'shlex.split' && joinedWords.every((one) => one.length > 0)) return join(...joinedWords);
  const isOfLines = nameOf(call) === 'splitlines';
  const blank = isOfLines ? /\r?\n/ : /\s+/;
  const separators = by === undefined && run.library.isEmptyFalse ? blank : separator;
  const limit = argument(method.given, 1, 'maxsplit');
  const ofKnown =
    (nameOf(call) === 'split' || isOfLines) && separators !== undefined
      ? piecesAfterLiteral(run, receiver, separators, limit)
      : undefined;
  if (ofKnown !== undefined) return ofKnown;
  const kept = textIn(run, receiver).filter((atom) => !isSecret(atom) || isKept(atom, by ?? nothing, false));
  return nameOf(call).endsWith('partition') ? partition(run, kept, separator) : pieces(run, kept, separator);
};

/**
 * If splitting by a pattern removes no value, the pattern counts as a separator that does not occur in the
 * value.
 */
function patternOf(pattern: Value | undefined): Value {
  const source = pattern && onlyLiteral(pattern)?.value;
  return typeof source === 'string' && !removesValues(source) ? literal(0) : unknown;
}

/** The parts of a string that begins with a literal which contains the separator, such as `key `. */
function piecesAfterLiteral(
  run: Run,
  whole: Value,
  separator: string | RegExp,
  limit: Value | undefined,
): Value | undefined {
  const [before, ...others] = new Set(whole.filter(isSecret).map((atom) => atom.before));
  const isKnown = whole.every(({ kind }) => kind === 'secret' || kind === 'unknown');
  if (!isKnown || before === undefined || others.length > 0) return undefined;
  const written = before.split(separator).map((part) => literal(part));
  const last = written.length - 1;
  if (last === 0) return wholeStart(run, whole, before, separator);
  const most = limit === undefined ? last : onlyLiteral(limit)?.value;
  if (typeof most !== 'number' || most < 0) return undefined;
  const known = written.slice(0, Math.min(last, most));
  // The part with the value begins with the end of the literal, if there is only one value.
  const secrets = secretsIn(whole);
  const own = most >= last ? onlyLiteral(written[last] ?? nothing)?.value : undefined;
  const isMarked =
    new Set(secrets.map(({ read }) => read)).size === 1 && typeof own === 'string' && own !== '';
  const rest = isMarked ? secrets.map((one) => Object.assign({}, one, { before: own })) : secrets;
  return [run.create({ type: 'list', entries: new Map(known.entries()), others: rest })];
}

/** `f"https://…?key={key}".split("#")`: the literal, and the value after it, are in the first part. */
function wholeStart(run: Run, whole: Value, before: string, separator: string | RegExp): Value | undefined {
  const isInNoValue = typeof separator !== 'string' || /^[?#&=;,|\s]+$/.test(separator);
  if (before === '' || !isInNoValue) return undefined;
  return [run.create({ type: 'list', entries: new Map([[0, whole]]), others: heldIn(whole) })];
}

function pieces(run: Run, value: Value, separator: string | undefined): Value {
  const part = heldIn(value);
  if (separator === '@') return listOf(run, { isKnown: true, items: [part, unknown] });
  if (separator === undefined || !afterPrefix.has(separator))
    return [run.create({ type: 'list', others: part })];
  return [run.create({ type: 'list', entries: new Map([[0, unknown]]), others: part })];
}

function partition(run: Run, value: Value, separator: string | undefined): Value {
  const part = heldIn(value);
  const before = separator !== undefined && afterPrefix.has(separator) ? unknown : part;
  const after = separator === '@' ? unknown : part;
  return listOf(run, { isKnown: true, items: [before, literal(separator ?? ''), after] }, 'tuple');
}
