import { ProblemError } from '../errors/errors.ts';

/** Rate limit of one sender: a burst of `burst`, then `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface StreamLimits {
  readonly ofKey: number;
  /** Across all keys that speak for the person. */
  readonly ofPerson: number;
  readonly ofAccount: number;
  readonly ofVault: number;
}

/** Rate limits of a vault; loopback senders are limited only in wrong keys. */
export interface Limits {
  readonly token: Rate;
  readonly address: Rate;
  /** Per sender: what needs no key, such as health and the API document. */
  readonly public: Rate;
  /** Per sender: keys that the vault does not know. */
  readonly unknownKeys: Rate;
  /** Maximum open event streams. */
  readonly streams: StreamLimits;
}

export const defaultLimits: Limits = {
  token: { perSecond: 1000, burst: 2000 },
  address: { perSecond: 2000, burst: 4000 },
  public: { perSecond: 50, burst: 200 },
  unknownKeys: { perSecond: 1, burst: 60 },
  streams: { ofKey: 16, ofPerson: 32, ofAccount: 1000, ofVault: 2000 },
};

/** Tracked senders; beyond this, the least recently active ones are forgotten. */
const mostSenders = 10_000;

/** A token bucket for each sender, refilled steadily. */
export class Buckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** `now` is in milliseconds and must be monotonic. */
  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Takes one request; if the bucket is empty, returns the seconds until the next one. */
  take(sender: string): number | undefined {
    const { perSecond, burst } = this.#rate;
    const at = this.#now();
    const known = this.#buckets.get(sender);
    const left = known ? Math.min(burst, known.left + ((at - known.at) / 1000) * perSecond) : burst;
    const isAllowed = left >= 1;
    this.#remember(sender, { left: isAllowed ? left - 1 : left, at });
    return isAllowed ? undefined : Math.max(1, Math.ceil((1 - left) / perSecond));
  }

  /** @throws ProblemError `TooManyRequests` */
  require(sender: string): void {
    const wait = this.take(sender);
    if (wait === undefined) return;
    throw new ProblemError(
      'TooManyRequests',
      `There were too many requests. Try again in ${String(wait)} s.`,
      wait,
    );
  }

  /** Maps keep insertion order, so the first entry is the least recently active sender. */
  #remember(sender: string, bucket: { left: number; at: number }): void {
    this.#buckets.delete(sender);
    this.#buckets.set(sender, bucket);
    if (this.#buckets.size <= mostSenders) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
