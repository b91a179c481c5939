import { canary, canaryTexts } from './canaries.ts';
import type { Schema } from './document.ts';
import type { Random } from './random.ts';
import { unusualText, word, wrongText } from './texts.ts';

/** Breaks one part of a value that matches the schema, deep inside or at its top. */
export function breakOne(random: Random, schema: Schema, value: unknown): unknown {
  if (isDictionary(value) && schema.properties && random.chance(0.8)) {
    return breakProperty(random, schema, value);
  }
  if (Array.isArray(value) && value.length > 0 && random.chance(0.6)) {
    const at = random.below(value.length);
    return value.map((one: unknown, index) =>
      index === at ? breakOne(random, schema.items ?? {}, one) : one,
    );
  }
  if (Array.isArray(value) && random.chance(0.6)) return breakList(random, schema, value);
  if (typeof value === 'string' && random.chance(0.5)) return breakText(random, schema, value);
  if (typeof value === 'number' && random.chance(0.5)) return breakNumber(random, schema, value);
  return wrongType(random);
}

function breakProperty(random: Random, schema: Schema, value: Record<string, unknown>): unknown {
  const names = Object.keys(value);
  const how = random.below(10);
  if (how === 0) return { ...value, [unknownName(random)]: random.pick(canaryTexts) };
  if (how === 1) return Object.defineProperty({ ...value }, '__proto__', own({ value: canary }));
  if (how === 2 && names.length > 0) {
    const gone = random.pick(names);
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone));
  }
  const name = names.length > 0 ? random.pick(names) : 'x';
  return { ...value, [name]: breakOne(random, schema.properties?.[name] ?? {}, value[name]) };
}

function own(value: unknown): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}

function unknownName(random: Random): string {
  return random.pick([
    canary,
    'constructor',
    'prototype',
    'Value',
    'id',
    'role',
    'accountId',
    word(random),
    '',
  ]);
}

function breakList(random: Random, { maxItems = 500 }: Schema, value: readonly unknown[]): unknown {
  return random.pick<unknown>([
    [...value, ...value],
    Array.from({ length: maxItems + 1 }, (_, index) => value[0] ?? `x${String(index)}`),
    [...value, null],
    [...value, [canary]],
    Array.from({ length: 2000 }, (_, index) => `agent-${String(index)}`),
  ]);
}

function breakText(random: Random, { minLength = 0, maxLength = 1000 }: Schema, value: string): unknown {
  const longest = Math.min(maxLength, 70_000);
  return random.pick<unknown>([
    'x'.repeat(longest + 1),
    '𝄞'.repeat(Math.ceil(longest / 2)),
    'é'.repeat(longest),
    '\0'.repeat(minLength || 1),
    '',
    `${value}${wrongText(random)}`,
    unusualText(random),
    wrongText(random),
    value.toUpperCase(),
    value.slice(0, -1),
    `${value} `,
  ]);
}

function breakNumber(random: Random, { minimum = 0, maximum = 1e9 }: Schema, value: number): unknown {
  const far = [minimum - 1, maximum + 1, -0, 0.5, 1e308, -1e308, 2 ** 53, 2 ** 31, -(2 ** 63), 5e-324];
  return random.pick<unknown>([...far, String(value), value + 0.1]);
}

/** Contains the canary, so that an answer that repeats its input is detected. */
function wrongType(random: Random): unknown {
  return random.pick<unknown>([
    { [canary]: canary },
    [canary],
    [[[canary]]],
    { value: canary },
    null,
    true,
    12_345,
    { toString: canary, valueOf: canary },
    { length: 1, 0: canary },
    deep(random.pick([20, 500])),
  ]);
}

/** Nested deeply enough to overflow careless programs. */
function deep(levels: number): unknown {
  let made: unknown = canary;
  for (let level = 0; level < levels; level += 1) made = nest(level, made);
  return made;
}

function nest(level: number, inner: unknown): unknown {
  return level % 2 === 0 ? [inner] : { x: inner };
}

function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
