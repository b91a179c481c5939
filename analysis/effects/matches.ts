import type { Key, ObjectAtom, Value } from '../engine/model.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import { join, none, nothing, onlyLiteral, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { listOf, objectsIn, secretsIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';
import { noEffect } from './nothing.ts';
import { groupsIn, sourceOfPattern, takesLongValues, takesWholeValues } from './patterns.ts';
import { hasGlobalFlag, matchesIn, trialOf, type Tried } from './trials.ts';

/** The type of a search result. */
const matchPath = 're.Match';

/** `re.search(pattern, text)`, `pattern.findall(text)`. */
export const match: ApplyEffect = (run, call) => {
  const trial = trialOf(run, call);
  const tried = trial && matchesIn(trial);
  if (tried !== undefined) return resultOf(run, call, tried);
  const tested = noEffect(run, call);
  if (onlyLiteral(tested) !== undefined || call.path === 'text.exec') return tested;
  const { pattern, text } = partsOf(run, call);
  const found = secretsIn(text);
  const written = onlyLiteral(pattern)?.value;
  if (found.length === 0 || typeof written !== 'string') return unknown;
  const source = run.library.isEmptyFalse ? written : sourceOfPattern(written);
  if (source === undefined) return unknown;
  const groups = [source, ...groupsIn(source)];
  if (nameOf(call) === 'findall' || isOfAll(call, written)) {
    const [, first = source, ...more] = isOfAll(call, written) ? [source] : groups;
    const isTaken = more.length === 0 && takesLongValues(first);
    return listOf(run, { isKnown: false, any: isTaken ? found : unknown });
  }
  const entries = new Map<Key, Value>(
    groups.map((group, index) => [index, takesWholeValues(source, group) ? found : unknown]),
  );
  const matched = [matchOf(run, entries)];
  return nameOf(call) === 'finditer' ? listOf(run, { isKnown: false, any: matched }) : join(matched, none);
};

/** `text.match(/…/g)` returns whole matches. */
function isOfAll(call: LibraryCall, pattern: string): boolean {
  return call.path === 'text.match' && hasGlobalFlag(pattern);
}

/** The result of a match: in JavaScript, a list of the groups. */
export function matchOf(run: Run, entries: ReadonlyMap<Key, Value>): ObjectAtom {
  if (run.library.isEmptyFalse) return run.create({ type: 'instance', path: matchPath, entries });
  const groups = [...entries].filter(([key]) => typeof key === 'string');
  return run.create({
    type: 'list',
    entries: new Map([...entries].filter(([key]) => typeof key === 'number')).set('groups', [
      run.create({ type: 'dictionary', entries: new Map(groups) }),
    ]),
    length: entries.size - groups.length,
  });
}

function resultOf(run: Run, call: LibraryCall, { matches, isWhole }: Tried): Value {
  const name = nameOf(call);
  const pattern = onlyLiteral(call.passed[0]?.value ?? unknown)?.value;
  const isListed = name === 'findall' || isOfAll(call, String(pattern));
  if (!isListed && !/^(?:finditer|matchAll)$/.test(name)) {
    const [first] = matches;
    return first === undefined ? (isWhole ? none : unknown) : [matchOf(run, first)];
  }
  const items = matches.map((groups): Value => {
    if (!isListed) return [matchOf(run, groups)];
    const own = [...groups].filter(([key]) => typeof key === 'number').map(([, value]) => value);
    const [all = unknown, only, ...more] = own;
    if (only === undefined || name !== 'findall') return all;
    return more.length === 0 ? only : listOf(run, { isKnown: true, items: own.slice(1) }, 'tuple');
  });
  if (isWhole) return listOf(run, { isKnown: true, items });
  // It is unknown what the pattern matches after the value.
  return [run.create({ type: 'list', entries: new Map(items.entries()), others: unknown })];
}

function partsOf(run: Run, call: LibraryCall): { readonly pattern: Value; readonly text: Value } {
  if (call.path.startsWith('re.')) {
    const given = argumentsOf(run, call);
    return {
      pattern: argument(given, 0, 'pattern') ?? unknown,
      text: argument(given, 1, 'string') ?? unknown,
    };
  }
  const { receiver, given } = methodCall(run, call);
  const other = argument(given, 0, 'string') ?? unknown;
  const isReversed = !run.library.isEmptyFalse && nameOf(call) !== 'exec';
  return isReversed ? { pattern: other, text: receiver } : { pattern: receiver, text: other };
}

/** `match.group(1)`, `match.group("name")`, `match.groups()`, `match.groupdict()` */
export const group: ApplyEffect = (run, call) => {
  const matches = objectsIn(call.receiver ?? nothing);
  const { items } = argumentsOf(run, call);
  const parts = matches.map((atom): Value => {
    const { entries } = run.contents(atom);
    const keyed = (type: 'string' | 'number'): (readonly [Key, Value])[] =>
      [...entries].filter(([key]) => typeof key === type);
    if (nameOf(call) === 'groupdict')
      return [run.create({ type: 'dictionary', entries: new Map(keyed('string')) })];
    if (nameOf(call) === 'groups') {
      const groups = keyed('number').map(([, value]) => value);
      return listOf(run, { isKnown: true, items: groups.slice(1) }, 'tuple');
    }
    const found = (items.length === 0 ? [undefined] : items).map((key): Value => {
      const index = key === undefined ? 0 : onlyLiteral(key)?.value;
      const isKey = typeof index === 'number' || typeof index === 'string';
      return through(run, atom, isKey ? (entries.get(index) ?? unknown) : unknown);
    });
    const [only, ...more] = found;
    return only !== undefined && more.length === 0
      ? only
      : listOf(run, { isKnown: true, items: found }, 'tuple');
  });
  return parts.length === 0 ? unknown : join(...parts);
};
