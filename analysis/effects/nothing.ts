import type { Value } from '../engine/model.ts';
import { isCredentialField } from '../model/credential-field.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import { credentialName, literal, onlyLiteral, outside, unknown } from '../engine/values.ts';
import { isInstanceOfAll } from '../engine/instances.ts';
import { compared } from '../engine/operations.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { shortText, startOf, trialOf } from './trials.ts';
import { itemsIn, objectsIn } from '../engine/contents.ts';

/** `isinstance(value, type)`, `Array.isArray(value)` */
export const isOfType: ApplyEffect = (run, call) => {
  const [value = unknown, types = outside('Array')] = argumentsOf(run, call).items;
  const outcome = isInstanceOfAll(run, value, types);
  return outcome === undefined ? unknown : literal(outcome);
};

/**
 * The result reveals nothing about a value. Only tests of names are followed, since code masks fields by
 * their names.
 */
export const noEffect: ApplyEffect = (run, call) => {
  if (!testing.test(nameOf(call))) return unknown;
  const outcome = testOf(run, call);
  return outcome === undefined ? unknown : literal(outcome);
};

const testing = /^(?:includes|has|test|search|match|fullmatch|startsWith|endsWith|startswith|endswith)$/;

function testOf(run: Run, call: LibraryCall): boolean | undefined {
  const { receiver, given } = methodCall(run, call);
  const tested = argument(given, 0) ?? unknown;
  const [list, ...others] = objectsIn(receiver);
  if (list !== undefined) return others.length === 0 ? isAmong(run, list, tested) : undefined;
  if (nameOf(call) === 'includes') return compared(run, 'in', tested, receiver);
  if (isName(receiver)) return hasPart(run, tested);
  return isMatch(receiver, tested) ?? testOfText(run, call, receiver, tested);
}

/** Whether a literal that is a name has a part, or matches a pattern. */
function testOfText(run: Run, call: LibraryCall, receiver: Value, tested: Value): boolean | undefined {
  const name = nameOf(call);
  if (/with$/i.test(name)) {
    const outcomes = new Set(partsIn(run, tested).map((part) => hasEnd(name, receiver, shortText(part))));
    return outcomes.has(true) ? true : outcomes.size === 1 ? [...outcomes][0] : undefined;
  }
  if (!run.library.isEmptyFalse && name !== 'test') return undefined;
  const trial = trialOf(run, call);
  const text = trial && shortText(trial.text);
  return text === undefined ? undefined : trial?.pattern.test(text);
}

/** Whether a string starts or ends with a part. Of a string with a value, only the literal before it is known. */
function hasEnd(name: string, receiver: Value, part: string | undefined): boolean | undefined {
  const text = shortText(receiver);
  if (part === undefined) return undefined;
  if (text !== undefined) return name.startsWith('s') ? text.startsWith(part) : text.endsWith(part);
  const before = name.startsWith('s') ? startOf(receiver) : undefined;
  if (before?.startsWith(part) === true) return true;
  return before === undefined || part.startsWith(before) ? undefined : false;
}

/** The items of a tuple of parts, or the only part. */
function partsIn(run: Run, tested: Value): readonly Value[] {
  const parts = objectsIn(tested).flatMap((one) => {
    const items = itemsIn(run.contents(one));
    return items.isKnown ? items.items : [unknown];
  });
  return parts.length > 0 ? parts : [tested];
}

/** Whether `name.endswith(("_key", "_secret"))`. Names of credentials begin or end with words that mention them. */
function hasPart(run: Run, tested: Value): boolean | undefined {
  const all = partsIn(run, tested);
  if (all.some(mayNameCredentials)) return true;
  return all.every((part) => Boolean(onlyLiteral(part)?.value)) ? false : undefined;
}

function mayNameCredentials(value: Value): boolean {
  const text = onlyLiteral(value)?.value;
  return typeof text === 'string' && mentionsCredentials(text);
}

export function mentionsCredentials(text: string): boolean {
  return /^\^?api|auth|cred|key|pass|private|secret|token/i.test(text);
}

/** Whether `["API_KEY"].includes(name)`. */
function isAmong(run: Run, list: ReturnType<typeof objectsIn>[number], tested: Value): boolean | undefined {
  const items = itemsIn(run.contents(list));
  if (!items.isKnown) return undefined;
  const literals = items.items.map((item) => onlyLiteral(item)?.value);
  if (literals.includes(undefined)) return undefined;
  if (isName(tested)) return literals.some((one) => typeof one === 'string' && isCredentialField(one));
  const only = onlyLiteral(tested);
  return only && literals.includes(only.value);
}

/** Patterns that mention credentials match the names of credentials: `/key|token/i.test(name)`. */
function isMatch(pattern: Value, tested: Value): boolean | undefined {
  return isName(tested) && mayNameCredentials(pattern) ? true : undefined;
}

function isName([atom, ...others]: Value): boolean {
  return atom?.kind === 'outside' && atom.path === credentialName && others.length === 0;
}
