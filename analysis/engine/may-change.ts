import type { Atom, Contents, Value } from './model.ts';
import type { Run } from './run.ts';
import { isSecret, unknown, unknownAtom } from './values.ts';

/**
 * Discards what is known about the dictionaries and lists that are reachable from a value. Strings cannot
 * change.
 */
export function mayChange(run: Run, value: Value): void {
  const seen = new Set<number>();
  const waiting: Atom[] = [...value];
  for (let atom = waiting.pop(); atom !== undefined && seen.size < 100; atom = waiting.pop()) {
    if (atom.kind !== 'object' || seen.has(atom.id)) continue;
    seen.add(atom.id);
    const contents = run.contents(atom);
    if (contents.type === 'instance' || contents.type === 'tuple') continue;
    for (const one of [...contents.entries.values(), contents.others]) waiting.push(...one);
    if (contents.type !== 'set') run.change(atom, changed(contents));
  }
}

function changed({ secret: _secret, length: _length, ...contents }: Contents): Contents {
  const entries = new Map([...contents.entries].map(([key, value]) => [key, uncertain(value)] as const));
  return { ...contents, entries, others: uncertain(contents.others), otherKeys: unknown };
}

function uncertain(value: Value): Value {
  const rest = value.filter((atom) => !isSecret(atom));
  return [...rest, unknownAtom];
}
