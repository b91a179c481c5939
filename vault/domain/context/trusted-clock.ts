import type { Storage, Transaction, View } from '../../storage/storage.ts';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';

/**
 * Maximum age of the stored time while nothing happens, and so the most time that a killed vault can forget.
 */
const keptMilliseconds = 3_600_000;

/**
 * Compares the wall clock with the time known to the vault: on the first start with this version, the time of
 * the newest audit entry; afterwards, the stored time plus how long the vault has run since. While the clock
 * is more than a day ahead of that, nothing is destroyed because of its age. A vault that was off for days
 * looks the same as one with a wrong clock, so it waits too: until an operator confirms the clock, or until
 * it has run for a day.
 *
 * The stored time has no MAC: anyone who can edit it can also delete the rows that it protects.
 */
export class TrustedClock {
  readonly #now: () => Date;
  readonly #monotonic: () => number;
  #known: KnownTime | undefined;
  /** When the known time was determined, according to the monotonic clock. */
  #since = 0;
  /** The stored time that this process last saw. */
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

  /**
   * Whether data that is old enough according to the clock can be destroyed; always false before {@link
   * begin}.
   */
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

  /** Other processes of the vault move the stored time back only if an earlier time was confirmed. */
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

/** Sentences that tell an operator what to do about a clock that is ahead. */
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

/** A clock that differs by more than this from the time known to the vault is not trusted. */
const toleratedMilliseconds = 86_400_000;
/** An unconfirmed clock is trusted after the vault has run under it for this long. */
export const trialMilliseconds = 86_400_000;

/** The time known to a vault, in milliseconds since 1970. */
export interface KnownTime {
  readonly at: number;
  /** What a clock shows if it is more than a day away from `at`, and how long the vault has run under it. */
  readonly unconfirmed?: { readonly at: number; readonly ran: number };
}

/**
 * The known time after `elapsed` milliseconds of running since `known`, if the clock shows `wall`. A clock
 * within a day of the known time is trusted. Any other clock is trusted only once the vault has run under it
 * for a day; until then, the known time advances only by the elapsed time.
 */
export function timeAfter(known: KnownTime, wall: number, elapsed: number): KnownTime {
  const at = known.at + elapsed;
  if (isNear(wall, at)) return { at: Math.max(wall, at) };
  const { unconfirmed } = known;
  const isSameClock = unconfirmed !== undefined && isNear(wall, unconfirmed.at + elapsed);
  const ran = isSameClock ? unconfirmed.ran + elapsed : 0;
  return ran < trialMilliseconds ? { at, unconfirmed: { at: wall, ran } } : { at: wall };
}

/** How far an unconfirmed clock is ahead of the known time; 0 if it is confirmed or behind. */
export function aheadOf({ at, unconfirmed }: KnownTime): number {
  return unconfirmed === undefined ? 0 : Math.max(0, unconfirmed.at - at);
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= toleratedMilliseconds;
}

const Stored = Type.Object(
  {
    at: Type.Integer(),
    unconfirmed: Type.Optional(Type.Object({ at: Type.Integer(), ran: Type.Integer({ minimum: 0 }) })),
  },
  { additionalProperties: false },
);

/** The stored form of a time. */
export function encodeTime({ at, unconfirmed }: KnownTime): string {
  const stored: Static<typeof Stored> = {
    at: Math.floor(at),
    ...(unconfirmed && { unconfirmed: { at: Math.floor(unconfirmed.at), ran: Math.floor(unconfirmed.ran) } }),
  };
  return JSON.stringify(stored);
}

/** `undefined` if the string is absent or damaged. */
export function decodeTime(text: string | undefined): KnownTime | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return Check(Stored, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
