import { Buckets, type Rate } from '../domain/callers/limits.ts';
import { senderOf } from '../domain/callers/networks.ts';

/** How often sign-ins are tried: proofs cost work, and every refusal is an entry in the log. */
export interface SignInLimits {
  /** @throws ProblemError `TooManyRequests` for an address that tries too often */
  requireAddress(address: string): void;
  /** @throws ProblemError `TooManyRequests` for a person or an identity that tries too often */
  requireSubject(subject: string): void;
  /** Whether a token that nobody vouches for is worth an entry: nobody fills the log. */
  isWorthAnEntry(address: string): boolean;
}

export const rateOfPeople: Rate = { perSecond: 0.2, burst: 30 };
/** Many copies of a workload share one identity, and start together. */
export const rateOfWorkloads: Rate = { perSecond: 5, burst: 500 };

/** `now` is in milliseconds and never goes back. */
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
