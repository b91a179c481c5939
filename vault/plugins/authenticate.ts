import type { FastifyRequest } from 'fastify';
import type { Right } from '../../contracts/vault-api/identity.ts';
import type { VaultApp } from './vault-app.ts';
import { IntegrityError } from '../crypto/index.ts';
import { recordDecision } from '../domain/audit/audit.ts';
import { authenticate, recall, UnknownKey } from '../domain/authentication/authenticate.ts';
import type { Caller } from '../domain/callers/caller.ts';
import { StaleCaller, vaultDisabled } from '../domain/callers/still-active.ts';
import type { Vault } from '../domain/context/vault.ts';
import { ProblemError } from '../errors/errors.ts';
import type { SenderLimits } from './sender-limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Access to the route: everyone, everyone with a token, or only those with a right. */
    access: 'public' | 'authenticated' | Right;
    /** The route's work checks its caller again, in its own transaction: see {@link asCaller}. */
    looksAgain?: true;
  }
  interface FastifyRequest {
    caller: Caller | null;
    /** Queries the storage, and refuses as at the start of the request. */
    identifyAgain: (() => Promise<Caller>) | null;
  }
}

/** Every route declares its access, which is enforced before any of the body is read. */
export function addAuthentication(app: VaultApp, vault: Vault, limits: SenderLimits): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('identifyAgain', null);
  app.addHook('onRoute', (route) => {
    if (!route.config?.access) throw new Error(`The route ${route.url} does not say who may use it`);
  });
  app.addHook('onRequest', async (request) => {
    const { access, looksAgain } = request.routeOptions.config;
    // A URL without a route has no declaration, and nothing to protect.
    if (access === undefined || access === 'public') return limits.requirePublic(request.ip);
    limits.requireAddress(request.ip);
    const identifyAgain = async (): Promise<Caller> => {
      const caller = await identify(vault, limits, request);
      limits.requireToken(caller);
      const refusal = refusalOf(caller, access, request);
      if (!refusal) return caller;
      await recordDecision(vault, caller, { action: access }, refusal);
      throw refusal;
    };
    const recalled = looksAgain && recall(vault, readToken(request), request.id, request.ip);
    const isUsable = recalled && refusalOf(recalled, access, request) === undefined;
    if (isUsable) {
      limits.requireToken(recalled);
      request.identifyAgain = identifyAgain;
    }
    const caller = isUsable ? recalled : await identifyAgain();
    request.caller = caller;
    if (caller.role !== 'sandbox') vault.uses.note(caller.id, vault.now().getTime());
  });
}

/** Runs the work of a route that checks its caller again; retries once if the cached caller is stale. */
export async function asCaller<T>(
  request: Pick<FastifyRequest, 'caller' | 'identifyAgain'>,
  work: (caller: Caller) => Promise<T>,
): Promise<T> {
  try {
    return await work(callerOf(request));
  } catch (error) {
    if (!(error instanceof StaleCaller) || !request.identifyAgain) throw error;
    request.caller = await request.identifyAgain();
    return work(request.caller);
  }
}

/** The caller of a route that is not public. */
export function callerOf(request: { readonly caller: Caller | null }): Caller {
  if (request.caller) return request.caller;
  throw new ProblemError('Unauthenticated', 'Send a key of this vault.');
}

async function identify(vault: Vault, limits: SenderLimits, request: FastifyRequest): Promise<Caller> {
  try {
    return await authenticate(vault, readToken(request), request.id, request.ip);
  } catch (error) {
    if (error instanceof UnknownKey) await limits.unknownKey(request);
    if (error instanceof IntegrityError) await limits.damagedKey(request, error);
    throw error;
  }
}

/**
 * The account is checked first: callers learn nothing about another account, not even their lack of rights.
 */
function refusalOf(
  caller: Caller,
  access: 'authenticated' | Right,
  request: FastifyRequest,
): ProblemError | undefined {
  if (namesOtherAccount(request.params, caller.account.id)) {
    return new ProblemError('NotFound', 'The vault has no such account, or it is not yours.');
  }
  if (access === 'authenticated') return undefined;
  if (!caller.rights.includes(access)) {
    return new ProblemError('Forbidden', `A key of the role ${caller.role} may not do this.`);
  }
  // An account that is switched off can be switched on again.
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
