import type { Storage, Transaction, View } from '../../storage/storage.ts';
import { aheadOf, decodeTime, encodeTime, type KnownTime, timeAfter } from './known-time.ts';

/** Maximum age of the stored time while nothing happens: a killed vault forgets no more than this. */
const keptMilliseconds = 3_600_000;

/**
 * Compares the wall clock with the time known to the vault: the newest audit entry the first time a vault
 * starts with this version; afterwards the stored time, and how long it has run since. While the clock is
 * more than a day ahead of that, nothing is destroyed for being old. A vault that was off for days looks the
 * same as one with a wrong clock, and waits as well: until an operator confirms the clock, or until it has
 * run for a day.
 *
 * The stored time has no MAC: anyone who can edit it can also delete the rows that it protects.
 */
export class TrustedClock {
  readonly #now: () => Date;
  readonly #monotonic: () => number;
  #known: KnownTime | undefined;
  /** When the known time was determined, by the monotonic clock. */
  #since = 0;
  /** The stored time, as far as this process knows. */
  #stored: KnownTime | undefined;

  /** `monotonic` returns milliseconds and advances while the process runs. */
  constructor(now: () => Date, monotonic: () => number = () => performance.now()) {
    this.#now = now;
    this.#monotonic = monotonic;
  }

  /** How many milliseconds the clock is ahead while it is not trusted; otherwise 0. */
  get aheadMilliseconds(): number {
    return this.#known === undefined ? 0 : aheadOf(this.#next(this.#known));
  }

  /** Whether data that is old enough by the clock can be destroyed; always false before {@link begin}. */
  get mayDestroy(): boolean {
    return this.#known !== undefined && this.aheadMilliseconds === 0;
  }

  /** Loads the stored time. Must be called before this process writes its first audit entry. */
  async begin(storage: Pick<Storage, 'auditAfter' | 'look'>): Promise<void> {
    if (this.#known !== undefined) return;
    this.#stored = await storage.look(storedTime);
    const known = this.#stored ?? { at: (await newestEntry(storage)) ?? this.#now().getTime() };
    this.#since = this.#monotonic();
    this.#known = timeAfter(known, this.#now().getTime(), 0);
  }

  /** Compares the clock again, and stores the known time at least once per hour of running. */
  async check(storage: Pick<Storage, 'look' | 'transact'>): Promise<void> {
    this.#learn(await storage.look(storedTime));
    if (this.#isKept()) return;
    await storage.transact(async (tx) => {
      this.#learn(await storedTime(tx));
      if (this.#known) await tx.setKnownTime(encodeTime(this.#known));
    });
    this.#stored = this.#known;
  }

  /**
   * Records an operator's confirmation that the clock is right. Call the returned function once the
   * transaction is durable.
   */
  async confirm(tx: Pick<Transaction, 'setKnownTime'>): Promise<() => void> {
    const known = { at: this.#now().getTime() };
    await tx.setKnownTime(encodeTime(known));
    return () => {
      this.#since = this.#monotonic();
      this.#known = known;
      this.#stored = known;
    };
  }

  #next(known: KnownTime): KnownTime {
    return timeAfter(known, this.#now().getTime(), this.#monotonic() - this.#since);
  }

  /** Other processes of the vault move the stored time back only if an earlier one was confirmed. */
  #learn(stored: KnownTime | undefined): void {
    if (this.#known === undefined) return;
    const isMovedBack = stored !== undefined && this.#stored !== undefined && stored.at < this.#stored.at;
    const elapsed = this.#monotonic() - this.#since;
    const at = isMovedBack ? stored.at : Math.max(this.#known.at, (stored?.at ?? this.#known.at) - elapsed);
    this.#known = this.#next({ ...this.#known, at });
    this.#since = this.#monotonic();
    if (stored) this.#stored = stored;
  }

  #isKept(): boolean {
    const [known, stored] = [this.#known, this.#stored];
    if (known === undefined) return true;
    if (stored === undefined) return false;
    const isSame = (known.unconfirmed === undefined) === (stored.unconfirmed === undefined);
    return isSame && Math.abs(known.at - stored.at) < keptMilliseconds;
  }
}

/**
 * How many milliseconds the clock is ahead of the time stored by a vault that is not running; 0 if by less
 * than a day.
 */
export async function storedAhead(view: Pick<View, 'knownTime'>, now: Date): Promise<number> {
  const stored = await storedTime(view);
  return stored === undefined ? 0 : aheadOf(timeAfter(stored, now.getTime(), 0));
}

/** What to do about a clock that is ahead, as sentences for an operator. */
export function clockAdvice(aheadMilliseconds: number): string {
  const days = (aheadMilliseconds / 86_400_000).toFixed(1);
  return `The clock is ${days} days ahead of the time that the vault knows. The vault was off for that long, or the clock is wrong. Until the vault has run for a day, nothing is destroyed or pruned. If the clock is right, run \`agent-secrets vault confirm-clock\`; if it is wrong, set it.`;
}

async function storedTime(view: Pick<View, 'knownTime'>): Promise<KnownTime | undefined> {
  return decodeTime(await view.knownTime());
}

async function newestEntry(storage: Pick<Storage, 'auditAfter' | 'look'>): Promise<number | undefined> {
  const { entries } = await storage.look((view) => view.figures());
  const [newest] = await storage.auditAfter(entries - 1, 1);
  return newest && Date.parse(newest.at);
}
