import { Buckets, type Rate } from './rate-limiter.ts';
import { senderOf } from './networks.ts';

/** Rate limits of sign-ins: verifying proofs takes work, and every refusal adds an entry to the log. */
export interface SignInLimits {
  /** @throws ProblemError `TooManyRequests` for an address with too many attempts */
  requireAddress(address: string): void;
  /** @throws ProblemError `TooManyRequests` for a person or an identity with too many attempts */
  requireSubject(subject: string): void;
  /** Whether a token without a trusted issuer gets an entry; limited, so that the log cannot be filled. */
  isWorthAnEntry(address: string): boolean;
}

export const rateOfPeople: Rate = { perSecond: 0.2, burst: 30 };
/** Many copies of a workload share one identity, and start together. */
export const rateOfWorkloads: Rate = { perSecond: 5, burst: 500 };

/** `now` is in milliseconds and must be monotonic. */
export function createSignInLimits(now: () => number, rateOfSubjects: Rate): SignInLimits {
  const addresses = new Buckets({ perSecond: 5, burst: 100 }, now);
  const subjects = new Buckets(rateOfSubjects, now);
  const entries = new Buckets({ perSecond: 0.1, burst: 60 }, now);
  const allEntries = new Buckets({ perSecond: 1, burst: 120 }, now);
  return {
    requireAddress: (address) => addresses.require(senderOf(address)),
    requireSubject: (subject) => subjects.require(subject),
    isWorthAnEntry: (address) =>
      entries.take(senderOf(address)) === undefined && allEntries.take('all') === undefined,
  };
}
