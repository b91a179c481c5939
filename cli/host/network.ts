import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch, interceptors } from 'undici';
import type { Environment, Network, RequestInit } from './network-fetch.ts';
import { NetworkError } from './network-error.ts';
import { explainFailure } from './network-failures.ts';
import { waitBeforeRetry } from './network-retries.ts';

/**
 * Connects as the environment's proxy and certificate variables say, and reuses connections. In a bundle of
 * its own, which is loaded for the first request. @throws NetworkError if a variable is invalid
 */
export function createNetwork(env: Environment, given?: Dispatcher): Network {
  const tls = trustIn(env);
  const proxy = proxyIn(env);
  // Plain HTTP is only used on this machine. A proxy elsewhere would see the key.
  const direct = (given ?? new Agent({ connect: tls })).compose(retries);
  const outside = (given ?? agentWith(tls, proxy?.url, read(env, 'no_proxy'))).compose(retries);
  return {
    fetch: async (url, init) => {
      const isOutside = new URL(url).protocol === 'https:';
      try {
        return await fetch(url, { ...initOf(init), dispatcher: isOutside ? outside : direct });
      } catch (error) {
        const sentence = explainFailure(error, new URL(url).host, isOutside ? proxy : undefined);
        throw sentence === undefined ? error : new NetworkError(sentence);
      }
    },
  };
}

function agentWith(tls: Trust, proxy: URL | undefined, exceptions: string | undefined): Dispatcher {
  return new EnvHttpProxyAgent({
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
    // Undefined would make the agent read this process's variables, whose values were not validated.
    httpProxy: '',
    httpsProxy: proxy?.href ?? '',
    noProxy: exceptions ?? '',
  });
}

/** Repeats only requests that change nothing. */
const retries = interceptors.retry({
  throwOnError: false,
  retry: (error, { state, opts }, done) => {
    const wait = waitBeforeRetry(error, state.counter, opts, Date.now());
    if (wait === undefined) done(error);
    else setTimeout(() => done(null), wait);
  },
});

function initOf({ body, signal, ...init }: RequestInit) {
  return { ...init, ...(body !== undefined && { body }), ...(signal && { signal }) };
}

/** The lowercase name is the older one, and takes precedence in curl, Git and npm too. */
function read(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined;
}

function proxyIn(env: Environment): { readonly url: URL; readonly variable: string } | undefined {
  const name = read(env, 'https_proxy') === undefined ? 'http_proxy' : 'https_proxy';
  const text = read(env, name);
  if (text === undefined) return undefined;
  const variable = env[name] ? name : name.toUpperCase();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url && /^https?:$/.test(url.protocol) && canDecode(url.username + url.password))
    return { url, variable };
  throw new NetworkError(
    `${variable} is not the address of a proxy. Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with special characters percent-encoded.`,
  );
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

interface Trust {
  readonly ca?: string[];
}

/** Node itself reads `NODE_EXTRA_CA_CERTS`. Other programs of the same machine use `SSL_CERT_FILE`. */
function trustIn(env: Environment): Trust {
  const file = env['SSL_CERT_FILE'];
  if (!file) return {};
  try {
    return { ca: [...getCACertificates('default'), readFileSync(file, 'utf8')] };
  } catch {
    throw new NetworkError(
      `The file ${file}, which SSL_CERT_FILE names, cannot be read. Check its path and its permissions.`,
    );
  }
}
