import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { filterAgents } from '../common/agents.ts';
import { type CellRef, kindOf, type MatrixState } from './matrix.ts';
import { compareRisk, type Counts } from './risk.ts';

export interface MatrixView {
  readonly secretFilter: string;
  readonly agentFilter: string;
  readonly show: 'all' | 'risks' | 'missing' | 'unused' | 'changes';
  readonly order: 'risk' | 'name';
}

export const firstView: MatrixView = { secretFilter: '', agentFilter: '', show: 'all', order: 'risk' };

/** The grid's rows and columns, in display order. */
export interface Shown {
  readonly names: readonly string[];
  readonly agents: readonly PanelAgent[];
}

export function shownIn(state: MatrixState, view: MatrixView): Shown {
  const { ofSecret, ofAgent } = state.risks;
  const changing = agentsIn(state);
  const names = state.secrets
    .map(({ name }) => name)
    .filter((name) => matches(name, view.secretFilter))
    .filter((name) => isShown(view, ofSecret.get(name), state.wishes.has(name)));
  const agents = filterAgents(state.agents, view.agentFilter).filter(({ agentId }) =>
    isShown(view, ofAgent.get(agentId), changing.has(agentId)),
  );
  const byRisk = view.order === 'risk';
  return {
    names: names.toSorted(
      (a, b) => (byRisk ? compareRisk(ofSecret.get(a), ofSecret.get(b)) : 0) || naturally(a, b),
    ),
    agents: agents.toSorted(
      (a, b) =>
        (byRisk ? compareRisk(ofAgent.get(a.agentId), ofAgent.get(b.agentId)) : 0) ||
        naturally(a.agentName, b.agentName),
    ),
  };
}

/** The cells of the rectangle between two corners, inclusive. */
export function cellsBetween({ names, agents }: Shown, one: Position, other: Position): readonly CellRef[] {
  const rows = names.slice(Math.min(one.row, other.row), Math.max(one.row, other.row) + 1);
  const columns = agents.slice(Math.min(one.column, other.column), Math.max(one.column, other.column) + 1);
  return rows.flatMap((name) => columns.map(({ agentId }) => ({ name, agentId })));
}

export interface Position {
  readonly row: number;
  readonly column: number;
}

function isShown({ show }: MatrixView, counts: Counts | undefined, changes: boolean): boolean {
  const { missing = 0, unused = 0 } = counts ?? {};
  switch (show) {
    case 'all':
      return true;
    case 'risks':
      return missing + unused > 0;
    case 'missing':
      return missing > 0;
    case 'unused':
      return unused > 0;
    case 'changes':
      return changes;
  }
}

function matches(name: string, filter: string): boolean {
  const text = name.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function agentsIn({ wishes }: MatrixState): ReadonlySet<string> {
  const agentIds = new Set<string>();
  for (const ofAgents of wishes.values()) for (const agentId of ofAgents.keys()) agentIds.add(agentId);
  return agentIds;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Sorts `key_2` before `key_10`. */
function naturally(a: string, b: string): number {
  return collator.compare(a, b);
}

/** The cells of a kind that are on display. Visits only cells that are granted or read. */
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
