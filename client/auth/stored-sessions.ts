/** One signed-in account, as it lies in the editor's secret storage. */
export interface StoredSession {
  readonly id: string;
  readonly key: string;
  /** The vault the key was made for; it is sent nowhere else. */
  readonly url: string;
  readonly account: { readonly id: string; readonly label: string };
}

/** Newest last; the newest one is used. */
export type StoredSessions = readonly StoredSession[];

/** Anything but a list of sessions counts as none: the storage may be from another version. */
export function parseSessions(text: string | undefined): StoredSessions {
  if (text === undefined) return [];
  try {
    const stored: unknown = JSON.parse(text);
    return Array.isArray(stored) ? stored.filter(isStoredSession) : [];
  } catch {
    return [];
  }
}

/** A new key for the same account at the same vault takes the place of the old one. */
export function withSession(sessions: StoredSessions, added: StoredSession): StoredSessions {
  const others = sessions.filter(({ url, account }) => url !== added.url || account.id !== added.account.id);
  return [...others, added];
}

export function withoutSession(sessions: StoredSessions, id: string): StoredSessions {
  return sessions.filter((session) => session.id !== id);
}

/** A key is sent only to the vault it was made for. */
export function currentSession(sessions: StoredSessions, url: string): StoredSession | undefined {
  return sessions.findLast((session) => session.url === url);
}

function isStoredSession(value: unknown): value is StoredSession {
  if (!isRecord(value) || !isRecord(value['account'])) return false;
  const { id, key, url, account } = value;
  return [id, key, url, account['id'], account['label']].every((part) => typeof part === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
