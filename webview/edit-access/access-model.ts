import type { PanelAgent, ToAccessPanel } from '../../contracts/webview-messages.ts';
import { orderAgents } from '../common/agents-model.ts';
import { counted, listed } from '../common/words-model.ts';

type Opened = Extract<ToAccessPanel, { type: 'open' }>;

/** What the vault says, and what the person wants otherwise. */
export interface AccessState {
  readonly secretName: string;
  readonly agents: readonly PanelAgent[];
  readonly granted: ReadonlySet<string>;
  /** Only wishes that differ from `granted`: true to grant, false to revoke. */
  readonly wishes: ReadonlyMap<string, boolean>;
  readonly uses: ReadonlyMap<string, number>;
  /** The access list before somebody else changed it, once a save has met a conflict. */
  readonly grantedBefore?: ReadonlySet<string>;
}

export type Change = 'grant' | 'revoke';

export interface Delta {
  readonly grant: readonly PanelAgent[];
  readonly revoke: readonly PanelAgent[];
}

/** One agent in the three versions that a conflict is about. */
export interface ConflictRow {
  readonly agent: PanelAgent;
  readonly before: boolean;
  readonly now: boolean;
  readonly afterSave: boolean;
}

export function openAccess(message: Opened): AccessState {
  const granted = new Set(message.grantedAgentIds);
  const state: AccessState = {
    secretName: message.name,
    agents: agentsOf(message, granted),
    granted,
    wishes: new Map(),
    uses: new Map(Object.entries(message.uses)),
  };
  const known = state.agents.filter(({ agentId }) => message.preselectedAgentIds.includes(agentId));
  return tick(state, known, true);
}

/** Ticks or clears the boxes of these agents. */
export function tick(state: AccessState, agents: readonly PanelAgent[], ticked: boolean): AccessState {
  const wishes = new Map(state.wishes);
  for (const { agentId } of agents) wishes.set(agentId, ticked);
  return { ...state, wishes: realWishes(wishes, state.granted) };
}

export function isTicked({ wishes, granted }: AccessState, agentId: string): boolean {
  return wishes.get(agentId) ?? granted.has(agentId);
}

export function changeOf({ wishes }: AccessState, agentId: string): Change | undefined {
  const wish = wishes.get(agentId);
  if (wish === undefined) return undefined;
  return wish ? 'grant' : 'revoke';
}

/** What Save would send, in the order of the table. */
export function deltaOf(state: AccessState): Delta {
  const wished = (change: Change): readonly PanelAgent[] =>
    state.agents.filter(({ agentId }) => changeOf(state, agentId) === change);
  return { grant: wished('grant'), revoke: wished('revoke') };
}

/** Takes over the list as it is now; wishes stay, unless somebody has fulfilled them meanwhile. */
export function meetConflict(state: AccessState, grantedAgentIds: readonly string[]): AccessState {
  const granted = new Set(grantedAgentIds);
  return {
    ...state,
    agents: withUnlisted(state.agents, granted),
    granted,
    wishes: realWishes(state.wishes, granted),
    grantedBefore: state.granted,
  };
}

/** The agents on which the three versions do not agree; empty unless there was a conflict. */
export function conflictRows(state: AccessState): readonly ConflictRow[] {
  const { grantedBefore } = state;
  if (!grantedBefore) return [];
  const versions = state.agents.map((agent) => ({
    agent,
    before: grantedBefore.has(agent.agentId),
    now: state.granted.has(agent.agentId),
    afterSave: isTicked(state, agent.agentId),
  }));
  return versions.filter(({ before, now, afterSave }) => before !== now || now !== afterSave);
}

/** `1 grant, 2 revokes`; `No changes` */
export function summaryOf(state: AccessState): string {
  const { grant, revoke } = deltaOf(state);
  const parts = [
    ...(grant.length > 0 ? [counted(grant.length, 'grant')] : []),
    ...(revoke.length > 0 ? [counted(revoke.length, 'revoke')] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'No changes';
}

/** `4 uses here`, `not used here`; empty for an agent that is not in this workspace. */
export function usesText(state: AccessState, agentId: string): string {
  const uses = state.uses.get(agentId);
  if (uses === undefined) return '';
  return uses === 0 ? 'not used here' : `${counted(uses, 'use')} here`;
}

/** What a save would break, as far as this workspace shows; empty if nothing. */
export function revokeWarning(state: AccessState): string {
  const broken = deltaOf(state).revoke.filter(({ agentId }) => (state.uses.get(agentId) ?? 0) > 0);
  if (broken.length === 0) return '';
  const places = broken.reduce((sum, { agentId }) => sum + (state.uses.get(agentId) ?? 0), 0);
  const names = listed(broken.map(({ agentName }) => agentName));
  return `After saving, ${counted(places, 'place')} in ${names} will raise MissingAccess.`;
}

function agentsOf(message: Opened, granted: ReadonlySet<string>): readonly PanelAgent[] {
  const first = new Set([...granted, ...message.preselectedAgentIds]);
  return withUnlisted(orderAgents(message.agents, first), granted);
}

/** An access list may name agents that the account no longer lists: they can still be revoked. */
function withUnlisted(agents: readonly PanelAgent[], granted: ReadonlySet<string>): readonly PanelAgent[] {
  const known = new Set(agents.map(({ agentId }) => agentId));
  const unlisted = [...granted].filter((agentId) => !known.has(agentId));
  return [...agents, ...unlisted.map((agentId) => ({ agentId, agentName: agentId }))];
}

function realWishes(
  wishes: ReadonlyMap<string, boolean>,
  granted: ReadonlySet<string>,
): ReadonlyMap<string, boolean> {
  return new Map([...wishes].filter(([agentId, wish]) => wish !== granted.has(agentId)));
}
