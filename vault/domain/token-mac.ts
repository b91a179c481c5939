import type { Keyring } from '../crypto/index.ts';
import type { TokenRecord } from '../storage/records.ts';

/** Adds the MAC that binds a token to its role, agent and end. */
export function withTokenMac(keyring: Keyring, token: Omit<TokenRecord, 'mac'>): TokenRecord {
  return { ...token, mac: keyring.mac('token', content(token)) };
}

/** @throws IntegrityError when somebody edited the token's row. */
export function verifyToken(keyring: Keyring, token: TokenRecord): void {
  keyring.verifyMac('token', content(token), token.mac, 'a token');
}

function content(token: Omit<TokenRecord, 'mac'>) {
  const { id, accountId, role, agentId, expiresAt, revokedAt, digest, userId, addresses } = token;
  const first = [id, accountId, role, agentId, expiresAt, revokedAt, digest.toString('base64')];
  // The first tokens had neither; without them a token reads as it did then.
  return userId === null && addresses.length === 0 ? first : [...first, userId, addresses];
}
