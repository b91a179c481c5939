import type { TokenRecord } from '../../storage/records.ts';
import type { View } from '../../storage/storage.ts';

/** Admins are told of the end of a key so many days before. */
export const daysOfWarning = 30;
const day = 86_400_000;
const mostKeys = 100;

export type ExpiringCredential = Pick<TokenRecord, 'accountId' | 'expiresAt' | 'id' | 'name'>;

/**
 * Keys of admins, of all accounts, that end by themselves within 30 days, the first to end first; at most 100.
 * Sign-ins are none of them: they end within hours. For people: nothing is decided by it, so no MAC is verified.
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
