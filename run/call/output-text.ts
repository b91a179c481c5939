import { isRecord } from '../../contracts/guards.ts';
import { maskText } from '../masking/masker.ts';

/**
 * Formats a function's return value on one line: strings unchanged, anything else as JSON. Values are masked
 * in both.
 */
export function resultText(value: unknown, mask: (text: string) => string): string {
  if (typeof value === 'string') return mask(value);
  try {
    return JSON.stringify(plain(value, mask, [])) ?? 'null';
  } catch {
    return JSON.stringify(mask(String(value)));
  }
}

/** Masks before serialization, because a mask in place of a number would not be valid JSON. */
function plain(given: unknown, mask: (text: string) => string, above: readonly unknown[]): unknown {
  if (above.includes(given)) return '[circular]';
  const value = hasToJson(given) ? given.toJSON() : given;
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'bigint') return mask(String(value));
  if (typeof value === 'number') return mask(String(value)) === String(value) ? value : maskText;
  const inside = [...above, given];
  if (value instanceof Map) return plain(Object.fromEntries(value), mask, inside);
  if (Array.isArray(value) || value instanceof Set) return [...value].map((one) => plain(one, mask, inside));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [mask(key), plain(one, mask, inside)]));
}

function hasToJson(value: unknown): value is { toJSON(): unknown } {
  return isRecord(value) && typeof value['toJSON'] === 'function';
}

/**
 * Formats an error with the part of its stack that is the user's code. `runner` is the file that called the
 * function.
 */
export function stackText(error: unknown, runner: string): string {
  if (!(error instanceof Error))
    return `The function threw ${typeof error === 'string' ? error : typeof error}.`;
  const cause = error.cause === undefined ? '' : `\nCaused by: ${stackText(error.cause, runner)}`;
  const head = error.message === '' ? error.name : `${error.name}: ${error.message}`;
  return [head, ...framesOf(error, runner)].join('\n') + cause;
}

/** Omits the frames of Node and of the runner. */
function framesOf({ stack = '' }: Error, runner: string): readonly string[] {
  return stack
    .split('\n')
    .filter((line) => /^ +at /.test(line) && !line.includes('node:') && !line.includes(runner))
    .filter((line) => !line.includes('<anonymous>)') || line.includes('file:'));
}
