import type { Keyring, RootKey, RootKeyProblem } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';

/**
 * Why a vault is sealed. `wrong`: the root key is available, but does not belong to this database.
 * `rollback`: at startup, the database lacked something that was signed. `went-back`: it lost something while
 * the vault was running.
 */
export type SealReason = RootKeyProblem | 'wrong' | 'rollback' | 'went-back' | 'operator';

/** Reasons that only a restart clears. */
const lasting: ReadonlySet<SealReason | undefined> = new Set(['went-back', 'operator']);

/** Safe to show to anyone, authenticated or not: names no path, host or setting. */
export const sealSentences: Readonly<Record<SealReason, string>> = {
  missing: 'The root key is missing.',
  refused: 'The vault is not allowed to use the root key.',
  away: 'The service that stores the root key does not respond.',
  wrong: 'The root key does not belong to this database.',
  rollback: 'The database is older than what the vault has signed, or its audit log was changed.',
  'went-back':
    'The database lost entries while the vault was running. It may have been replaced by an older copy. An operator must investigate and restart the vault.',
  operator: 'An operator sealed the vault. It opens when it is restarted.',
};

/**
 * Holds the keys of a vault while it is open, and nothing while it is sealed. All other code uses keys
 * through {@link keyring}, so nothing keeps them alive once they are dropped.
 */
export class VaultSeal {
  readonly keyring: Keyring;
  rootKey: RootKey;
  #keys: Keyring | undefined;
  /** Whether the keys are available only to the steps that complete before the vault opens. */
  #isPreparing = false;
  #fingerprint = '';
  /** Stored keys that a root key could not open. */
  #refused: { readonly fingerprint: string; readonly rootKey: RootKey } | undefined;
  #reason: SealReason = 'missing';
  #sentence = sealSentences.missing;
  /** Record objects that were verified; storage returns the same object only while its row is unchanged. */
  #verified = new WeakSet<object>();

  constructor(rootKey: RootKey) {
    this.rootKey = rootKey;
    this.keyring = through(() => this.#open());
  }

  /**
   * Verifies a record with the keys in use, only once per record object, however often storage returns it.
   */
  verifyOnce(record: object, verify: () => void): void {
    this.#open();
    if (this.#verified.has(record)) return;
    verify();
    this.#verified.add(record);
  }

  /** `undefined` while the vault is open. */
  get reason(): SealReason | undefined {
    return this.#isOpen ? undefined : this.#reason;
  }

  /** The reason as a sentence for the operator; may contain paths and hosts. */
  get sentence(): string | undefined {
    return this.#isOpen ? undefined : this.#sentence;
  }

  get #isOpen(): boolean {
    return this.#keys !== undefined && !this.#isPreparing;
  }

  /** Whether the vault stays sealed until it is restarted. */
  get isFinal(): boolean {
    return lasting.has(this.reason);
  }

  /**
   * Ignored if the vault must stay sealed, because the keys came too late. `fingerprint` identifies the keys.
   */
  unseal(keys: Keyring, fingerprint: string): void {
    if (this.isFinal) return;
    this.#keys = keys;
    this.#fingerprint = fingerprint;
    this.#refused = undefined;
    this.#verified = new WeakSet();
  }

  /**
   * Opens the vault after `prepare`, which can use the keys while the vault is still sealed for everyone else.
   * If `prepare` fails, a sealed vault stays sealed for the same reason.
   */
  async unsealAfter(keys: Keyring, fingerprint: string, prepare: () => Promise<void>): Promise<void> {
    this.#isPreparing = !this.#isOpen;
    this.unseal(keys, fingerprint);
    try {
      await prepare();
    } catch (error) {
      if (this.#isPreparing) this.#keys = undefined;
      throw error;
    } finally {
      this.#isPreparing = false;
    }
  }

  /** Fingerprint of the keys in use. */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  /**
   * True if another process has replaced the root key: the keys in use are still valid, but new ones cannot
   * be opened.
   */
  get rootReplaced(): boolean {
    return this.#refused?.rootKey === this.rootKey;
  }

  /** Remembers that this root key does not open these stored keys. */
  refuse(fingerprint: string, rootKey: RootKey): void {
    this.#refused = { fingerprint, rootKey };
  }

  /** Whether the root key in use has already failed to open these stored keys. */
  isRefused(fingerprint: string): boolean {
    return this.rootReplaced && this.#refused?.fingerprint === fingerprint;
  }

  /**
   * From now on, refuses everything that needs a key. Does not replace a reason that only a restart clears.
   */
  seal(reason: SealReason, sentence: string = sealSentences[reason]): void {
    if (this.isFinal) return;
    this.#reason = reason;
    this.#sentence = sentence;
    this.#keys = undefined;
    this.rootKey.forget?.();
  }

  /** @throws ProblemError `Sealed` */
  requireOpen(): void {
    if (!this.#isOpen) throw this.#refusal();
  }

  #open(): Keyring {
    if (this.#keys) return this.#keys;
    throw this.#refusal();
  }

  #refusal(): ProblemError {
    return new ProblemError('Sealed', `The vault is sealed. ${sealSentences[this.#reason]}`);
  }
}

/** A keyring that looks up the real one for every use. */
function through(keys: () => Keyring): Keyring {
  return {
    get term() {
      return keys().term;
    },
    get generation() {
      return keys().generation;
    },
    pinned: () => keys(),
    seal: (place, plaintext) => keys().seal(place, plaintext),
    open: (place, sealed) => keys().open(place, sealed),
    rewrap: (place, wrappedKey) => keys().rewrap(place, wrappedKey),
    digestToken: (token) => keys().digestToken(token),
    digestsOfToken: (token) => keys().digestsOfToken(token),
    digest: (content) => keys().digest(content),
    digests: (content) => keys().digests(content),
    mac: (purpose, content) => keys().mac(purpose, content),
    verifyMac: (...args) => {
      keys().verifyMac(...args);
    },
    get checkpoints() {
      return keys().checkpoints;
    },
  };
}
