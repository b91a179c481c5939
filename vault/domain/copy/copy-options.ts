import type { Keyring } from '../../crypto/index.ts';

export interface CopyOptions {
  /** The operator's name for the source; written into the target. */
  readonly fromName: string;
  readonly toName: string;
  readonly now: () => Date;
  /** The keys of the vault, with which every MAC and the audit chain of the copy are verified too. */
  readonly keyring: Keyring | undefined;
  /** Discards what an earlier attempt has copied. */
  readonly startOver?: boolean;
}
