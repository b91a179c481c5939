import type { Identity } from '../../contracts/vault-api/identity.ts';
import { isRecord, isTexts, parseJson } from '../../contracts/guards.ts';

/** A signed-in account, as stored in the editor's secret storage. */
export interface StoredSession {
  readonly id: string;
  readonly key: string;
  /** The vault the key was made for; it is sent nowhere else. */
  readonly url: string;
  readonly account: { readonly id: string; readonly label: string };
  /** Only a session created by a sign-in is ended at the vault: a key may be in use elsewhere too. */
  readonly origin: 'signIn' | 'key';
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export type StoredSessions = readonly StoredSession[];

/** Each sign-in gives a key with a new id; the user stays the same. */
export function accountOf(identity: Identity): StoredSession['account'] {
  const { id, userId, name, accountName } = identity;
  return { id: userId ?? id, label: `${name} · ${accountName}` };
}

/**
 * Whether a user signs out or is replaced by another, so that their forms close. A new key for the same user
 * changes nothing.
 */
export function personLeaves(before: StoredSession | undefined, now: StoredSession | undefined): boolean {
  return before !== undefined && (now === undefined || placeOf(now) !== placeOf(before));
}

/**
 * The storage key of an account's session. Each account has its own, so that windows do not overwrite each
 * other.
 */
export function placeOf({ url, account }: Pick<StoredSession, 'account' | 'url'>): string {
  return `${sessionPrefix}${JSON.stringify([url, account.id])}`;
}

/** The storage key of the account chosen at a vault. */
export function choicePlaceOf(url: string): string {
  return `${choicePrefix}${url}`;
}

/** The list of the sessions' storage keys, for editors that cannot list their storage. */
export const placesPlace = 'agentSecrets.sessions';

const sessionPrefix = 'agentSecrets.session.';
const choicePrefix = 'agentSecrets.chosen.';

export function isPlaceOfSession(place: string): boolean {
  return place.startsWith(sessionPrefix);
}

export function isOurPlace(place: string): boolean {
  return isPlaceOfSession(place) || place === placesPlace || place.startsWith(choicePrefix);
}

/** Undefined for anything but a session: the storage may be from another version. */
export function parseSession(text: string | undefined): StoredSession | undefined {
  const value = parseJson(text ?? '');
  return isStoredSession(value) ? value : undefined;
}

export function parsePlaces(text: string | undefined): readonly string[] {
  const value = parseJson(text ?? '');
  return Array.isArray(value)
    ? value.filter((place) => typeof place === 'string').filter(isPlaceOfSession)
    : [];
}

/** A key is sent only to the vault it was made for. Without a choice, the newest account is used. */
export function currentSession(
  sessions: StoredSessions,
  url: string,
  chosenAccountId: string | undefined,
): StoredSession | undefined {
  const here = sessionsAt(sessions, url);
  return here.find(({ account }) => account.id === chosenAccountId) ?? here.at(-1);
}

/** The accounts of one vault, newest last. */
export function sessionsAt(sessions: StoredSessions, url: string): StoredSessions {
  return sessions
    .filter((session) => session.url === url)
    .toSorted((one, other) => one.createdAt - other.createdAt || one.id.localeCompare(other.id));
}

function isStoredSession(value: unknown): value is StoredSession {
  if (!isRecord(value) || !isRecord(value['account'])) return false;
  const { id, key, url, account, origin, createdAt } = value;
  const texts = [id, key, url, account['id'], account['label']];
  const known = origin === 'signIn' || origin === 'key';
  return known && typeof createdAt === 'number' && isTexts(texts);
}
