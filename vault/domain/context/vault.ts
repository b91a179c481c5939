import type { Keyring } from '../../crypto/index.ts';
import type { Storage } from '../../storage/storage.ts';
import type { TrustedClock } from './trusted-clock.ts';
import type { CountedRefusals } from './counted-refusals.ts';
import type { VaultSeal } from './seal.ts';
import type { RecentTokens } from './recent-tokens.ts';
import type { TokenDays } from './token-days.ts';
import type { TokenUses } from './token-uses.ts';

/** The context of every domain function. */
export interface Vault {
  readonly storage: Storage;
  /** Refuses every use while the vault is sealed. */
  readonly keyring: Keyring;
  readonly seal: VaultSeal;
  readonly uses: TokenUses;
  readonly recent: RecentTokens;
  readonly refusals: CountedRefusals;
  readonly tokenDays: TokenDays;
  readonly now: () => Date;
  /** Whether {@link now} can be trusted to decide that something is old enough to be destroyed. */
  readonly clock: TrustedClock;
  /** A new id with a prefix for its type: `sec_…`. */
  readonly newId: (prefix: string) => string;
}
