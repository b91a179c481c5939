import type { Key, Value } from '../engine/model.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import { join, none, nothing, onlyLiteral, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { listOf, objectsIn, secretsIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';
import { noEffect } from './nothing.ts';
import { groupsIn, takesLongValues, takesWholeValues } from './patterns.ts';

/** The type of what a search gives. */
const matchPath = 're.Match';

/** `re.search(pattern, text)`, `pattern.findall(text)`. */
export const match: ApplyEffect = (run, call) => {
  const tested = noEffect(run, call);
  if (onlyLiteral(tested) !== undefined) return tested;
  const { pattern, text } = partsOf(run, call);
  const found = secretsIn(text);
  const source = onlyLiteral(pattern)?.value;
  if (found.length === 0 || typeof source !== 'string') return unknown;
  const groups = [source, ...groupsIn(source)];
  if (nameOf(call) === 'findall') {
    const [, first = source, ...more] = groups;
    const isTaken = more.length === 0 && takesLongValues(first);
    return listOf(run, { isKnown: false, any: isTaken ? found : unknown });
  }
  const entries = new Map<Key, Value>(
    groups.map((group, index) => [index, takesWholeValues(source, group) ? found : unknown]),
  );
  const matched = [run.create({ type: 'instance', path: matchPath, entries })];
  return nameOf(call) === 'finditer' ? listOf(run, { isKnown: false, any: matched }) : join(matched, none);
};

function partsOf(run: Run, call: LibraryCall): { readonly pattern: Value; readonly text: Value } {
  if (call.path.startsWith('re.')) {
    const given = argumentsOf(run, call);
    return {
      pattern: argument(given, 0, 'pattern') ?? unknown,
      text: argument(given, 1, 'string') ?? unknown,
    };
  }
  const { receiver, given } = methodCall(run, call);
  return { pattern: receiver, text: argument(given, 0, 'string') ?? unknown };
}

/** `match.group(1)`, `match.groups()` */
export const group: ApplyEffect = (run, call) => {
  const matches = objectsIn(call.receiver ?? nothing);
  const { items } = argumentsOf(run, call);
  const parts = matches.map((atom): Value => {
    const { entries } = run.contents(atom);
    if (nameOf(call) === 'groups')
      return listOf(run, { isKnown: true, items: [...entries.values()].slice(1) }, 'tuple');
    const found = (items.length === 0 ? [undefined] : items).map((key): Value => {
      const index = key === undefined ? 0 : onlyLiteral(key)?.value;
      return through(run, atom, typeof index === 'number' ? (entries.get(index) ?? unknown) : unknown);
    });
    const [only, ...more] = found;
    return only !== undefined && more.length === 0
      ? only
      : listOf(run, { isKnown: true, items: found }, 'tuple');
  });
  return parts.length === 0 ? unknown : join(...parts);
};
