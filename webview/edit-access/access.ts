import type { AccessDraft, ToAccessPanel } from '../../contracts/access-messages.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { AgentEvidence, PanelPlace } from '../../contracts/panel-evidence.ts';
import { grantsText, revokesText } from '../common/access-words.ts';
import { agentsInPlace, orderAgents } from '../common/agents.ts';
import { t } from '../common/words.ts';

type Opened = Extract<ToAccessPanel, { type: 'open' }>;
type AccessOfSecret = Pick<Opened, 'ends' | 'grantedAgentIds'>;
type Followed = AccessOfSecret & Partial<Pick<Opened, 'agents' | 'deprecated'>>;

/** The vault's state and the user's pending changes. */
export interface AccessState {
  readonly secretName: string;
  readonly deprecated: Opened['deprecated'];
  readonly agents: readonly PanelAgent[];
  readonly granted: ReadonlySet<string>;
  /** Expiry of the grants that expire, by agent. */
  readonly ends: ReadonlyMap<string, string>;
  /** Only the changes from `granted`: true to grant, false to revoke. */
  readonly wishes: ReadonlyMap<string, boolean>;
  /**
   * Evidence by agent; agents without an entry are not in this workspace. Undefined until the code has been
   * analyzed.
   */
  readonly evidence?: ReadonlyMap<string, AgentEvidence>;
  /** The access list before someone else changed it; present after a conflict. */
  readonly grantedBefore?: ReadonlySet<string>;
}

export type Change = 'grant' | 'revoke';

export interface Delta {
  readonly grant: readonly PanelAgent[];
  readonly revoke: readonly PanelAgent[];
}

export interface ConflictRow {
  readonly agent: PanelAgent;
  readonly before: boolean;
  readonly now: boolean;
  readonly afterSave: boolean;
}

export function openAccess(message: Opened): AccessState {
  const granted = new Set(message.grantedAgentIds);
  const { draft, evidence, grantedBefore } = message;
  const state: AccessState = {
    secretName: message.name,
    deprecated: message.deprecated,
    agents: withUnlisted(message.agents, granted),
    granted,
    ends: endsByAgent(message),
    wishes: new Map(),
    ...(evidence ? { evidence: byAgent(evidence) } : {}),
    ...(grantedBefore ? { grantedBefore: new Set(grantedBefore) } : {}),
  };
  const named = (ids: readonly string[]): readonly PanelAgent[] =>
    state.agents.filter(({ agentId }) => ids.includes(agentId));
  return inOrder(tick(tick(state, named(draft.grant), true), named(draft.revoke), false));
}

/**
 * Sorts the agents: those whose code uses the secret without access, then those that have access or are to be
 * granted it, then all others. Once the user has changed something, rows must not move anymore.
 */
export function inOrder(state: AccessState): AccessState {
  const { agents, granted, wishes, evidence } = state;
  const isUrgent = ({ agentId }: PanelAgent): boolean =>
    !granted.has(agentId) && (evidence?.get(agentId)?.places.length ?? 0) > 0;
  const urgent = agents.filter(isUrgent);
  const others = orderAgents(
    agents.filter((agent) => !isUrgent(agent)),
    new Set([...granted, ...[...wishes].filter(([, wish]) => wish).map(([agentId]) => agentId)]),
  );
  return { ...state, agents: [...orderAgents(urgent, new Set()), ...others] };
}

/**
 * Applies a list that someone else changed. Without unsaved changes, the check boxes follow; otherwise, this
 * is a conflict.
 */
export function followList(state: AccessState, list: Followed): AccessState {
  const agents = agentsInPlace(state.agents, list.agents ?? state.agents);
  const changed = meetConflict({ ...state, agents, deprecated: list.deprecated }, list);
  if (state.wishes.size > 0) return changed;
  const { grantedBefore: _resolved, ...followed } = changed;
  return followed;
}

export function withEvidence(state: AccessState, evidence: readonly AgentEvidence[]): AccessState {
  return { ...state, evidence: byAgent(evidence) };
}

/** Checks or unchecks the boxes of these agents. */
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

/** The changes that Save would send, in table order. */
export function deltaOf(state: AccessState): Delta {
  const wished = (change: Change): readonly PanelAgent[] =>
    state.agents.filter(({ agentId }) => changeOf(state, agentId) === change);
  return { grant: wished('grant'), revoke: wished('revoke') };
}

export function draftOf(state: AccessState): AccessDraft {
  const { grant, revoke } = deltaOf(state);
  return { grant: grant.map(({ agentId }) => agentId), revoke: revoke.map(({ agentId }) => agentId) };
}

/** Applies the current list. Keeps pending changes that the list does not already contain. */
export function meetConflict(state: AccessState, list: AccessOfSecret): AccessState {
  const granted = new Set(list.grantedAgentIds);
  return {
    ...state,
    agents: withUnlisted(state.agents, granted),
    granted,
    ends: endsByAgent(list),
    wishes: realWishes(state.wishes, granted),
    grantedBefore: state.granted,
  };
}

/** The agents for which the three versions differ; empty unless there was a conflict. */
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

/** What someone else changed: `granted to Spa`, `revoked from Bar` */
export function changedAccess(state: AccessState, grantedAgentIds: readonly string[]): readonly string[] {
  return conflictRows(meetConflict(state, { grantedAgentIds }))
    .filter(({ before, now }) => before !== now)
    .map(({ agent: { agentName }, now }) =>
      now ? t('granted to {0}', agentName) : t('revoked from {0}', agentName),
    );
}

/** `1 grant, 2 revokes`; `No changes` */
export function summaryOf(state: AccessState): string {
  const { grant, revoke } = deltaOf(state);
  const parts = [grantsText(grant.length), revokesText(revoke.length)].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : t('No changes');
}

function endsByAgent({ ends = [] }: Pick<Opened, 'ends'>): ReadonlyMap<string, string> {
  return new Map(ends.map(({ agentId, until }) => [agentId, until]));
}

function byAgent(evidence: readonly AgentEvidence[]): ReadonlyMap<string, AgentEvidence> {
  return new Map(evidence.map((one) => [one.agentId, one]));
}

/** An access list may contain agents that the account no longer lists. They can still be revoked. */
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

export interface AccessForm {
  readonly access: AccessState;
  readonly filter: string;
  readonly saving: boolean;
  /** True if the user has chosen Save and sees what a revoke would break. */
  readonly confirming: boolean;
  /** The error that the host reported; may be a conflict. */
  readonly alert: string;
  /** Says that the secret was deleted elsewhere; otherwise empty. */
  readonly deleted: string;
  /** Says what someone else changed while a change is unsaved; otherwise empty. */
  readonly elsewhere: string;
  /** True if a save has failed and can be retried. */
  readonly failed: boolean;
  readonly status: string;
}

export interface AccessActions {
  readonly filter: (text: string) => void;
  readonly tick: (agents: readonly PanelAgent[], ticked: boolean) => void;
  readonly openPlaces: (places: readonly PanelPlace[]) => void;
  /** Saves the changes, or first shows what they would break. */
  readonly save: () => void;
  /** Closes the preview of what a save would break. */
  readonly back: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

export const filterId = 'agent-filter';
export const impactId = 'impact';
