import type { FastifyRequest } from 'fastify';
import type { Right } from '../../contracts/vault-api/identity.ts';
import { IntegrityError } from '../crypto/index.ts';
import { recordDecision } from '../domain/audit/audit.ts';
import { recordAnonymous } from '../domain/audit/record-anonymous.ts';
import { authenticate, recall, UnknownKey } from '../domain/authentication/authenticate.ts';
import type { Caller } from '../domain/callers/caller.ts';
import { StaleCaller, vaultDisabled } from '../domain/callers/still-active.ts';
import type { AuditSubject } from '../domain/context/audit-subject.ts';
import type { Vault } from '../domain/context/vault.ts';
import { ProblemError } from '../errors/errors.ts';
import { createMatcher, loopbackNetworks, senderOf } from '../rate-limit/networks.ts';
import { RateLimiter, type Limits } from '../rate-limit/rate-limit.ts';
import type { VaultApp } from './vault-app.ts';

/** What a non-public route requires of its caller: any token, or a specific right. */
type Access = 'authenticated' | Right;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who can access the route: everyone, everyone with a token, or only those with a right. */
    access: 'public' | Access;
    /** Whether the route's work checks its caller again, in its own transaction: see {@link asCaller}. */
    looksAgain?: true;
  }
  interface FastifyInstance {
    /** Looks up the caller in storage and checks their access. @throws ProblemError */
    identify: (request: FastifyRequest, access: Access) => Promise<Caller>;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/**
 * Every route declares its access, which is enforced before any of the body is read. Senders and keys are
 * rate-limited; senders on the same machine are limited only when they use wrong keys.
 * @param now monotonic time in milliseconds
 */
export function addAuthentication(app: VaultApp, vault: Vault, limits: Limits, now: () => number): void {
  const isLoopback = createMatcher(loopbackNetworks);
  // Nearly all requests come from this address, and comparing strings is cheap.
  const isLocal = (address: string) => address === '127.0.0.1' || isLoopback(address);
  const addresses = new RateLimiter(limits.address, now);
  const publicAddresses = new RateLimiter(limits.public, now);
  const tokens = new RateLimiter(limits.token, now);
  const unknownKeys = new RateLimiter(limits.unknownKeys, now);
  const requireToken = ({ id, address }: Caller): void => {
    if (address !== null && !isLocal(address)) tokens.require(id);
  };
  const find = async (request: FastifyRequest): Promise<Caller> => {
    try {
      return await authenticate(vault, readToken(request), request.id, request.ip);
    } catch (error) {
      if (error instanceof UnknownKey || error instanceof IntegrityError) {
        await recordUnidentified(vault, request, error);
      }
      if (error instanceof UnknownKey) unknownKeys.require(senderOf(request.ip));
      throw error;
    }
  };

  app.decorate('identify', async (request: FastifyRequest, access: Access) => {
    const caller = await find(request);
    requireToken(caller);
    const refusal = refusalOf(caller, access, request);
    if (!refusal) return caller;
    await recordDecision(vault, caller, { action: access }, refusal);
    throw refusal;
  });
  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    if (!route.config?.access) throw new Error(`The route ${route.url} does not declare who can use it`);
  });
  app.addHook('onRequest', async (request) => {
    const { access, looksAgain } = request.routeOptions.config;
    const isPublic = access === undefined || access === 'public';
    if (!isLocal(request.ip)) (isPublic ? publicAddresses : addresses).require(senderOf(request.ip));
    // A URL without a route declares no access, and there is nothing to protect.
    if (isPublic) return;
    const recalled = looksAgain && recall(vault, readToken(request), request.id, request.ip);
    if (recalled && !refusalOf(recalled, access, request)) {
      requireToken(recalled);
      request.caller = recalled;
    }
    const caller = (request.caller ??= await app.identify(request, access));
    if (caller.role !== 'sandbox') vault.uses.note(caller.id, vault.now().getTime());
  });
}

/** Runs the work of a route that checks its caller again; retries once if the cached caller is stale. */
export async function asCaller<T>(
  request: FastifyRequest,
  access: Access,
  work: (caller: Caller) => Promise<T>,
): Promise<T> {
  try {
    return await work(callerOf(request));
  } catch (error) {
    if (!(error instanceof StaleCaller)) throw error;
    request.caller = await request.server.identify(request, access);
    return work(request.caller);
  }
}

/** The caller on a route that is not public. */
export function callerOf(request: { readonly caller: Caller | null }): Caller {
  if (request.caller) return request.caller;
  throw new ProblemError('Unauthenticated', 'Send a valid key of this vault.');
}

/**
 * Records unknown keys, and keys whose rows were edited, in groups, so that no one can flood the log.
 * Attempts with unknown keys do not hide an edited row.
 */
async function recordUnidentified(
  vault: Vault,
  { id: requestId, ip }: FastifyRequest,
  refusal: ProblemError | IntegrityError,
): Promise<void> {
  const about = (address: string | null) => (subject: AuditSubject) =>
    recordAnonymous(vault, subject, { requestId, address }, refusal);
  const crowd = refusal instanceof ProblemError ? 'unknown' : 'damaged';
  const group = `${crowd} ${senderOf(ip)}`;
  await vault.refusals.record({ group, crowd, write: about(ip), writeForCrowd: about(null) });
}

/**
 * Checks the account first, so that callers learn nothing about another account, not even that they lack a
 * right.
 */
function refusalOf(caller: Caller, access: Access, request: FastifyRequest): ProblemError | undefined {
  if (namesOtherAccount(request.params, caller.account.id)) {
    return new ProblemError('NotFound', 'The account does not exist, or your key belongs to another one.');
  }
  if (access === 'authenticated') return undefined;
  if (!caller.rights.includes(access)) {
    return new ProblemError('Forbidden', `A key with the role ${caller.role} is not allowed to do this.`);
  }
  // An account whose vault is turned off must be able to turn it on again.
  const isOn = caller.account.vaultEnabled || access === 'account:write';
  return isOn ? undefined : vaultDisabled();
}

function namesOtherAccount(params: unknown, accountId: string): boolean {
  return (
    typeof params === 'object' && params !== null && 'accountId' in params && params.accountId !== accountId
  );
}

function readToken({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'];
  return bearer ?? (typeof key === 'string' ? key : undefined);
}
