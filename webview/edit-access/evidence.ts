import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { t } from '../common/words.ts';
import { type AccessState, deltaOf } from './access.ts';

/** What the code proves about an agent's access, and the locations that prove it. */
export interface Proof {
  readonly text: string;
  readonly places: readonly PanelPlace[];
}

export interface Impact {
  readonly agent: PanelAgent;
  /** Locations that will raise `MissingAccess`. */
  readonly places: readonly PanelPlace[];
  /** Locations that may raise it, because they choose a name at run time. */
  readonly maybe: readonly PanelPlace[];
}

/** A name that is not read anywhere may still be read by code that chooses names at run time. */
export function proofOf({ evidence }: AccessState, agentId: string): Proof {
  if (!evidence) return { text: t('Loading…'), places: [] };
  const known = evidence.get(agentId);
  if (!known) return { text: t('not in this workspace'), places: [] };
  const { places, maybe } = known;
  if (places.length > 0) return { text: usedText(places.length), places };
  if (maybe.length > 0) return { text: t('maybe (dynamic)'), places: maybe };
  return { text: t('not used'), places: [] };
}

/** What a save would break or might break, by agent; empty if it is not known to affect any code. */
export function impactOf(state: AccessState): readonly Impact[] {
  return deltaOf(state).revoke.flatMap((agent) => {
    const { places = [], maybe = [] } = state.evidence?.get(agent.agentId) ?? {};
    return places.length + maybe.length === 0 ? [] : [{ agent, places, maybe }];
  });
}

/** Whether a save affects code, or the code is not known yet. */
export function mayBreakCode(state: AccessState): boolean {
  return state.evidence ? impactOf(state).length > 0 : deltaOf(state).revoke.length > 0;
}

/** What a save would break, as far as it is known at the moment. */
export function impactHeading(state: AccessState): string {
  if (!state.evidence) return unknownText(state);
  return impactOf(state).length > 0
    ? t('These places will start to raise MissingAccess')
    : t('No code in this workspace uses what you revoke.');
}

/** A one-sentence warning before Save; an empty string if no revoke affects known code. */
export function revokeWarning(state: AccessState): string {
  const sure = impactOf(state).flatMap(({ places }) => places).length;
  const maybe = impactOf(state).flatMap((impact) => impact.maybe).length;
  if (sure === 1) return t('After saving, 1 place will raise MissingAccess.');
  if (sure > 1) return t('After saving, {0} places will raise MissingAccess.', sure);
  if (maybe > 0) return t('Code that computes names at run time may still read the revoked secrets.');
  return unknownText(state);
}

/**
 * Code outside this workspace may use the secret too. Without this text, the form would suggest that nothing
 * else breaks.
 */
export function unknownText(state: AccessState): string {
  const { evidence } = state;
  const { revoke } = deltaOf(state);
  if (!evidence)
    return revoke.length === 0 ? '' : t('The code is still being analyzed and may use what you revoke.');
  const unknown = revoke.filter(({ agentId }) => !evidence.has(agentId));
  if (unknown.length === 0) return '';
  return t(
    'Not in this workspace, so their use of it is unknown: {0}.',
    unknown.map(({ agentName }) => agentName).join(', '),
  );
}

function usedText(count: number): string {
  return count === 1 ? t('used in 1 place') : t('used in {0} places', count);
}
