import type { Translate } from '../../contracts/words.ts';
import { placeLines, shorten } from '../common/place-lines.ts';
import type { Done } from './one-by-one.ts';

/** The known users of a secret that is about to be deleted. */
export interface DeletionImpact {
  readonly name: string;
  /** Names of the agents on the access list. */
  readonly agents: readonly string[];
  /** ISO 8601; `null` if the audit log contains no read, undefined if nothing is known. */
  readonly lastRead?: string | null | undefined;
  /** Labels of the locations in this workspace that read the secret. */
  readonly places: readonly string[];
  /** Labels of the locations that may read it, because they choose a name at run time. */
  readonly maybe: readonly string[];
}

interface Texts {
  readonly t: Translate;
  /** Formats a time: "3 hours ago". */
  readonly ageOf: (time: string) => string;
}

/** More lines would push the dialog's button out of view. */
const mostAgents = 5;
const mostSecrets = 12;

/** The effects of a deletion: in full for one secret, with one line each for several. */
export function impactLines(impacts: readonly DeletionImpact[], texts: Texts): readonly string[] {
  const [first] = impacts;
  if (first && impacts.length === 1) return linesOfOne(first, texts);
  const lines = impacts.map((impact) => lineOf(impact, texts));
  return shorten(lines, mostSecrets, texts.t);
}

/** One sentence for the result, with what failed. */
export function deletedText({ succeeded, failures }: Done, t: Translate): string {
  const count = succeeded.length;
  if (failures.length > 0)
    return t('Deleted {0} of {1} secrets. {2}', count, count + failures.length, failures.join(' '));
  return count === 1
    ? t('$(check) Secret "{0}" deleted', succeeded[0] ?? '')
    : t('$(check) {0} secrets deleted', count);
}

function linesOfOne(
  { agents, lastRead, places, maybe }: DeletionImpact,
  { t, ageOf }: Texts,
): readonly string[] {
  return [
    readersLine(agents, t),
    ...(typeof lastRead === 'string' ? [t('Last read {0}', ageOf(lastRead))] : []),
    ...(lastRead === null ? [t('The audit log contains no read of it.')] : []),
    ...(places.length > 0 || maybe.length === 0 ? placeLines(places, t) : []),
    ...maybeLines(maybe, t),
  ];
}

function maybeLines(maybe: readonly string[], t: Translate): readonly string[] {
  if (maybe.length === 0) return [];
  const labels = maybe.map((place) => `• ${place}`);
  const shown = shorten(labels, mostAgents, t);
  return [t('Code that chooses a name at run time may read it here:'), ...shown];
}

function readersLine(agents: readonly string[], t: Translate): string {
  if (agents.length === 0) return t('No agent can read it.');
  const names = shorten(agents, mostAgents, t).join(', ');
  return agents.length === 1
    ? t('1 agent can read it: {0}', names)
    : t('{0} agents can read it: {1}', agents.length, names);
}

function lineOf({ name, agents, lastRead, places, maybe }: DeletionImpact, { t, ageOf }: Texts): string {
  const parts = [
    agentsText(agents.length, t),
    ...(typeof lastRead === 'string' ? [t('last read {0}', ageOf(lastRead))] : []),
    ...(lastRead === null ? [t('never read')] : []),
    placesText(places.length, maybe.length > 0, t),
  ];
  return `• ${name} – ${parts.join(', ')}`;
}

function agentsText(count: number, t: Translate): string {
  if (count === 0) return t('no agents');
  return count === 1 ? t('1 agent') : t('{0} agents', count);
}

function placesText(count: number, isMaybe: boolean, t: Translate): string {
  if (count === 0 && isMaybe) return t('maybe used in this workspace (dynamic)');
  if (count === 0) return t('not used in this workspace');
  return count === 1 ? t('1 place in this workspace') : t('{0} places in this workspace', count);
}
