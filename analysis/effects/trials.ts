import type { Key, Value } from '../engine/model.ts';
import type { LibraryCall, Run } from '../engine/run.ts';
import { isSecret, literal, onlyLiteral, unknown } from '../engine/values.ts';
import { secretsIn } from '../engine/contents.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { sourceOfPattern } from './patterns.ts';

/** A pattern that can be matched against a string. */
export interface Trial {
  readonly pattern: RegExp;
  /** The string that it is matched against. */
  readonly text: Value;
  /** Whether a JavaScript pattern has the flag for all matches. */
  readonly isAll: boolean;
}

/** `pattern.test(text)`, `text.match(pattern)`, `re.search(pattern, text)`: undefined if the pattern is not known. */
export function trialOf(run: Run, call: LibraryCall): Trial | undefined {
  const isFunction = call.path.startsWith('re.');
  const method = methodCall(run, call);
  const given = isFunction ? argumentsOf(run, call) : method.given;
  const isSub = /^subn?$/.test(nameOf(call));
  const first = isFunction ? 1 : 0;
  const [one, other] = [
    isFunction ? argument(given, 0, 'pattern') : method.receiver,
    argument(given, isSub ? first + 1 : first, 'string'),
  ];
  if (isSub && argument(given, first + 2, 'count') !== undefined) return undefined;
  const isReversed =
    /^(?:match|matchAll|search|replace|replaceAll)$/.test(nameOf(call)) && !run.library.isEmptyFalse;
  const [written = unknown, text = unknown] = isReversed ? [other, one] : [one, other];
  const pattern = patternIn(
    run,
    written,
    nameOf(call),
    isFunction ? argument(given, isSub ? 4 : 2, 'flags') : undefined,
  );
  const isAll = hasGlobalFlag(String(onlyLiteral(written)?.value));
  return pattern && { pattern, text, isAll };
}

/** Whether `/…/flags` is for all matches. */
export function hasGlobalFlag(pattern: string): boolean {
  return pattern.startsWith('/') && pattern.slice(pattern.lastIndexOf('/')).includes('g');
}

/**
 * The pattern in a value that is certainly a pattern, in the form in which the function with this name
 * applies it.
 */
function patternIn(run: Run, value: Value, name: string, passed: Value | undefined): RegExp | undefined {
  const only = onlyLiteral(value);
  if (typeof only?.value !== 'string') return undefined;
  if (!run.library.isEmptyFalse) {
    const source = sourceOfPattern(only.value);
    return source === undefined ? undefined : made(source, only.value.slice(source.length + 2));
  }
  const flags = only.isPattern === true ? only.flags : flagsIn(passed);
  if (flags === undefined || /\\[AZz]|\(\?P[=>]/.test(only.value)) return undefined;
  const source = only.value.replaceAll('(?P<', '(?<');
  if (name === 'fullmatch') return made(`^(?:${source})$`, flags);
  return made(name === 'match' ? `^(?:${source})` : source, flags);
}

/** The flags that Python code passes. Undefined if they are not known. */
export function flagsIn(passed: Value | undefined): string | undefined {
  if (passed === undefined) return '';
  const [only, ...others] = passed;
  if (only?.kind !== 'outside' || others.length > 0) return undefined;
  return /^re\.(?:I|IGNORECASE)$/.test(only.path) ? 'i' : undefined;
}

/** A pattern that repeats groups or has many repetitions can take long. */
function made(source: string, flags: string): RegExp | undefined {
  if (source.length > longestPattern) return undefined;
  const plain = source.replaceAll(/\\.|\[\^?(?:\\.|[^\]\\])+\]/g, 'x');
  const isSlow = /\)[+*{]/.test(plain) || (plain.match(/[+*{]/g) ?? []).length > 4;
  if (isSlow) return undefined;
  try {
    return new RegExp(source, flags.replaceAll(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

const longestPattern = 200;
const longestText = 120;

/** The text of a value that is certainly a short string. */
export function shortText(value: Value): string | undefined {
  const text = onlyLiteral(value)?.value;
  return typeof text === 'string' && text.length <= longestText ? text : undefined;
}

/** The groups of all matches, by number and name. */
export interface Tried {
  readonly matches: readonly ReadonlyMap<Key, Value>[];
  /** Whether all of the text is known. Otherwise, only its start and the value after it are known. */
  readonly isWhole: boolean;
}

/** What values look like. A pattern that takes all of the first one is meant for values. */
const samples: readonly [string, string] = ['Zq7Zq7Zq7Zq7Zq7Zq7Zq7Zq7', 'Zq7-Zq7_Zq7.Zq7+Zq7/Zq7~'];
const sampleStart = 'Zq7';
const mostMatches = 20;

/** Matches a pattern against a literal, or against a value that follows a literal. */
export function matchesIn({ pattern, text }: Trial): Tried | undefined {
  const whole = shortText(text);
  const before = startOf(text);
  const start = before ?? '';
  const texts = whole === undefined ? samples.map((sample) => start + sample) : [whole];
  if (whole === undefined && before === undefined) return undefined;
  const all = new RegExp(pattern.source, `${pattern.flags}g`);
  const [found = [], ...rest] = texts.map((one) => [...one.matchAll(all)].slice(0, mostMatches));
  const others = rest.filter((one) => one.length === found.length);
  const secrets = secretsIn(text);
  const valueOf = (index: number, key: Key): Value => {
    const parts = [found, ...others].map((matches) => partOf(matches[index], key));
    if (whole !== undefined) return parts[0] === undefined ? literal(null) : literal(parts[0]);
    const [first] = parts;
    if (first?.includes(samples[0]) === true) return secrets;
    return parts.every((part) => part === first && part !== undefined && start.includes(part))
      ? literal(first)
      : unknown;
  };
  const matches = found.map((match, index) => {
    const keys: Key[] = [...match.keys(), ...Object.keys(match.groups ?? {})];
    return new Map(keys.map((key) => [key, valueOf(index, key)] as const));
  });
  return { matches, isWhole: whole !== undefined };
}

function partOf(match: RegExpExecArray | undefined, key: Key): string | undefined {
  return typeof key === 'number' ? match?.[key] : match?.groups?.[key];
}

/** The literal before the only value in a string. */
export function startOf(text: Value): string | undefined {
  const secrets = text.filter(isSecret);
  const [first] = secrets;
  const isOne =
    text.every(({ kind }) => kind === 'secret' || kind === 'unknown') &&
    secrets.every(({ read, before }) => read === first?.read && before === first.before);
  const before = isOne ? first?.before : undefined;
  return before !== undefined && before.length <= longestText ? before : undefined;
}

/**
 * The parts of a text in which a pattern is replaced: a literal, or a value behind the literal `start`. `by` gives
 * the replacement of a match, whose groups `valueOf` gives. A pattern that takes nothing of what looks like a value
 * may be meant for this one: `isTried` is then false.
 */
export function partsOf(
  { pattern, text, isAll: isGlobal }: Trial,
  isAll: boolean,
  start: string | undefined,
  by: (match: RegExpExecArray, valueOf: (part: string) => Value) => Value,
): { readonly parts: readonly Value[]; readonly isTried: boolean } | undefined {
  const written = shortText(text);
  const whole = written ?? (start === undefined ? undefined : start + samples[0]);
  if (whole === undefined) return undefined;
  const valueOf = (part: string): Value => {
    if (written !== undefined || !part.includes(sampleStart)) return literal(part);
    return part.includes(samples[0]) ? secretsIn(text) : unknown;
  };
  const parts: Value[] = [];
  let end = 0;
  const all = [...whole.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))];
  if (all.length > mostMatches) return undefined;
  const taken = isAll || isGlobal ? all : all.slice(0, 1);
  for (const match of taken) {
    parts.push(valueOf(whole.slice(end, match.index)), by(match, valueOf));
    end = match.index + match[0].length;
  }
  const isTried = written !== undefined || taken.some(([match]) => match.includes(sampleStart));
  return { parts: [...parts, valueOf(whole.slice(end))], isTried };
}
