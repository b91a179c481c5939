import type { TokenRecord } from '../../storage/records.ts';
import type { View } from '../../storage/storage.ts';

/** Admins are warned this many days before a key expires. */
export const daysOfWarning = 30;
const day = 86_400_000;
const mostKeys = 100;

export type ExpiringCredential = Pick<TokenRecord, 'accountId' | 'expiresAt' | 'id' | 'name'>;

/**
 * Admin keys in all accounts that expire within 30 days, earliest first; at most 100. Sign-ins are excluded
 * because they expire within hours. For display only: nothing depends on it, so no MAC is verified.
 */
export async function expiringCredentials(
  view: Pick<View, 'tokensEnding'>,
  now: Date,
): Promise<readonly ExpiringCredential[]> {
  const ends = {
    from: now.toISOString(),
    before: new Date(now.getTime() + daysOfWarning * day).toISOString(),
    role: 'admin',
    idPrefix: 'tok_',
  } as const;
  const tokens = await view.tokensEnding(ends, mostKeys);
  return tokens
    .filter(({ revokedAt }) => revokedAt === null)
    .map(({ accountId, expiresAt, id, name }) => ({ accountId, expiresAt, id, name }));
}
