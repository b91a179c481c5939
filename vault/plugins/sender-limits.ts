import type { FastifyRequest } from 'fastify';
import type { IntegrityError } from '../crypto/index.ts';
import type { AuditSubject } from '../domain/context/audit-subject.ts';
import { recordAnonymous } from '../domain/audit/record-anonymous.ts';
import { UnknownKey } from '../domain/authentication/authenticate.ts';
import type { Caller } from '../domain/callers/caller.ts';
import { Buckets, type Limits } from '../rate-limit/rate-limiter.ts';
import { createMatcher, loopbackNetworks, senderOf } from '../rate-limit/networks.ts';
import type { Vault } from '../domain/context/vault.ts';
import { ProblemError } from '../errors/errors.ts';

/** Rate limits for senders; agents on the same machine are not limited. */
export interface SenderLimits {
  /** @throws ProblemError `TooManyRequests` */
  requireAddress(address: string): void;
  /** For requests without a key, which cost a sender nothing. @throws ProblemError `TooManyRequests` */
  requirePublic(address: string): void;
  /** @throws ProblemError `TooManyRequests` */
  requireToken(caller: Caller): void;
  /**
   * Recorded in the audit log, but not with an entry each, so that the log cannot be filled.
   * @throws ProblemError
   */
  unknownKey(request: FastifyRequest): Promise<void>;
  /** The same for a key whose row was edited; attempts with unknown keys do not hide it. */
  damagedKey(request: FastifyRequest, damage: IntegrityError): Promise<void>;
}

export function createSenderLimits(vault: Vault, limits: Limits, now: () => number): SenderLimits {
  const isLoopback = createMatcher(loopbackNetworks);
  // Nearly all requests come from there, and comparing texts is cheap.
  const isLocal = (address: string) => address === '127.0.0.1' || isLoopback(address);
  const addresses = new Buckets(limits.address, now);
  const publicAddresses = new Buckets(limits.public, now);
  const tokens = new Buckets(limits.token, now);
  const unknownKeys = new Buckets(limits.unknownKeys, now);
  const record = async (request: FastifyRequest, refusal: ProblemError | IntegrityError): Promise<void> => {
    const { id: requestId, ip: address } = request;
    const about = (where: string | null) => (subject: AuditSubject) =>
      recordAnonymous(vault, subject, { requestId, address: where }, refusal);
    const crowd = refusal instanceof ProblemError ? 'unknown' : 'damaged';
    const group = `${crowd} ${senderOf(address)}`;
    await vault.refusals.record({ group, crowd, write: about(address), writeForCrowd: about(null) });
  };

  return {
    requireAddress(address) {
      if (!isLocal(address)) addresses.require(senderOf(address));
    },
    requirePublic(address) {
      if (!isLocal(address)) publicAddresses.require(senderOf(address));
    },
    requireToken({ id, address }) {
      if (address !== null && !isLocal(address)) tokens.require(id);
    },
    async unknownKey(request) {
      await record(request, new UnknownKey());
      unknownKeys.require(senderOf(request.ip));
    },
    damagedKey: record,
  };
}
