import type { Keyring } from '../../crypto/index.ts';
import { BoundedMap } from '../../storage/bounded-map.ts';
import type { FoundToken } from '../../storage/records.ts';
import type { Storage } from '../../storage/storage.ts';
import { CountedRefusals } from './counted-refusals.ts';
import { LastUses } from './last-uses.ts';
import type { VaultSeal } from './seal.ts';
import { defaultTokenDays, type TokenDays } from './token-days.ts';
import { TokenUses } from './token-uses.ts';
import { TrustedClock } from './trusted-clock.ts';

/** The context of every domain function. */
export interface Vault {
  readonly storage: Storage;
  /** Throws on every use while the vault is sealed. */
  readonly keyring: Keyring;
  readonly seal: VaultSeal;
  readonly uses: TokenUses;
  /** By secret id. */
  readonly reads: LastUses;
  /**
   * Tokens by {@link recentKey}, as they were when last found valid. Check them again before relying on them.
   */
  readonly recent: Map<string, FoundToken>;
  readonly refusals: CountedRefusals;
  readonly tokenDays: TokenDays;
  readonly now: () => Date;
  /** Whether {@link now} can be trusted when deciding that something is old enough to be destroyed. */
  readonly clock: TrustedClock;
  /** Creates an id with a prefix for its type: `sec_…`. */
  readonly newId: (prefix: string) => string;
}

interface VaultParts extends Pick<Vault, 'newId' | 'now' | 'seal' | 'storage'> {
  readonly tokenDays?: TokenDays | undefined;
  /** How many milliseconds the process has run; uses the system's monotonic clock if absent. */
  readonly monotonic?: (() => number) | undefined;
}

/** Creates a vault with empty caches and counters. */
export function createVault({ storage, seal, now, monotonic, newId, tokenDays }: VaultParts): Vault {
  return {
    storage,
    now,
    clock: new TrustedClock(now, monotonic),
    newId,
    tokenDays: tokenDays ?? defaultTokenDays,
    keyring: seal.keyring,
    seal,
    uses: new TokenUses(),
    reads: new LastUses((tx, id, at) => tx.touchSecret(id, at)),
    recent: new BoundedMap(4096),
    refusals: new CountedRefusals(),
  };
}

export function recentKey(digest: Buffer): string {
  return digest.toString('latin1');
}
