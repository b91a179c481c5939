import type { SecretAtom, Value } from '../engine/model.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import {
  credentialName,
  isSecret,
  join,
  letterOf,
  literal,
  nothing,
  onlyLiteral,
  unknown,
  unknownAtom,
} from '../engine/values.ts';
import { allArguments, argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import {
  anyOf,
  createLike,
  heldIn,
  itemsIn,
  listOf,
  objectsIn,
  secretsIn,
  through,
  valuesIn,
  withItems,
} from '../engine/contents.ts';
import { changedBy, deepCopyOf } from './parsing.ts';
import { matchesWhole, removesValues, sourceOfPattern } from './patterns.ts';

/** Code often shows this many letters, so that readers can distinguish keys. */
const mostLetters = 8;

/** Contains the receiver and all arguments that are texts. */
export const keep: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  return heldIn(join(textIn(run, receiver), ...allArguments(given).map((value) => textIn(run, value))));
};

export const keepReceiver: ApplyEffect = (run, call) => {
  const { receiver } = methodCall(run, call);
  const changed = onlyLiteral(receiver);
  if (typeof changed?.value === 'string') return changedLiteral(nameOf(call), changed.value);
  const names = receiver.filter((atom) => atom.kind === 'outside' && atom.path === credentialName);
  return names.length > 0 ? names : textIn(run, receiver);
};

/** Secrets in a text, or in an object of a library that is a text of its own kind, such as `URLSearchParams`. */
function textIn(run: Run, value: Value): Value {
  const inObjects = objectsIn(value).map((atom) => {
    const contents = run.contents(atom);
    const isLikeText = contents.path !== undefined && contents.class === undefined;
    return isLikeText ? through(atom, secretsIn(run.textOf(valuesIn(contents)))) : nothing;
  });
  const secrets = join(secretsIn(value), ...inObjects);
  const isAlwaysSecret =
    secrets.length > 0 && value.every(({ kind }) => kind === 'secret' || kind === 'object');
  return isAlwaysSecret ? secrets : join(secrets, unknown);
}

const ofLiteral: ReadonlyMap<string, (text: string) => string> = new Map([
  ['strip', (text) => text.trim()],
  ['trim', (text) => text.trim()],
  ['lower', (text) => text.toLowerCase()],
  ['casefold', (text) => text.toLowerCase()],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['upper', (text) => text.toUpperCase()],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['toString', (text) => text],
  ['encode', (text) => text],
]);

function changedLiteral(name: string, text: string): Value {
  const change = ofLiteral.get(name);
  return change === undefined ? unknown : literal(change(text));
}

/** The first argument as a string. */
export const text: ApplyEffect = (run, call) => {
  const value = argument(argumentsOf(run, call), 0);
  return value === undefined ? literal('') : run.textOf(value);
};

/** All that the first argument contains, or the receiver: `model.model_dump_json()`. */
export const shown: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const receivers = given.items.length > 0 ? [] : objectsIn(call.receiver ?? nothing);
  const value = receivers.length > 0 ? receivers : (argument(given, 0) ?? unknown);
  const chosen = call.path === 'JSON.stringify' ? argument(given, 1) : undefined;
  const isSerialized = serializing.test(call.path);
  if (chosen === undefined || isAbsent(chosen)) {
    const found = run.shownOf(value, isSerialized);
    return isSerialized ? withSource(run, found, value) : found;
  }
  return chosenText(run, value, chosen, call);
};

const serializing = /^(?:JSON\.stringify|json\.dumps)$/;

/** Keeps what was serialized, so that parsing the text returns it. */
function withSource(run: Run, found: Value, value: Value): Value {
  if (!found.some(isSecret)) return found;
  const serialized = deepCopyOf(run, value);
  return found.map((atom) => (isSecret(atom) ? { ...atom, serialized } : atom));
}

/** `JSON.stringify(x, ["name"])` shows these entries, or what a function makes of them. */
function chosenText(run: Run, value: Value, chosen: Value, { at }: LibraryCall): Value {
  if (chosen.every(({ kind }) => kind === 'function'))
    return heldIn(run.shownOf(changedBy(run, value, chosen, at), true));
  const names = objectsIn(chosen).flatMap((atom) => {
    const items = itemsIn(run.contents(atom));
    return items.isKnown ? items.items : [];
  });
  return names.length === 0
    ? unknown
    : heldIn(run.shownOf(join(...names.map((name) => run.item(value, name, at)))));
}

function isAbsent(value: Value): boolean {
  const only = onlyLiteral(value);
  return only !== undefined && (only.value === null || only.value === undefined);
}

export const texts: ApplyEffect = (run, call) => {
  return heldIn(join(...allArguments(argumentsOf(run, call)).map((value) => run.shownOf(value))));
};

/** `re.sub(pattern, by, text)`, `pattern.sub(by, text)`, `text.replace(old, by)`. */
export const replace: ApplyEffect = (run, call) => {
  const all = argumentsOf(run, call);
  if (/^re\.subn?$/.test(call.path)) {
    const [pattern = unknown, by = unknown, of = unknown] = [0, 1, 2].map((position) =>
      argument(all, position),
    );
    return replaced(run, argument(all, 2, 'string') ?? of, pattern, argument(all, 1, 'repl') ?? by, true);
  }
  const { receiver, given } = methodCall(run, call);
  const [first = unknown, second = unknown] = [argument(given, 0), argument(given, 1)];
  const isPattern = /^subn?$/.test(nameOf(call));
  return isPattern
    ? replaced(run, second, receiver, first, true)
    : join(
        replaced(run, textIn(run, receiver), first, second, false),
        replacedByCall(run, textIn(run, receiver), first, second, call),
      );
};

function replaced(run: Run, of: Value, old: Value, by: Value, isPattern: boolean): Value {
  const kept = of.filter(isSecret).filter((secret) => isKept(secret, old, isPattern));
  return heldIn(join(kept, run.textOf(by).filter(isSecret)));
}

/** `text.replace(/\\w+/g, (word) => …)`: if the pattern matches all of a value, the function gets it. */
function replacedByCall(run: Run, of: Value, old: Value, by: Value, { at }: LibraryCall): Value {
  const source = sourceOfPattern(String(onlyLiteral(old)?.value ?? ''));
  const functions = by.filter((atom) => atom.kind === 'function' && atom.code.parameters.length === 1);
  if (source === undefined || functions.length === 0 || !matchesWhole(source)) return nothing;
  return secretsIn(run.textOf(run.call(functions, [{ value: secretsIn(of) }], at)));
}

/** Whether a value is still there without the texts that are replaced. An unknown text may be all of it. */
function isKept(secret: SecretAtom, old: Value, isPattern: boolean): boolean {
  return old.every((atom) => {
    if (atom.kind === 'secret') return atom.read !== secret.read;
    if (atom.kind !== 'literal') return false;
    if (typeof atom.value !== 'string') return true;
    const pattern = isPattern ? atom.value : sourceOfPattern(atom.value);
    return pattern === undefined || !removesValues(pattern);
  });
}

/** `separator.join(items)`, or `items.join(separator)` for `join items`. */
export const joinTexts: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  return joined(run, argument(given, 0) ?? nothing, receiver, call);
};

export const joinItems: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  return joined(run, receiver, argument(given, 0) ?? literal(','), call);
};

function joined(run: Run, items: Value, separator: Value, { at }: LibraryCall): Value {
  const all = run.iterate(items, at);
  const by = onlyLiteral(separator)?.value;
  const whole = all.isKnown ? nothing : ofLetters(all.any);
  if (whole.length > 0) return whole;
  const literals = all.isKnown ? all.items.map((item) => onlyLiteral(item)?.value) : [undefined];
  if (typeof by === 'string' && literals.every((one) => typeof one === 'string'))
    return literal(literals.join(by));
  return heldIn(join(run.textOf(separator), run.textOf(anyOf(all))));
}

/** The text that these letters are from. Nothing if some of them are replaced, because that masks the text. */
function ofLetters(value: Value): Value {
  const letters = value.filter((atom) => atom.kind !== 'outside' || atom.path !== credentialName);
  const found = letters.flatMap((atom) =>
    atom.kind === 'outside' && atom.path === letterOf ? (atom.receiver ?? nothing) : nothing,
  );
  return found.length === letters.length ? join(...found.map((atom) => [atom])) : nothing;
}

/** The text before the first of these separators describes what follows it: `sk_…`, `Bearer …`, `key=…`. */
const afterPrefix = new Set(['_', '-', ' ', ':', '=', '://', '?', '#', '/']);

/**
 * The parts of a text. What follows `@` in an address is the host. The first of several parts is harmless if it
 * describes the others.
 */
export const split: ApplyEffect = (run, call) => {
  const isOfPattern = call.path === 're.split';
  const given = argumentsOf(run, call);
  const method = methodCall(run, call);
  const [receiver, by] = isOfPattern
    ? [argument(given, 1, 'string') ?? unknown, unknown]
    : [method.receiver, argument(method.given, 0, 'sep')];
  const only = by && onlyLiteral(by)?.value;
  const separator = typeof only === 'string' ? only : undefined;
  const whole = onlyLiteral(receiver)?.value;
  if (typeof whole === 'string' && separator !== undefined && nameOf(call) === 'split')
    return listOf(run, { isKnown: true, items: whole.split(separator).map((part) => literal(part)) });
  const kept = textIn(run, receiver).filter((atom) => !isSecret(atom) || isKept(atom, by ?? nothing, false));
  return nameOf(call).endsWith('partition') ? partition(run, kept, separator) : pieces(run, kept, separator);
};

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

/** Some of the items of a list, or a part of a text: `slice`, `substring`, `substr`. */
export const sliceItems: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [from, to] = [argument(given, 0), argument(given, 1)];
  if (nameOf(call) !== 'substr' || to === undefined) return sliceOf(run, receiver, from, to);
  const [start, length] = [numberIn(from), numberIn(to)];
  if (start === undefined || length === undefined) return sliceOf(run, receiver, from, unknown);
  return sliceOf(run, receiver, from, start < 0 && start + length >= 0 ? undefined : literal(start + length));
};

/** `object[from:to]`. A few letters of a text are harmless. */
export function sliceOf(run: Run, object: Value, from: Value | undefined, to: Value | undefined): Value {
  const isShown = isLong(from, to);
  const parts = object.map((atom): Value => {
    if (atom.kind === 'secret') return isShown ? [atom] : unknown;
    if (atom.kind === 'literal' && typeof atom.value === 'string') {
      const bounds = literalBounds(from, to);
      return bounds === undefined ? unknown : literal(atom.value.slice(...bounds));
    }
    if (atom.kind !== 'object') return unknown;
    const contents = run.contents(atom);
    if (!/^(?:list|tuple)$/.test(contents.type)) return unknown;
    const items = itemsIn(contents);
    if (!items.isKnown && !isShown && ofLetters(items.any).length > 0) return unknown;
    const bounds = literalBounds(from, to);
    const chosen =
      items.isKnown && bounds
        ? ({ isKnown: true, items: items.items.slice(...bounds) } as const)
        : ({ isKnown: false, any: anyOf(items) } as const);
    return [createLike(run, atom, withItems(contents, chosen))];
  });
  return parts.length === 0 ? [unknownAtom] : join(...parts);
}

function literalBounds(
  from: Value | undefined,
  to: Value | undefined,
): [number | undefined, number | undefined] | undefined {
  const bounds: [number | undefined, number | undefined] = [numberIn(from), numberIn(to)];
  const isKnown = [from, to].every((bound, index) => isOpen(bound) || bounds[index] !== undefined);
  return isKnown ? bounds : undefined;
}

function isOpen(bound: Value | undefined): boolean {
  return bound === undefined || isAbsent(bound);
}

function numberIn(value: Value | undefined): number | undefined {
  const only = value && onlyLiteral(value)?.value;
  return typeof only === 'number' ? only : undefined;
}

/** A bound that is not a literal may leave just as few letters. */
function isLong(from: Value | undefined, to: Value | undefined): boolean {
  const bounds = literalBounds(from, to);
  if (bounds === undefined) return false;
  const [start = 0, end] = bounds;
  if (end === undefined) return start >= 0 || -start > mostLetters;
  if (start >= 0 === end >= 0) return end - start > mostLetters;
  // `v[2:-2]`: most of it.
  return start >= 0;
}
