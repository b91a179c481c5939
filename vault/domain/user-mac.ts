import type { Keyring } from '../crypto/index.ts';
import type { SandboxSessionRecord, UserRecord } from '../storage/records.ts';

/** Adds the MAC that binds a person to their account, role, sign-in and end. */
export function withUserMac(keyring: Keyring, user: Omit<UserRecord, 'mac'>): UserRecord {
  return { ...user, mac: keyring.mac('user', userContent(user)) };
}

/** @throws IntegrityError when somebody edited the person's row. */
export function verifyUser(keyring: Keyring, user: UserRecord): void {
  keyring.verifyMac('user', userContent(user), user.mac, 'a user');
}

/** Adds the MAC that binds a sandbox session to its person and end. */
export function withSessionMac(
  keyring: Keyring,
  session: Omit<SandboxSessionRecord, 'mac'>,
): SandboxSessionRecord {
  return { ...session, mac: keyring.mac('session', sessionContent(session)) };
}

/** @throws IntegrityError when somebody edited the session's row. */
export function verifySession(keyring: Keyring, session: SandboxSessionRecord): void {
  keyring.verifyMac('session', sessionContent(session), session.mac, 'a sandbox session');
}

function userContent({ id, accountId, role, issuer, subject, disabledAt }: Omit<UserRecord, 'mac'>) {
  return [id, accountId, role, issuer, subject, disabledAt];
}

function sessionContent(session: Omit<SandboxSessionRecord, 'mac'>) {
  const { id, accountId, userId, digest, createdAt, expiresAt, revokedAt } = session;
  return [id, accountId, userId, digest.toString('base64'), createdAt, expiresAt, revokedAt];
}
