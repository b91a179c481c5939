import { compareNames } from './name-order.ts';
import { nameProblem } from './secret.ts';

/**
 * One environment of an account's naming rule: the secrets whose names end with the suffix, such as
 * `booking_api_live`. The rule applies to agent secrets and is unrelated to environment secrets.
 */
export interface NamedEnvironment {
  readonly name: string;
  readonly suffix: string;
}

export const environmentLimits = { count: 8, nameLength: 40, suffixLength: 40 } as const;

/** Why the vault would reject a naming rule. */
export type EnvironmentsProblem = 'too-many' | 'bad-name' | 'bad-suffix' | 'same-name' | 'same-suffix';

/** `undefined` if the vault would accept the rule. */
export function environmentsProblem(
  environments: readonly NamedEnvironment[],
): EnvironmentsProblem | undefined {
  const { count, nameLength, suffixLength } = environmentLimits;
  if (environments.length > count) return 'too-many';
  if (environments.some(({ name }) => isBad(name, nameLength))) return 'bad-name';
  if (environments.some(({ suffix }) => isBad(suffix, suffixLength))) return 'bad-suffix';
  if (!differs(environments.map(({ name }) => name.toLowerCase()))) return 'same-name';
  return differs(environments.map(({ suffix }) => suffix)) ? undefined : 'same-suffix';
}

function isBad(text: string, mostCharacters: number): boolean {
  return text.length > mostCharacters || nameProblem(text) !== undefined;
}

function differs(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

/** The secrets with one base name; a counterpart that does not exist is `undefined`. */
export interface Counterparts<Secret> {
  readonly base: string;
  /** One per environment, in the order of the rule. */
  readonly secrets: readonly (Secret | undefined)[];
}

/**
 * Groups secrets by base name, in the order of names. If several suffixes match a name, the longest one
 * applies. A name that matches none, or that is only a suffix, is left out.
 */
export function byBaseName<Secret extends { readonly name: string }>(
  secrets: readonly Secret[],
  environments: readonly NamedEnvironment[],
): readonly Counterparts<Secret>[] {
  const groups = new Map<string, (Secret | undefined)[]>();
  for (const secret of secrets) {
    const found = environmentOf(secret.name, environments);
    if (!found) continue;
    const { base, index } = found;
    const group = groups.get(base) ?? environments.map(() => undefined);
    group[index] = secret;
    groups.set(base, group);
  }
  return [...groups]
    .map(([base, group]) => ({ base, secrets: group }))
    .toSorted((one, other) => compareNames(one.base, other.base) || (one.base < other.base ? -1 : 1));
}

function environmentOf(
  name: string,
  environments: readonly NamedEnvironment[],
): { readonly base: string; readonly index: number } | undefined {
  const [longest] = environments
    .map(({ suffix }, index) => ({ suffix, index }))
    .filter(({ suffix }) => name.endsWith(suffix))
    .toSorted((one, other) => other.suffix.length - one.suffix.length);
  if (!longest || longest.suffix === name) return undefined;
  return { base: name.slice(0, -longest.suffix.length), index: longest.index };
}

/** The fields that a counterpart has and this secret lacks, in the order of the counterparts. */
export function lackedFields(
  { fields }: { readonly fields: readonly string[] },
  counterparts: readonly ({ readonly fields: readonly string[] } | undefined)[],
): readonly string[] {
  const all = counterparts.flatMap((one) => one?.fields ?? []);
  return [...new Set(all)].filter((field) => !fields.includes(field));
}
