import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { fetchBounded, type FetchText, ProviderUnavailable } from './fetch-bounded.ts';
import { type OpenIdSettings, isLoopbackUrl } from './settings.ts';
import { parseStrictly } from '../domain/input/texts.ts';

/**
 * How long the discovered address of the keys is trusted, and how long to wait before retrying a provider
 * that failed.
 */
const discoveryMilliseconds = 3_600_000;
const pauseMilliseconds = 5_000;

/**
 * The provider's current signing keys: found through discovery, cached, and fetched again when a key is
 * unknown.
 */
export class ProviderKeys {
  readonly #issuer: string;
  readonly #fetch: FetchText;
  readonly #now: () => number;
  #found: { readonly keys: Promise<JWTVerifyGetKey>; readonly until: number } | undefined;
  #pauseUntil = 0;

  /** `now` is in milliseconds. */
  constructor({ issuer }: Pick<OpenIdSettings, 'issuer'>, fetch: FetchText, now: () => number) {
    this.#issuer = issuer;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** The key identified by a header; a key or address in the header itself is ignored. */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.#keys();
    return keys(header, token);
  };

  #keys(): Promise<JWTVerifyGetKey> {
    if (this.#found && this.#now() < this.#found.until) return this.#found.keys;
    const keys = this.#discover();
    this.#found = { keys, until: this.#now() + discoveryMilliseconds };
    keys.catch(() => (this.#found = undefined));
    return keys;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const place = new URL(`${this.#issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const found = parseStrictly(await this.#ask(place));
    const address = addressOfKeys(found?.['jwks_uri'], place);
    if (!address || found?.['issuer'] !== this.#issuer) throw new ProviderUnavailable();
    return createRemoteJWKSet(address, { [customFetch]: () => this.#fetchKeys(address) });
  }

  /** Always fetches from the discovered address. */
  async #fetchKeys(address: URL): Promise<Response> {
    const text = await this.#ask(address);
    if (!Array.isArray(parseStrictly(text)?.['keys'])) throw new ProviderUnavailable();
    return new Response(text);
  }

  /** While a provider that failed is not retried, known keys remain valid. */
  async #ask(address: URL): Promise<string> {
    if (this.#now() < this.#pauseUntil) throw new ProviderUnavailable();
    try {
      return await fetchBounded(this.#fetch, address);
    } catch (error) {
      this.#pauseUntil = this.#now() + pauseMilliseconds;
      throw error;
    }
  }
}

/**
 * If the provider is on this machine, its keys must be at the same origin. Otherwise, their address must use
 * https and must not be on this machine.
 */
function addressOfKeys(text: unknown, provider: URL): URL | undefined {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (!url || url.username + url.password !== '') return undefined;
  if (isLoopbackUrl(provider)) return url.origin === provider.origin ? url : undefined;
  return url.protocol === 'https:' && !isLoopbackUrl(url) ? url : undefined;
}
