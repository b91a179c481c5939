import type { Keyring } from '../../crypto/index.ts';

export interface CopyOptions {
  /** How the operator calls the source; written into the target. */
  readonly fromName: string;
  readonly toName: string;
  readonly now: () => Date;
  /** The keys of the vault: with them every MAC and the audit chain of the copy are verified too. */
  readonly keyring: Keyring | undefined;
  /** Throws away what an earlier attempt has copied. */
  readonly startOver?: boolean;
}
