import { type AgentUses, cellKind, type CellKind } from '../../contracts/access-cell.ts';
import type { MatrixSecret } from '../../contracts/matrix-messages.ts';

/** The number of cells of each kind in a row or column; empty cells are not counted. */
export type Counts = Readonly<Record<Exclude<CellKind, 'empty'>, number>>;

/** The counts of non-empty cells by row, by column, and in total. */
export interface Risks {
  readonly ofSecret: ReadonlyMap<string, Counts>;
  readonly ofAgent: ReadonlyMap<string, Counts>;
  readonly all: Counts;
}

export const noCounts: Counts = { missing: 0, unused: 0, maybe: 0, unknown: 0, used: 0 };

export const noRisks: Risks = { ofSecret: new Map(), ofAgent: new Map(), all: noCounts };

type Counting = { -readonly [Kind in keyof Counts]: Counts[Kind] };

/** Visits only cells that are granted or read, because most of the up to 1.5 million cells are empty. */
export function risksOf(secrets: readonly MatrixSecret[], uses: ReadonlyMap<string, AgentUses>): Risks {
  const [ofSecret, ofAgent] = [new Map<string, Counting>(), new Map<string, Counting>()];
  const all = { ...noCounts };
  for (const { name, agentIds } of secrets) {
    const granted = new Set(agentIds);
    for (const agentId of new Set([...agentIds, ...readersOf(name, uses)])) {
      const kind = cellKind(name, granted.has(agentId), uses.get(agentId));
      if (kind === 'empty') continue;
      countsAt(ofSecret, name)[kind] += 1;
      countsAt(ofAgent, agentId)[kind] += 1;
      all[kind] += 1;
    }
  }
  return { ofSecret, ofAgent, all };
}

/** Compares by urgency: code that fails comes first, then access that no code needs. */
export function compareRisk(one: Counts | undefined, other: Counts | undefined): number {
  const [a, b] = [one ?? noCounts, other ?? noCounts];
  return b.missing - a.missing || b.unused - a.unused || b.maybe - a.maybe;
}

function readersOf(name: string, uses: ReadonlyMap<string, AgentUses>): readonly string[] {
  return [...uses.values()].filter(({ counts }) => Object.hasOwn(counts, name)).map(({ agentId }) => agentId);
}

function countsAt(counts: Map<string, Counting>, key: string): Counting {
  const known = counts.get(key) ?? { ...noCounts };
  counts.set(key, known);
  return known;
}
