import type { FastifyRequest } from 'fastify';
import type { IntegrityError } from '../crypto/index.ts';
import { recordAnonymous } from '../domain/audit/record-anonymous.ts';
import { UnknownKey } from '../domain/callers/authenticate.ts';
import type { Caller } from '../domain/callers/caller.ts';
import { Buckets, type Limits } from '../domain/callers/limits.ts';
import { createMatcher, loopbackNetworks } from '../domain/callers/networks.ts';
import type { Vault } from '../domain/vault.ts';

/** Guards against senders that ask too much; agents on the same machine are not counted. */
export interface SenderLimits {
  /** @throws ProblemError `TooManyRequests` */
  requireAddress(address: string): void;
  /** For what needs no key, which costs a sender nothing. @throws ProblemError `TooManyRequests` */
  requirePublic(address: string): void;
  /** @throws ProblemError `TooManyRequests` */
  requireToken(caller: Caller): void;
  /** Leaves an audit entry, but not one for each: nobody fills the log. @throws ProblemError */
  unknownKey(request: FastifyRequest): Promise<void>;
  /** The same for a key whose row was edited; what was tried with unknown keys does not hide it. */
  damagedKey(request: FastifyRequest, damage: IntegrityError): Promise<void>;
}

/** Of all addresses together, and of each: entries about keys that are nobody's. */
const entriesOfAll = { perSecond: 1, burst: 20 } as const;
const entriesOfOne = { perSecond: 0.1, burst: 3 } as const;

export function createSenderLimits(vault: Vault, limits: Limits, now: () => number): SenderLimits {
  const isLoopback = createMatcher(loopbackNetworks);
  // Nearly all come from there, and comparing texts costs nothing.
  const isLocal = (address: string) => address === '127.0.0.1' || isLoopback(address);
  const addresses = new Buckets(limits.address, now);
  const publicAddresses = new Buckets(limits.public, now);
  const tokens = new Buckets(limits.token, now);
  const unknownKeys = new Buckets(limits.unknownKeys, now);
  const isUnknownWorthAnEntry = createSampler(now);
  const isDamageWorthAnEntry = createSampler(now);

  return {
    requireAddress(address) {
      if (!isLocal(address)) addresses.require(address);
    },
    requirePublic(address) {
      if (!isLocal(address)) publicAddresses.require(address);
    },
    requireToken({ id, address }) {
      if (address !== null && !isLocal(address)) tokens.require(id);
    },
    async unknownKey({ ip, id }) {
      if (isUnknownWorthAnEntry(ip)) {
        await recordAnonymous(vault, 'token.use', { address: ip, requestId: id }, new UnknownKey());
      }
      unknownKeys.require(ip);
    },
    async damagedKey({ ip, id }, damage) {
      if (isDamageWorthAnEntry(ip))
        await recordAnonymous(vault, 'token.use', { address: ip, requestId: id }, damage);
    },
  };
}

/** Whether there may be one more entry about a request from this address. */
function createSampler(now: () => number): (address: string) => boolean {
  const ofOne = new Buckets(entriesOfOne, now);
  const ofAll = new Buckets(entriesOfAll, now);
  return (address) => ofOne.take(address) === undefined && ofAll.take('all') === undefined;
}
