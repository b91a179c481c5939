import type { Identity } from '../../contracts/vault-api/identity.ts';
import { isRecord, isTexts, parseJson } from '../../contracts/guards.ts';

/** A signed-in account, as kept in the editor's secret storage. */
export interface StoredSession {
  readonly id: string;
  readonly key: string;
  /** The vault that issued the key; the key is sent nowhere else. */
  readonly url: string;
  readonly account: { readonly id: string; readonly label: string };
  /**
   * Only sessions created by a sign-in are ended at the vault, because a pasted key may also be in use
   * elsewhere.
   */
  readonly origin: 'signIn' | 'key';
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

export type StoredSessions = readonly StoredSession[];

/** Each sign-in issues a key with a new ID, but the user's ID stays the same. */
export function accountOf(identity: Identity): StoredSession['account'] {
  const { id, userId, name, accountName } = identity;
  return { id: userId ?? id, label: `${name} · ${accountName}` };
}

/**
 * Whether a user has signed out or been replaced by another, so that their forms must close. False if the
 * same user has a new key.
 */
export function personLeaves(before: StoredSession | undefined, now: StoredSession | undefined): boolean {
  return before !== undefined && (now === undefined || placeOf(now) !== placeOf(before));
}

/**
 * The storage key of an account's session. Each account has its own key, so that windows do not overwrite
 * each other's sessions.
 */
export function placeOf({ url, account }: Pick<StoredSession, 'account' | 'url'>): string {
  return `${sessionPrefix}${JSON.stringify([url, account.id])}`;
}

/** The storage key of the account chosen for a vault. */
export function choicePlaceOf(url: string): string {
  return `${choicePrefix}${url}`;
}

/** The storage key of the list of session keys, for editors that cannot list the keys in their storage. */
export const placesPlace = 'agentSecrets.sessions';

const sessionPrefix = 'agentSecrets.session.';
const choicePrefix = 'agentSecrets.chosen.';

export function isPlaceOfSession(place: string): boolean {
  return place.startsWith(sessionPrefix);
}

export function isOurPlace(place: string): boolean {
  return isPlaceOfSession(place) || place === placesPlace || place.startsWith(choicePrefix);
}

/** Undefined if the text is not a session, because the storage may be from another version. */
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

/**
 * The session to use for a vault, because a key is sent only to the vault that issued it. If no account was
 * chosen, this is the newest one.
 */
export function currentSession(
  sessions: StoredSessions,
  url: string,
  chosenAccountId: string | undefined,
): StoredSession | undefined {
  const here = sessionsAt(sessions, url);
  return here.find(({ account }) => account.id === chosenAccountId) ?? here.at(-1);
}

/** A vault's accounts, newest last. */
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
