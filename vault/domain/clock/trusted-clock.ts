import type { Storage, Transaction, View } from '../../storage/storage.ts';
import { aheadOf, decodeTime, encodeTime, type KnownTime, timeAfter } from './known-time.ts';

/** How old the stored time gets while nothing happens: a killed vault forgets no more than this. */
const keptMilliseconds = 3_600_000;

/**
 * Compares the wall clock with what the vault knows of the time: the newest audit entry when a vault starts
 * for the first time with this version, then what it has stored, and the time for which it has run. While the
 * clock is more than a day ahead of that, nothing may be destroyed because it is old. A vault that was off for
 * days cannot be told from one with a wrong clock, and waits as well: until an operator confirms the clock, or
 * until it has run for a day.
 *
 * What is stored has no MAC: whoever can edit it can delete the rows that it protects.
 */
export class TrustedClock {
  readonly #now: () => Date;
  readonly #monotonic: () => number;
  #known: KnownTime | undefined;
  /** When that was so, by the monotonic clock. */
  #since = 0;
  /** What is stored, as far as this process knows. */
  #stored: KnownTime | undefined;

  /** `monotonic` counts milliseconds while the process runs. */
  constructor(now: () => Date, monotonic: () => number = () => performance.now()) {
    this.#now = now;
    this.#monotonic = monotonic;
  }

  /** By how many milliseconds the clock is ahead while it is not trusted; otherwise 0. */
  get aheadMilliseconds(): number {
    return this.#known === undefined ? 0 : aheadOf(this.#next(this.#known));
  }

  /** Whether what is old enough by the clock may be destroyed. Never before {@link begin}. */
  get mayDestroy(): boolean {
    return this.#known !== undefined && this.aheadMilliseconds === 0;
  }

  /** Learns what is stored. To be called before this process writes its first audit entry. */
  async begin(storage: Pick<Storage, 'auditAfter' | 'look'>): Promise<void> {
    if (this.#known !== undefined) return;
    this.#stored = await storage.look(storedTime);
    const known = this.#stored ?? { at: (await newestEntry(storage)) ?? this.#now().getTime() };
    this.#since = this.#monotonic();
    this.#known = timeAfter(known, this.#now().getTime(), 0);
  }

  /** Compares the clock again, and stores what is known now, at least every hour in which the vault runs. */
  async check(storage: Pick<Storage, 'look' | 'transact'>): Promise<void> {
    this.#learn(await storage.look(storedTime));
    if (this.#isKept()) return;
    await storage.transact(async (tx) => {
      this.#learn(await storedTime(tx));
      if (this.#known) await tx.setKnownTime(encodeTime(this.#known));
    });
    this.#stored = this.#known;
  }

  /** An operator says that the clock is right. What is returned is to be called when the transaction is durable. */
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

  /** Other processes of the vault only move the stored time back when someone has confirmed an earlier one. */
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

/** By how many milliseconds the clock is ahead of what a vault that does not run has stored; 0: not by more than a day. */
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
