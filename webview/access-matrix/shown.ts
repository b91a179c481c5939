import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { MatrixView } from '../../contracts/matrix-messages.ts';
import { compareNames } from '../../contracts/name-order.ts';
import { filterAgents } from '../common/agents.ts';
import { type CellRef, isGranted, kindOf, type MatrixState, wishOf } from './matrix.ts';
import { compareRisk } from './risk.ts';

export const firstView: MatrixView = {
  secretFilter: '',
  agentFilter: '',
  show: 'all',
  blanks: false,
  order: 'risk',
};

/** The grid's rows and columns, in display order. */
export interface Shown {
  readonly names: readonly string[];
  readonly agents: readonly PanelAgent[];
  /** The number of rows and columns that are hidden because all their cells are blank. */
  readonly hidden: { readonly names: number; readonly agents: number };
}

export const nothingShown: Shown = { names: [], agents: [], hidden: { names: 0, agents: 0 } };

/**
 * Applies the filters. If only secrets or only agents are filtered, the others are those with an entry, which
 * answers "who can read this secret?" and "what can this agent read?".
 */
export function shownIn(state: MatrixState, view: MatrixView): Shown {
  const names = state.secrets.map(({ name }) => name).filter((name) => matches(name, view.secretFilter));
  const agents = filterAgents(state.agents, view.agentFilter);
  const [ofSecrets, ofAgents] = [isFilter(view.secretFilter), isFilter(view.agentFilter)];
  const isPart = view.show !== 'all';
  const hidesNames = isPart || (!view.blanks && ofAgents && !ofSecrets);
  const hidesAgents = isPart || (!view.blanks && ofSecrets && !ofAgents);
  const full = hidesNames || hidesAgents ? fullIn(state, view.show, { names, agents }) : undefined;
  const shown = {
    names: full && hidesNames ? names.filter((name) => full.names.has(name)) : names,
    agents: full && hidesAgents ? agents.filter(({ agentId }) => full.agentIds.has(agentId)) : agents,
  };
  return {
    ...sorted(state, shown, view.order),
    hidden: {
      names: isPart ? 0 : names.length - shown.names.length,
      agents: isPart ? 0 : agents.length - shown.agents.length,
    },
  };
}

type Part = Pick<Shown, 'agents' | 'names'>;

/** The rows and columns with at least one cell to show. Visits only cells that are granted, read or selected. */
function fullIn(
  state: MatrixState,
  show: MatrixView['show'],
  { names, agents }: Part,
): { readonly names: ReadonlySet<string>; readonly agentIds: ReadonlySet<string> } {
  const full = { names: new Set<string>(), agentIds: new Set<string>() };
  const candidates = new Set(agents.map(({ agentId }) => agentId));
  for (const name of names) {
    const { granted, risks, wishes } = state;
    const lists = [granted.get(name), risks.readers.get(name), wishes.get(name)?.keys()];
    for (const list of lists)
      for (const agentId of list ?? []) {
        if (!candidates.has(agentId) || !isCellShown(state, show, { name, agentId })) continue;
        full.names.add(name);
        full.agentIds.add(agentId);
      }
  }
  return full;
}

function isCellShown(state: MatrixState, show: MatrixView['show'], cell: CellRef): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'changes':
      return wishOf(state, cell) !== undefined;
    case 'granted':
      return isGranted(state, cell);
    case 'risks':
      return ['missing', 'unused'].includes(kindOf(state, cell));
    case 'missing':
    case 'unused':
      return kindOf(state, cell) === show;
  }
}

function sorted({ risks }: MatrixState, { names, agents }: Part, order: MatrixView['order']): Part {
  const { ofSecret, ofAgent } = risks;
  const byRisk = order === 'risk';
  return {
    names: names.toSorted(
      (a, b) => (byRisk ? compareRisk(ofSecret.get(a), ofSecret.get(b)) : 0) || compareNames(a, b),
    ),
    agents: agents.toSorted(
      (a, b) =>
        (byRisk ? compareRisk(ofAgent.get(a.agentId), ofAgent.get(b.agentId)) : 0) ||
        compareNames(a.agentName, b.agentName),
    ),
  };
}

/** The cells of the rectangle between two corners, inclusive. */
export function cellsBetween({ names, agents }: Part, one: Position, other: Position): readonly CellRef[] {
  const rows = names.slice(Math.min(one.row, other.row), Math.max(one.row, other.row) + 1);
  const columns = agents.slice(Math.min(one.column, other.column), Math.max(one.column, other.column) + 1);
  return rows.flatMap((name) => columns.map(({ agentId }) => ({ name, agentId })));
}

export interface Position {
  readonly row: number;
  readonly column: number;
}

function isFilter(text: string): boolean {
  return text.trim() !== '';
}

function matches(name: string, filter: string): boolean {
  const text = name.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The cells of a kind that are on display. Visits only cells that are granted or read. */
export function riskyCells(
  state: MatrixState,
  { names, agents }: Part,
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
