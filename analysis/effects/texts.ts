import type { Atom, Key, SecretAtom, Value } from '../engine/model.ts';
import { keyOf } from '../engine/keys.ts';
import type { ApplyEffect, Caller, LibraryCall, Run } from '../engine/run.ts';
import {
  credentialName,
  isSecret,
  join,
  letterOf,
  literal,
  nothing,
  onlyLiteral,
  unknown,
} from '../engine/values.ts';
import { allArguments, argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { anyItem, heldIn, isComplete, itemsIn, objectsIn, secretsIn, valuesIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';
import { formattedAs } from '../engine/operations.ts';
import { reprOf } from '../engine/shown.ts';
import { mentionsCredentials } from './nothing.ts';
import { startOf } from './trials.ts';
import { replacedText } from './replacing.ts';
import { changedBy, deepCopyOf } from './parsing.ts';
import { withDefaults } from './encoding.ts';
import { matchesWhole, removesValues, sourceOfPattern } from './patterns.ts';

/** Contains the receiver and all string arguments. */
export const keep: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  return heldIn(join(textIn(run, receiver), ...allArguments(given).map((value) => textIn(run, value))));
};

export const keepReceiver: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const changed = onlyLiteral(receiver);
  if (typeof changed?.value === 'string')
    return isStripping.test(nameOf(call)) && allArguments(given).some((value) => value.length > 0)
      ? stripped(nameOf(call), changed.value, argument(given, 0))
      : changedLiteral(nameOf(call), changed.value);
  const names = receiver.filter((atom) => atom.kind === 'outside' && atom.path === credentialName);
  return names.length > 0 ? names : textIn(run, receiver);
};

/** Secrets in a string, or in a library object that behaves like one, such as `URLSearchParams`. */
export function textIn(run: Run, value: Value): Value {
  const inObjects = objectsIn(value).map((atom) => {
    const contents = run.contents(atom);
    const isLikeText = contents.path !== undefined && contents.class === undefined;
    return isLikeText ? through(run, atom, secretsIn(run.textOf(valuesIn(contents)))) : nothing;
  });
  const secrets = join(secretsIn(value), ...inObjects);
  const isAlwaysSecret =
    secrets.length > 0 && value.every(({ kind }) => kind === 'secret' || kind === 'object');
  return isAlwaysSecret ? secrets : join(secrets, unknown);
}

const isStripping = /^[lr]?strip$/;

/** Python's `text.strip("_")`. */
function stripped(name: string, text: string, letters: Value | undefined): Value {
  const found = letters && onlyLiteral(letters)?.value;
  if (typeof found !== 'string' || isBeyondUnits.test(text + found)) return unknown;
  let [start, end] = [0, text.length];
  if (name !== 'rstrip') while (start < end && found.includes(text.charAt(start))) start++;
  if (name !== 'lstrip') while (start < end && found.includes(text.charAt(end - 1))) end--;
  return literal(text.slice(start, end));
}

/** Characters that Python counts as one, and JavaScript as two. */
const isBeyondUnits = /[\uD800-\uDFFF]/;

const ofLiteral: ReadonlyMap<string, (text: string) => string> = new Map([
  ['strip', (text) => text.trim()],
  ['lstrip', (text) => text.trimStart()],
  ['rstrip', (text) => text.trimEnd()],
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
  const given = argumentsOf(run, call);
  const value = argument(given, 0);
  if (value === undefined) return literal('');
  const format = call.path === 'format' ? onlyLiteral(argument(given, 1) ?? literal(''))?.value : undefined;
  return typeof format === 'string' ? formattedAs(run, value, format, call.at) : run.textOf(value);
};

/** All that the first argument contains, or the receiver: `model.model_dump_json()`. */
export const shown: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const receivers = given.items.length > 0 ? [] : objectsIn(call.receiver ?? nothing);
  const first = receivers.length > 0 ? receivers : (argument(given, 0) ?? unknown);
  const value = call.path.startsWith('json.') ? withDefaults(run, first, call) : first;
  const chosen = call.path === 'JSON.stringify' ? argument(given, 1) : undefined;
  if (call.path === 'repr' || call.path === 'ascii') return reprOf(run, value);
  const isSerialized = serializing.test(call.path);
  if (chosen === undefined || isAbsent(chosen)) {
    const found = run.shownOf(value, isSerialized);
    return isSerialized ? withSource(run, found, value) : found;
  }
  return chosenText(run, value, chosen, call);
};

const serializing = /^(?:JSON\.stringify|json\.dumps|shlex\.join|urllib\.parse\.urlencode)$/;

/** Keeps what was serialized, so that parsing the text returns it. */
function withSource(run: Run, found: Value, value: Value): Value {
  if (!found.some(isSecret)) return found;
  const serialized = deepCopyOf(run, value);
  return found.map((atom) => (isSecret(atom) ? { ...atom, serialized } : atom));
}

/**
 * `JSON.stringify(x, ["name"])` shows these entries; with a function, it shows what the function returns for
 * them.
 */
function chosenText(run: Run, value: Value, chosen: Value, { at }: LibraryCall): Value {
  if (chosen.every(({ kind }) => kind === 'function'))
    return heldIn(run.shownOf(changedBy(run, value, chosen, at), true));
  const names = objectsIn(chosen).flatMap((atom) => {
    const items = itemsIn(run.contents(atom));
    return items.isKnown ? items.items : [];
  });
  return names.length === 0
    ? unknown
    : heldIn(run.shownOf(join(...names.map((name) => namedPart(run, value, name, at)))));
}

function namedPart(run: Run, value: Value, name: Value, at: Caller): Value {
  const key = onlyLiteral(name)?.value;
  return typeof key === 'string' ? run.member(value, key, at) : run.item(value, name, at);
}

export function isAbsent(value: Value): boolean {
  const only = onlyLiteral(value);
  return only !== undefined && (only.value === null || only.value === undefined);
}

/** `len("Bearer ")`, `len(items)` */
export const length: ApplyEffect = (run, call) => {
  const [measured, ...others] = argument(argumentsOf(run, call), 0) ?? unknown;
  if (measured === undefined || others.length > 0) return unknown;
  if (measured.kind === 'literal' && typeof measured.value === 'string')
    return literal(Array.from(measured.value).length);
  const items = measured.kind === 'object' ? run.contents(measured).length : undefined;
  return items === undefined ? unknown : literal(items);
};

export const texts: ApplyEffect = (run, call) => {
  return heldIn(join(...allArguments(argumentsOf(run, call)).map((value) => run.shownOf(value))));
};

/** `re.sub(pattern, by, text)`, `pattern.sub(by, text)`, `text.replace(old, by)`. */
export const replace: ApplyEffect = (run, call) => {
  const filled = replacedText(run, call);
  if (filled !== undefined) return filled;
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
        replaced(run, textIn(run, receiver), first, second, false, startOf(receiver)),
        replacedByCall(run, textIn(run, receiver), first, second, call),
      );
};

function replaced(
  run: Run,
  of: Value,
  old: Value,
  by: Value,
  isPattern: boolean,
  before = startOf(of),
): Value {
  const kept = of.filter(isSecret).filter((secret) => isKept(secret, old, isPattern, before));
  return heldIn(join(kept, run.textOf(by).filter(isSecret)));
}

/**
 * `text.replace(/\\w+/g, (word) => …)`: if the pattern matches the entire value, it is passed to the
 * function.
 */
function replacedByCall(run: Run, of: Value, old: Value, by: Value, { at }: LibraryCall): Value {
  const source = sourceOfPattern(String(onlyLiteral(old)?.value ?? ''));
  const functions = by.filter((atom) => atom.kind === 'function' && atom.code.parameters.length === 1);
  if (source === undefined || functions.length === 0 || !matchesWhole(source)) return nothing;
  return secretsIn(run.textOf(run.call(functions, [{ value: secretsIn(of) }], at)));
}

/** Whether a value remains after these strings are replaced. An unknown string may be the entire value. */
export function isKept(secret: SecretAtom, old: Value, isPattern: boolean, before?: string): boolean {
  return old.every((atom) => {
    if (atom.kind === 'secret') return atom.read !== secret.read;
    if (atom.kind !== 'literal') return false;
    if (typeof atom.value !== 'string') return true;
    const pattern = isPattern ? atom.value : sourceOfPattern(atom.value);
    return pattern === undefined || !removesValues(pattern) || isOfOther(pattern, before);
  });
}

/** `page=\d+` leaves `key=…` unchanged. */
function isOfOther(pattern: string, before: string | undefined): boolean {
  const [, name] = /^(?:\\b|\[[?&]+\])?([\w-]+)=/.exec(pattern) ?? [];
  if (name === undefined || before === undefined || mentionsCredentials(name)) return false;
  return !before.toLowerCase().includes(`${name.toLowerCase()}=`);
}

/** `String.fromCharCode(…letters)` */
export const ofCodes: ApplyEffect = (run, call) => heldIn(ofLetters(argumentsOf(run, call).others));

/**
 * `str.maketrans(table)`, `str.maketrans("ab", "xy", "z")`: a dictionary keyed by the replaced characters.
 */
export const table: ApplyEffect = (run, call) => {
  const { items } = argumentsOf(run, call);
  const [first = unknown, , removed = literal('')] = items;
  if (items.length === 1) return first;
  const found = [first, removed].map((value) => onlyLiteral(value)?.value);
  if (!found.every((one) => typeof one === 'string')) return unknown;
  const entries = new Map(Array.from(found.join('')).map((letter) => [keyOf(letter), unknown] as const));
  return [run.create({ type: 'dictionary', entries })];
};

/** `text.translate(table)`. Replacing letters or digits masks a value. */
export const translate: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [by = unknown, removed = literal('')] = given.items;
  const isHarmless = (atom: Atom): boolean => {
    if (atom.kind === 'literal') return !isLetter.test(String(atom.value ?? ''));
    if (atom.kind !== 'object') return false;
    const contents = run.contents(atom);
    return isComplete(contents) && ![...contents.entries.keys()].some(isLetterOrCode);
  };
  return [...by, ...removed].every(isHarmless) ? textIn(run, receiver) : unknown;
};

const isLetter = /[A-Za-z0-9]/;

function isLetterOrCode(key: Key): boolean {
  return isLetter.test(typeof key === 'number' && key > 9 ? String.fromCodePoint(key) : String(key));
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
  return heldIn(join(run.textOf(separator), run.textOf(anyItem(all))));
}

/**
 * the string that these characters come from. Empty if some of them are replaced, because that masks the string.
 */
export function ofLetters(value: Value): Value {
  const letters = value.filter((atom) => atom.kind !== 'outside' || atom.path !== credentialName);
  const found = letters.flatMap((atom) =>
    atom.kind === 'outside' && atom.path === letterOf ? (atom.receiver ?? nothing) : nothing,
  );
  return found.length === letters.length ? join(...found.map((atom) => [atom])) : nothing;
}
