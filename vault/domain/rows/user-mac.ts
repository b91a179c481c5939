import type { Keyring } from '../../crypto/index.ts';
import type { SandboxSessionRecord, UserRecord } from '../../storage/records.ts';

/** Adds the MAC that covers every field of a person. */
export function withUserMac(keyring: Keyring, user: Omit<UserRecord, 'mac'>): UserRecord {
  return { ...user, mac: keyring.mac('user', userContent(user)) };
}

/** @throws IntegrityError if the person's row was edited */
export function verifyUser(keyring: Keyring, user: UserRecord): void {
  keyring.verifyMac('user', userContent(user), user.mac, 'a user', user.id);
}

/**
 * Revision 0 is from a time when the MAC covered less.
 * @throws IntegrityError if the covered part is not what the vault wrote
 */
export function verifyFirstUser(keyring: Keyring, user: UserRecord): void {
  const { id, accountId, role, issuer, subject, disabledAt, mac } = user;
  keyring.verifyMac('user', [id, accountId, role, issuer, subject, disabledAt], mac, 'a user');
}

/** Adds the MAC that binds a sandbox session to its person and end. */
export function withSessionMac(
  keyring: Keyring,
  session: Omit<SandboxSessionRecord, 'mac'>,
): SandboxSessionRecord {
  return { ...session, mac: keyring.mac('session', sessionContent(session)) };
}

/** @throws IntegrityError if the session's row was edited */
export function verifySession(keyring: Keyring, session: SandboxSessionRecord): void {
  keyring.verifyMac('session', sessionContent(session), session.mac, 'a sandbox session', session.id);
}

function userContent(user: Omit<UserRecord, 'mac'>) {
  const { id, accountId, role, issuer, subject, disabledAt } = user;
  const { name, email, createdAt, updatedAt, revision } = user;
  return [id, accountId, role, issuer, subject, disabledAt, name, email, createdAt, updatedAt, revision];
}

function sessionContent(session: Omit<SandboxSessionRecord, 'mac'>) {
  const { id, accountId, userId, digest, createdAt, expiresAt, revokedAt } = session;
  return [id, accountId, userId, digest, createdAt, expiresAt, revokedAt];
}
