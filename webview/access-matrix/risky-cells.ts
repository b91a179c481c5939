import { type CellRef, kindOf, type MatrixState } from './matrix.ts';
import type { Shown } from './shown.ts';

/** The shown cells of a kind; only those that are granted or read are looked at. */
export function riskyCells(
  state: MatrixState,
  { names, agents }: Shown,
  kind: 'missing' | 'unused',
): readonly CellRef[] {
  const shown = new Set(agents.map(({ agentId }) => agentId));
  const readers = [...state.uses.keys()].filter((agentId) => shown.has(agentId));
  return names.flatMap((name) => {
    const granted = [...(state.granted.get(name) ?? [])].filter((agentId) => shown.has(agentId));
    const candidates = kind === 'unused' ? granted : readers;
    return candidates.map((agentId) => ({ name, agentId })).filter((cell) => kindOf(state, cell) === kind);
  });
}
