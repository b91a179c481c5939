import type { Value } from '../engine/model.ts';
import type { LibraryCall, Run } from '../engine/run.ts';
import { onlyLiteral, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { sourceOfPattern } from './patterns.ts';

/** A pattern that can be tried on a text. */
export interface Trial {
  readonly pattern: RegExp;
  /** What it is tried on. */
  readonly text: Value;
}

/** `pattern.test(text)`, `text.match(pattern)`, `re.search(pattern, text)`: undefined if the pattern is not known. */
export function trialOf(run: Run, call: LibraryCall): Trial | undefined {
  const isFunction = call.path.startsWith('re.');
  const method = methodCall(run, call);
  const given = isFunction ? argumentsOf(run, call) : method.given;
  const [one, other] = isFunction
    ? [argument(given, 0, 'pattern'), argument(given, 1, 'string')]
    : [method.receiver, argument(given, 0, 'string')];
  const isReversed =
    /^(?:match|matchAll|search|replace|replaceAll)$/.test(nameOf(call)) && !run.library.isEmptyFalse;
  const [written = unknown, text = unknown] = isReversed ? [other, one] : [one, other];
  const pattern = patternIn(run, written, nameOf(call), isFunction ? argument(given, 2, 'flags') : undefined);
  return pattern && { pattern, text };
}

/** The pattern that a value certainly is, in the form that a function with this name applies it. */
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

/** The flags that code of Python passes. Undefined if they are not known. */
export function flagsIn(passed: Value | undefined): string | undefined {
  if (passed === undefined) return '';
  const [only, ...others] = passed;
  if (only?.kind !== 'outside' || others.length > 0) return undefined;
  return /^re\.(?:I|IGNORECASE)$/.test(only.path) ? 'i' : undefined;
}

/** A pattern that repeats groups or has many repetitions can take long. */
function made(source: string, flags: string): RegExp | undefined {
  const plain = source.replaceAll(/\\.|\[\^?(?:\\.|[^\]\\])+\]/g, 'x');
  const isSlow = /\)[+*{]/.test(plain) || (plain.match(/[+*{]/g) ?? []).length > 4;
  if (isSlow || source.length > 200) return undefined;
  try {
    return new RegExp(source, flags.replaceAll(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

const longestText = 120;

/** The short text that a value certainly is. */
export function shortText(value: Value): string | undefined {
  const text = onlyLiteral(value)?.value;
  return typeof text === 'string' && text.length <= longestText ? text : undefined;
}
