import { ProblemError } from '../../errors.ts';

/** How much one sender may ask: `burst` at once, then `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface StreamLimits {
  readonly ofKey: number;
  /** Over all keys that speak for them. */
  readonly ofPerson: number;
  readonly ofAccount: number;
  readonly ofVault: number;
}

/** What a vault allows; loopback senders are limited in nothing but wrong keys. */
export interface Limits {
  readonly token: Rate;
  readonly address: Rate;
  /** Of one sender: what needs no key, such as health and the API document. */
  readonly public: Rate;
  /** Keys that the vault does not know, of one sender. */
  readonly unknownKeys: Rate;
  /** Event streams that may be open at once. */
  readonly streams: StreamLimits;
}

export const defaultLimits: Limits = {
  token: { perSecond: 1000, burst: 2000 },
  address: { perSecond: 2000, burst: 4000 },
  public: { perSecond: 50, burst: 200 },
  unknownKeys: { perSecond: 1, burst: 60 },
  streams: { ofKey: 16, ofPerson: 32, ofAccount: 1000, ofVault: 2000 },
};

/** Senders that are remembered; beyond it the ones that asked longest ago are forgotten. */
const mostSenders = 10_000;

/** A bucket of requests for each sender; it fills up steadily. */
export class Buckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** `now` is in milliseconds and never goes back. */
  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Takes one request; otherwise in how many seconds there will be one. */
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

  /** Maps keep the order of insertion, so the first one is the one that asked longest ago. */
  #remember(sender: string, bucket: { left: number; at: number }): void {
    this.#buckets.delete(sender);
    this.#buckets.set(sender, bucket);
    if (this.#buckets.size <= mostSenders) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
