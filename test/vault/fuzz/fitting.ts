import { canaryTexts } from './canaries.ts';
import type { Schema } from './document.ts';
import { matching, unusualText, word } from './texts.ts';
import type { Random } from './random.ts';

/** What the vault contains by now: requests for existing items reach more code. */
export interface Known {
  readonly secrets: readonly string[];
  readonly agents: readonly string[];
  readonly users: readonly string[];
  readonly tokens: readonly string[];
  readonly requests: readonly string[];
  readonly sessions: readonly string[];
  readonly variables: readonly string[];
  readonly cursors: readonly string[];
}

export interface Making {
  readonly random: Random;
  readonly known: Known;
}

/** A value that matches the schema; `name` is its name there. */
export function fitting(making: Making, schema: Schema, name: string): unknown {
  const { random } = making;
  if (name === 'value') return valueFor(making, schema);
  if (schema.anyOf) return fitting(making, random.pick(schema.anyOf), name);
  if (schema.enum) return random.pick(schema.enum);
  if ('const' in schema) return schema.const;
  if (schema.type === 'array') return list(making, schema, name);
  if (schema.type === 'object') return dictionary(making, schema);
  if (schema.type === 'integer') return integer(random, schema);
  if (schema.type === 'boolean') return random.chance(0.5);
  return schema.type === 'null' ? null : text(making, schema, name);
}

/** Values contain the canary: they are returned in one place only. */
function valueFor({ random }: Making, { anyOf }: Schema): unknown {
  const plain = random.chance(0.1) ? random.pick(canaryTexts).padEnd(60_000, 'x') : random.pick(canaryTexts);
  if (!anyOf || random.chance(0.6)) return plain;
  const fields = Array.from({ length: 1 + random.below(4) }, () => [
    random.chance(0.2) ? unusualText(random) : word(random),
    random.pick(canaryTexts),
  ]);
  return Object.fromEntries(fields) as unknown;
}

function list(making: Making, { items = {}, minItems = 0 }: Schema, name: string): readonly unknown[] {
  const length = minItems + making.random.below(3);
  const all = Array.from({ length }, () => fitting(making, items, name));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function dictionary(making: Making, { properties = {}, required = [] }: Schema): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (required.includes(name) || making.random.chance(0.5)) made[name] = fitting(making, schema, name);
  }
  // A value has to match its kind, or every second creation would fail for that reason.
  if ('kind' in made && 'value' in made)
    made['kind'] = typeof made['value'] === 'string' ? 'single' : 'key_value';
  return made;
}

function integer(random: Random, { minimum = 0, maximum = minimum + 5 }: Schema): number {
  return minimum + random.below(Math.min(maximum - minimum + 1, 4));
}

function text(making: Making, schema: Schema, name: string): string {
  const { random } = making;
  const there = poolFor(making.known, name);
  if (there && there.length > 0 && random.chance(0.88)) return random.pick(there);
  if (schema.format === 'date-time') return time(random, name);
  if (schema.pattern !== undefined) return matching(random, schema.pattern);
  if (name === 'addresses') return random.pick(['127.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32']);
  const { minLength = 0, maxLength = 40 } = schema;
  if (random.chance(0.1)) return 'x'.repeat(random.pick([minLength, Math.min(maxLength, 100_000)]));
  const made = random.chance(0.3) ? unusualText(random) : word(random);
  return made.slice(0, Math.max(maxLength, 1));
}

/** Some of these are valid only as a format. Later times of issue would end every key of the round. */
function time(random: Random, name: string): string {
  if (random.chance(0.1))
    return random.pick(['2026-12-31T23:59:60Z', '2026-06-01T00:00:00+02', '9999-12-31T23:59:59-23:59']);
  if (name === 'issuedBefore' && random.chance(0.95)) return '2025-06-01T00:00:00Z';
  return random.pick(['2026-06-01T00:00:00Z', '2027-01-01T00:00:00.5+02:00']);
}

function poolFor(known: Known, name: string): readonly string[] | undefined {
  const pools: Readonly<Record<string, readonly string[]>> = {
    accountId: ['acc_test'],
    agentId: known.agents,
    agentIds: known.agents,
    grant: known.agents,
    revoke: known.agents,
    secretName: known.secrets,
    replacement: known.secrets,
    name: known.secrets,
    variable: known.variables,
    userId: known.users,
    tokenId: known.tokens,
    requestId: known.requests,
    sessionId: known.sessions,
    cursor: known.cursors,
    version: ['1', '2'],
  };
  return Object.hasOwn(pools, name) ? pools[name] : undefined;
}

/** The pool of a parameter of an address: variables and secrets are both called `name` there. */
export function poolNameOf(path: string, parameter: string): string {
  return parameter === 'name' && path.startsWith('/v1/me/') ? 'variable' : parameter;
}
