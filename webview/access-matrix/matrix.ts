import { type AgentUses, cellKind, type CellKind, countOf } from '../../contracts/access-cell.ts';
import type { MatrixChange, ToMatrixPanel } from '../../contracts/matrix-messages.ts';
import type { MatrixSecret } from '../../contracts/packed-secrets.ts';
import type { GrantEnd, PanelAgent } from '../../contracts/panel-agent.ts';
import { noRisks, risksOf, type Risks } from './risk.ts';

type Opened = Omit<Extract<ToMatrixPanel, { type: 'open' }>, 'secrets' | 'type'> & {
  readonly secrets: readonly MatrixSecret[];
};

/** The state of the vault and the code, plus the user's pending changes. */
export interface MatrixState {
  readonly agents: readonly PanelAgent[];
  readonly secrets: readonly MatrixSecret[];
  readonly deprecated: ReadonlySet<string>;
  readonly granted: ReadonlyMap<string, ReadonlySet<string>>;
  /** Expiry of the grants that expire, by secret, then by agent. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly uses: ReadonlyMap<string, AgentUses>;
  readonly risks: Risks;
  /**
   * Pending changes by secret, then by agent. Contains only differences from `granted`: true to grant, false
   * to revoke.
   */
  readonly wishes: Wishes;
  /** Lists that someone else changed first, in their previous state. */
  readonly before: ReadonlyMap<string, ReadonlySet<string>>;
}

export type Wishes = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

export interface CellRef {
  readonly name: string;
  readonly agentId: string;
}

export const emptyMatrix: MatrixState = {
  agents: [],
  secrets: [],
  deprecated: new Set(),
  granted: new Map(),
  ends: new Map(),
  uses: new Map(),
  risks: noRisks,
  wishes: new Map(),
  before: new Map(),
};

export function openMatrix({ agents, secrets, uses, draft }: Opened): MatrixState {
  const state = withSecrets(withUses({ ...emptyMatrix, agents }, uses), secrets);
  return draft.reduce(
    (wishing, { name, grant, revoke }) =>
      wish(wish(wishing, cellsOf(name, grant), true), cellsOf(name, revoke), false),
    state,
  );
}

/** Applies new lists. Keeps pending changes that the new lists do not already contain. */
export function withSecrets(state: MatrixState, secrets: readonly MatrixSecret[]): MatrixState {
  const granted = new Map(secrets.map(({ name, agentIds }) => [name, new Set(agentIds)]));
  const limited = secrets.filter(({ ends }) => ends !== undefined);
  const ends = new Map(limited.map(({ name, ends: some = [] }) => [name, endsByAgent(some)]));
  const deprecated = new Set(secrets.filter((secret) => secret.deprecated).map(({ name }) => name));
  const changed = { ...state, secrets, deprecated, granted, ends, wishes: realWishes(state.wishes, granted) };
  return { ...changed, risks: risksOf(secrets, changed.uses) };
}

export function withLists(state: MatrixState, lists: readonly MatrixSecret[]): MatrixState {
  const now = new Map(lists.map((secret) => [secret.name, secret]));
  return withSecrets(
    state,
    state.secrets.map((secret) => now.get(secret.name) ?? secret),
  );
}

export function withUses(state: MatrixState, uses: readonly AgentUses[]): MatrixState {
  const byAgent = new Map(uses.map((one) => [one.agentId, one]));
  return { ...state, uses: byAgent, risks: risksOf(state.secrets, byAgent) };
}

/** Applies the current lists after a conflict. Keeps the user's pending changes. */
export function meetMatrixConflict(state: MatrixState, lists: readonly MatrixSecret[]): MatrixState {
  const before = new Map(lists.map(({ name }) => [name, state.granted.get(name) ?? new Set<string>()]));
  return { ...withLists(state, lists), before };
}

export function settled(state: MatrixState): MatrixState {
  return { ...state, before: new Map(), wishes: new Map() };
}

export function isGranted({ granted }: MatrixState, { name, agentId }: CellRef): boolean {
  return granted.get(name)?.has(agentId) ?? false;
}

/** When the grant expires; `undefined` if it does not expire. */
export function endOf({ ends }: MatrixState, { name, agentId }: CellRef): string | undefined {
  return ends.get(name)?.get(agentId);
}

export function wishOf({ wishes }: MatrixState, { name, agentId }: CellRef): boolean | undefined {
  return wishes.get(name)?.get(agentId);
}

export function kindOf(state: MatrixState, cell: CellRef): CellKind {
  return cellKind(cell.name, isGranted(state, cell), state.uses.get(cell.agentId));
}

/** The number of locations in the workspace where the agent reads the secret. */
export function usesOf({ uses }: MatrixState, { name, agentId }: CellRef): number {
  return countOf(name, uses.get(agentId));
}

/** Requests the given state for the cells. Cells already in that state are not pending changes. */
export function wish(state: MatrixState, cells: readonly CellRef[], granted: boolean): MatrixState {
  const wishes = new Map([...state.wishes].map(([name, ofAgents]) => [name, new Map(ofAgents)]));
  for (const { name, agentId } of cells) {
    const ofAgents = wishes.get(name) ?? new Map<string, boolean>();
    wishes.set(name, ofAgents.set(agentId, granted));
  }
  return { ...state, wishes: realWishes(wishes, state.granted) };
}

/** Whether the cell will be granted after the save. */
export function isWanted(state: MatrixState, cell: CellRef): boolean {
  return wishOf(state, cell) ?? isGranted(state, cell);
}

/** The changes that a save would send, grouped by secret. */
export function changesOf({ wishes }: MatrixState): readonly MatrixChange[] {
  return [...wishes].map(([name, ofAgents]) => ({
    name,
    grant: [...ofAgents].filter(([, granted]) => granted).map(([agentId]) => agentId),
    revoke: [...ofAgents].filter(([, granted]) => !granted).map(([agentId]) => agentId),
  }));
}

function endsByAgent(ends: readonly GrantEnd[]): ReadonlyMap<string, string> {
  return new Map(ends.map(({ agentId, until }) => [agentId, until]));
}

function cellsOf(name: string, agentIds: readonly string[]): readonly CellRef[] {
  return agentIds.map((agentId) => ({ name, agentId }));
}

function realWishes(wishes: Wishes, granted: MatrixState['granted']): Wishes {
  const real = [...wishes].map(([name, ofAgents]) => {
    const list = granted.get(name);
    const kept = [...ofAgents].filter(([agentId, wanted]) => list && wanted !== list.has(agentId));
    return [name, new Map(kept)] as const;
  });
  return new Map(real.filter(([, ofAgents]) => ofAgents.size > 0));
}
