import { type AgentUses, cellKind, type CellKind } from '../../contracts/access-cell.ts';
import type { MatrixSecret } from '../../contracts/packed-secrets.ts';

/** The number of cells of each kind in a row or column; empty cells are not counted. */
export type Counts = Readonly<Record<Exclude<CellKind, 'empty'>, number>>;

/** The counts of non-empty cells by row, by column, and in total. */
export interface Risks {
  readonly ofSecret: ReadonlyMap<string, Counts>;
  readonly ofAgent: ReadonlyMap<string, Counts>;
  readonly all: Counts;
  /** The agents whose code reads a secret, by its name. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
}

export const noCounts: Counts = { missing: 0, unused: 0, maybe: 0, unknown: 0, used: 0 };

export const noRisks: Risks = { ofSecret: new Map(), ofAgent: new Map(), all: noCounts, readers: new Map() };

type Counting = { -readonly [Kind in keyof Counts]: Counts[Kind] };

/** Visits only cells that are granted or read, because most of the up to 1.5 million cells are empty. */
export function risksOf(secrets: readonly MatrixSecret[], uses: ReadonlyMap<string, AgentUses>): Risks {
  const [ofSecret, ofAgent] = [new Map<string, Counting>(), new Map<string, Counting>()];
  const all = { ...noCounts };
  const readers = readersByName(uses);
  for (const { name, agentIds } of secrets) {
    const granted = new Set(agentIds);
    const count = (agentId: string): void => {
      const kind = cellKind(name, granted.has(agentId), uses.get(agentId));
      if (kind === 'empty') return;
      countsAt(ofSecret, name)[kind] += 1;
      countsAt(ofAgent, agentId)[kind] += 1;
      all[kind] += 1;
    };
    granted.forEach(count);
    for (const agentId of readers.get(name) ?? []) if (!granted.has(agentId)) count(agentId);
  }
  return { ofSecret, ofAgent, all, readers };
}

/** Compares by urgency: code that fails comes first, then access that no code needs. */
export function compareRisk(one: Counts | undefined, other: Counts | undefined): number {
  const [a, b] = [one ?? noCounts, other ?? noCounts];
  return b.missing - a.missing || b.unused - a.unused || b.maybe - a.maybe;
}

function readersByName(uses: ReadonlyMap<string, AgentUses>): Risks['readers'] {
  const readers = new Map<string, string[]>();
  for (const { agentId, counts } of uses.values())
    for (const name of Object.keys(counts)) {
      const known = readers.get(name);
      if (known) known.push(agentId);
      else readers.set(name, [agentId]);
    }
  return readers;
}

function countsAt(counts: Map<string, Counting>, key: string): Counting {
  const known = counts.get(key);
  if (known) return known;
  const fresh = { ...noCounts };
  counts.set(key, fresh);
  return fresh;
}
