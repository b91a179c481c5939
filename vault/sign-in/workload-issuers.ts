import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { workloadTokenLength } from '../../contracts/vault-api/workloads.ts';
import { parseStrictly } from '../domain/input/texts.ts';
import { type FetchText, ProviderUnavailable } from './fetch-bounded.ts';
import { ProviderKeys } from './provider-keys.ts';
import { type Claims, readToken, refusedFrom, type TokenFault, verifySigned } from './signed-token.ts';
import { WorkloadRefusal } from './workload-refusal.ts';
import type { WorkloadIssuerSettings } from './workload-settings.ts';

/** A workload that a trusted issuer currently vouches for, to this vault. */
export interface VouchedWorkload {
  readonly issuer: WorkloadIssuerSettings;
  readonly claims: Claims;
  /** The signed part, which is identical for every encoding of the token. */
  readonly signed: string;
  /** The time from which the token would be refused anyway. */
  readonly refusedFrom: Date;
}

/**
 * The issuers whose tokens workloads can sign in with. Only the operator specifies them, so no one else can
 * make the vault send requests to an address.
 */
export interface WorkloadIssuers {
  readonly all: readonly WorkloadIssuerSettings[];
  /** @throws WorkloadRefusal, ProviderUnavailable */
  verify(token: string): Promise<VouchedWorkload>;
}

interface Options {
  readonly fetch: FetchText;
  readonly now: () => Date;
  /** Rejects if the file cannot be read. */
  readonly readKeysFile: (path: string) => Promise<string>;
}

/** A token with a longer lifetime amounts to a static key. */
const longestSeconds = 86_400;

export function createWorkloadIssuers(
  issuers: readonly WorkloadIssuerSettings[],
  { fetch, now, readKeysFile }: Options,
): WorkloadIssuers {
  const keysOf = ({ issuer, keysFile }: WorkloadIssuerSettings): JWTVerifyGetKey =>
    keysFile === undefined
      ? new ProviderKeys({ issuer }, fetch, () => now().getTime()).keyFor
      : keysInFile(() => readKeysFile(keysFile));
  const trusted = new Map(
    issuers.map((settings) => [settings.issuer, { settings, keyFor: keysOf(settings) }]),
  );

  return {
    all: issuers,
    async verify(token) {
      const { payload, signed } = readToken(token, workloadTokenLength, refuse);
      const { iss } = payload;
      // Checked before any key is fetched: an untrusted issuer never receives a request.
      const found = typeof iss === 'string' ? trusted.get(iss) : undefined;
      if (!found) throw new WorkloadRefusal('TokenIssuer');
      const { settings, keyFor } = found;
      const { issuer, audience } = settings;
      const times = { oldestSeconds: longestSeconds, now: now() };
      const claims = await verifySigned(token, { issuer, audience, keyFor, ...times, refuse });
      checkAudience(claims, audience);
      checkLifetime(claims);
      return { issuer: settings, claims, signed, refusedFrom: refusedFrom(claims, longestSeconds) };
    },
  };
}

function refuse(fault: TokenFault): WorkloadRefusal {
  return new WorkloadRefusal(fault);
}

/**
 * The token must have no other audience, because another service that receives it could sign in here with it.
 */
function checkAudience({ aud }: Claims, audience: string): void {
  const isOnlyOne = Array.isArray(aud) ? aud.length === 1 && aud[0] === audience : aud === audience;
  if (!isOnlyOne) throw new WorkloadRefusal('TokenAudience');
}

/** Both claims were checked to be numbers. */
function checkLifetime({ exp, iat }: Claims): void {
  if (Number(exp) - Number(iat) > longestSeconds) throw new WorkloadRefusal('TokenTooLong');
}

/** Reads the file again periodically and when a key is unknown, as for keys fetched from an address. */
function keysInFile(read: () => Promise<string>): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL('https://keys.invalid'), {
    async [customFetch]() {
      const text = await read().catch(() => undefined);
      if (text === undefined || !isKeySet(text)) throw new ProviderUnavailable();
      return new Response(text);
    },
  });
}

/** Whether a string is a set of public keys (JWKS). */
export function isKeySet(text: string): boolean {
  return Array.isArray(parseStrictly(text)?.['keys']);
}
