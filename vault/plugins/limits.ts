import type { FastifyRequest } from 'fastify';
import { recordUnknownKey } from '../domain/audit-log.ts';
import type { Caller } from '../domain/caller.ts';
import { Buckets, type Limits } from '../domain/limits.ts';
import { createMatcher, loopbackNetworks } from '../domain/networks.ts';
import type { Vault } from '../domain/vault.ts';

/** Guards against senders that ask too much; agents on the same machine are not counted. */
export interface SenderLimits {
  /** @throws ProblemError `TooManyRequests` */
  requireAddress(address: string): void;
  /** @throws ProblemError `TooManyRequests` */
  requireToken(caller: Caller): void;
  /** Leaves an audit entry, but not one for each: nobody fills the log. @throws ProblemError */
  unknownKey(request: FastifyRequest): Promise<void>;
}

/** Of all addresses together, and of each: entries about unknown keys. */
const entriesOfAll = { perSecond: 1, burst: 20 } as const;
const entriesOfOne = { perSecond: 0.1, burst: 3 } as const;

export function createSenderLimits(vault: Vault, limits: Limits, now: () => number): SenderLimits {
  const isLoopback = createMatcher(loopbackNetworks);
  // Nearly all come from there, and comparing texts costs nothing.
  const isLocal = (address: string) => address === '127.0.0.1' || isLoopback(address);
  const addresses = new Buckets(limits.address, now);
  const tokens = new Buckets(limits.token, now);
  const unknownKeys = new Buckets(limits.unknownKeys, now);
  const entries = new Buckets(entriesOfOne, now);
  const allEntries = new Buckets(entriesOfAll, now);

  return {
    requireAddress(address) {
      if (!isLocal(address)) addresses.require(address);
    },
    requireToken({ id, address }) {
      if (address !== null && !isLocal(address)) tokens.require(id);
    },
    async unknownKey({ ip, id }) {
      if (entries.take(ip) === undefined && allEntries.take('all') === undefined) {
        await recordUnknownKey(vault, { address: ip, requestId: id });
      }
      unknownKeys.require(ip);
    },
  };
}
