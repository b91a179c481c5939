import type { Keyring } from '../../crypto/index.ts';
import type { TokenRecord } from '../../storage/records.ts';

/** Adds the MAC that covers every field of a token except its last use. */
export function withTokenMac(keyring: Keyring, token: Omit<TokenRecord, 'mac'>): TokenRecord {
  return { ...token, mac: keyring.mac('token', content(token)) };
}

/** @throws IntegrityError if the token's row was edited */
export function verifyToken(keyring: Keyring, token: TokenRecord): void {
  keyring.verifyMac('token', content(token), token.mac, 'a token', token.id);
}

/**
 * The first tokens had a MAC that covered less.
 * @throws IntegrityError if the covered part is not what the vault wrote
 */
export function verifyFirstToken(keyring: Keyring, token: TokenRecord): void {
  const { userId, addresses } = token;
  const isFirst = userId === null && addresses.length === 0;
  keyring.verifyMac('token', isFirst ? decisive(token) : speaking(token), token.mac, 'a token');
}

function content(token: Omit<TokenRecord, 'mac'>) {
  const { name, createdAt, issuedBy } = token;
  // Without an issuer, the content is the same as before issuers were stored.
  return [...speaking(token), name, createdAt, ...(issuedBy === null ? [] : [issuedBy])];
}

function speaking(token: Omit<TokenRecord, 'mac'>) {
  return [...decisive(token), token.userId, token.addresses];
}

function decisive(token: Omit<TokenRecord, 'mac'>) {
  const { id, accountId, role, agentId, expiresAt, revokedAt, digest } = token;
  return [id, accountId, role, agentId, expiresAt, revokedAt, digest];
}
