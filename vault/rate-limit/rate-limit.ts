import { ProblemError } from '../errors/errors.ts';
import { senderOf } from './networks.ts';

/** Rate limit of one sender: a burst of `burst`, then `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface StreamLimits {
  readonly ofKey: number;
  /** The limit across all keys that speak for the person. */
  readonly ofPerson: number;
  readonly ofAccount: number;
  readonly ofVault: number;
}

/** Rate limits of a vault; senders on loopback are limited only when they use wrong keys. */
export interface Limits {
  readonly token: Rate;
  readonly address: Rate;
  /** Per sender: requests that need no key, such as health and the API document. */
  readonly public: Rate;
  /** Per sender: requests with keys that the vault does not recognize. */
  readonly unknownKeys: Rate;
  /** Maximum number of open event streams. */
  readonly streams: StreamLimits;
}

export const defaultLimits: Limits = {
  token: { perSecond: 1000, burst: 2000 },
  address: { perSecond: 2000, burst: 4000 },
  public: { perSecond: 50, burst: 200 },
  unknownKeys: { perSecond: 1, burst: 60 },
  streams: { ofKey: 16, ofPerson: 32, ofAccount: 1000, ofVault: 2000 },
};

/** Whether a request is within the limit. */
export interface RateDecision {
  readonly allowed: boolean;
  /** Seconds until the next request is allowed; 0 if this one is. */
  readonly retryAfter: number;
}

/** Maximum number of tracked senders; beyond this, the least recently active ones are forgotten. */
const mostSenders = 10_000;

/** A token bucket for each sender, refilled steadily. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** `now` is in milliseconds and must be monotonic. */
  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Counts a request from the sender, unless its bucket is empty. */
  take(sender: string): RateDecision {
    const { perSecond, burst } = this.#rate;
    const at = this.#now();
    const known = this.#buckets.get(sender);
    const left = known ? Math.min(burst, known.left + ((at - known.at) / 1000) * perSecond) : burst;
    const isAllowed = left >= 1;
    this.#remember(sender, { left: isAllowed ? left - 1 : left, at });
    if (isAllowed) return { allowed: true, retryAfter: 0 };
    return { allowed: false, retryAfter: Math.max(1, Math.ceil((1 - left) / perSecond)) };
  }

  /** @throws ProblemError `TooManyRequests` */
  require(sender: string): void {
    const { allowed, retryAfter } = this.take(sender);
    if (allowed) return;
    const detail = `Too many requests. Try again in ${String(retryAfter)} s.`;
    throw new ProblemError('TooManyRequests', detail, retryAfter);
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

export const rateOfPeople: Rate = { perSecond: 0.2, burst: 30 };
/** Many copies of a workload share one identity and start at the same time. */
export const rateOfWorkloads: Rate = { perSecond: 5, burst: 500 };

/** Rate limits for sign-ins: verifying proofs takes work, and every refusal adds an entry to the log. */
export class SignInLimits {
  readonly #addresses: RateLimiter;
  readonly #subjects: RateLimiter;
  readonly #entries: RateLimiter;
  readonly #allEntries: RateLimiter;

  /** `now` is in milliseconds and must be monotonic. */
  constructor(ofSubjects: Rate, now: () => number) {
    this.#addresses = new RateLimiter({ perSecond: 5, burst: 100 }, now);
    this.#subjects = new RateLimiter(ofSubjects, now);
    this.#entries = new RateLimiter({ perSecond: 0.1, burst: 60 }, now);
    this.#allEntries = new RateLimiter({ perSecond: 1, burst: 120 }, now);
  }

  /** @throws ProblemError `TooManyRequests` for an address with too many attempts */
  requireAddress(address: string): void {
    this.#addresses.require(senderOf(address));
  }

  /** @throws ProblemError `TooManyRequests` for a person or an identity with too many attempts */
  requireSubject(subject: string): void {
    this.#subjects.require(subject);
  }

  /** Whether a token without a trusted issuer gets an entry; limited, so that no one can flood the log. */
  isWorthAnEntry(address: string): boolean {
    return this.#entries.take(senderOf(address)).allowed && this.#allEntries.take('all').allowed;
  }
}
