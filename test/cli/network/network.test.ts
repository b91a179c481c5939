import { once } from 'node:events';
import { createServer } from 'node:http';
import { MockAgent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNetwork } from '../../../cli/host/network.ts';
import { explainFailure } from '../../../cli/host/network-failures.ts';
import { networkFetch } from '../../../cli/host/network-fetch.ts';
import { waitBeforeRetry } from '../../../cli/host/network-retries.ts';
import { NetworkError } from '../../../cli/host/network-error.ts';

const vault = 'https://vault.example.com';
const asked = { headers: {}, redirect: 'manual' } as const;

let mock: MockAgent;
beforeEach(() => {
  mock = new MockAgent();
  mock.disableNetConnect();
});
afterEach(() => mock.close());

describe('a request of the command line', () => {
  it('returns what the vault responds', async () => {
    mock.get(vault).intercept({ path: '/v1/me' }).reply(200, { id: 'usr_1' });
    const response = await createNetwork({}, mock).fetch(`${vault}/v1/me`, { method: 'GET', ...asked });
    expect(await response.json()).toEqual({ id: 'usr_1' });
  });

  it('does not follow a redirect, which would send the key elsewhere', async () => {
    const headers = { location: 'https://elsewhere.example/' };
    mock.get(vault).intercept({ path: '/v1/me' }).reply(307, '', { headers });
    const response = await createNetwork({}, mock).fetch(`${vault}/v1/me`, { method: 'GET', ...asked });
    expect(response.status).toBe(307);
  });

  it('loads the network only once, with the first request', async () => {
    let loads = 0;
    const fetch = networkFetch(async () => {
      loads += 1;
      return { fetch: () => Promise.resolve(new Response('{}')) };
    });
    expect(loads).toBe(0);
    await fetch(vault, { method: 'GET', ...asked });
    await fetch(vault, { method: 'GET', ...asked });
    expect(loads).toBe(1);
  });

  it('that fails for a reason the user can fix says so to every command', async () => {
    const fetch = networkFetch(() => Promise.reject(new NetworkError('Check HTTPS_PROXY.')));
    const failing = fetch(vault, { method: 'GET', ...asked });
    await expect(failing).rejects.toMatchObject({
      name: 'VaultError',
      code: 'Unreachable',
      message: 'Check HTTPS_PROXY.',
    });
  });
});

describe('a vault that is busy', () => {
  const busy = { status: 503, body: '{"code":"Sealed"}' };
  const ready = { status: 200, body: '{"id":"usr_1"}' };

  it('receives a read again when it asks for that', async () => {
    await using server = await startServer([busy, busy, ready]);
    const response = await createNetwork({}).fetch(server.url, { method: 'GET', ...asked });
    expect([response.status, await response.json()]).toEqual([200, { id: 'usr_1' }]);
  });

  it('is given up on after three attempts, and its reason is shown', async () => {
    await using server = await startServer([busy, busy, busy, ready]);
    const response = await createNetwork({}).fetch(server.url, { method: 'GET', ...asked });
    expect([response.status, await response.json()]).toEqual([503, { code: 'Sealed' }]);
    expect(server.requests()).toBe(3);
  });

  it('receives a write only once', async () => {
    await using server = await startServer([busy, ready]);
    const response = await createNetwork({}).fetch(server.url, { method: 'POST', body: '{}', ...asked });
    expect([response.status, server.requests()]).toEqual([503, 1]);
    await response.text();
  });
});

it('requests in a row share connections', async () => {
  await using server = await startServer([]);
  const { fetch } = createNetwork({});
  for (let sent = 0; sent < 8; sent += 1) {
    const response = await fetch(server.url, { method: 'GET', ...asked });
    await response.text();
  }
  expect(server.requests()).toBe(8);
  expect(server.connections()).toBeLessThanOrEqual(2);
});

describe('a variable for the network', () => {
  it.each([
    ['that is not an address', 'http://'],
    ['of another kind of proxy', 'socks5://proxy.example:1080'],
    ['whose password cannot be decoded', 'http://ada:not-a-%real-key@proxy.example:8080'],
  ])('%s is refused, without repeating it', (_, value) => {
    const make = () => createNetwork({ HTTPS_PROXY: value });
    expect(make).toThrow(/^HTTPS_PROXY is not the address of a proxy\. Write it as /);
    expect(make).not.toThrow(/real-key|proxy\.example/);
  });

  it.each(['http_proxy', 'HTTP_PROXY', 'https_proxy'])('is named as the user wrote it: %s', (name) => {
    expect(() => createNetwork({ [name]: 'http://' })).toThrow(`${name} is not`);
  });

  it('may leave out http://, as for other programs', () => {
    expect(() => createNetwork({ HTTPS_PROXY: 'proxy.example:8080' })).not.toThrow();
  });

  it('that names a missing file of certificates is refused', () => {
    expect(() => createNetwork({ SSL_CERT_FILE: '/nowhere/ca.pem' })).toThrow(
      'The file /nowhere/ca.pem, which SSL_CERT_FILE names, cannot be read.',
    );
  });
});

describe('a failed request', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');
  const failed = (statusCode?: number, after?: string) =>
    Object.assign(new Error('failed'), {
      ...(statusCode !== undefined && { statusCode }),
      headers: after === undefined ? {} : { 'retry-after': after },
    });
  const waits = (method: string, attempt: number, statusCode?: number, after?: string) =>
    waitBeforeRetry(failed(statusCode, after), attempt, { method }, now);

  it.each(['POST', 'PATCH', 'PUT', 'DELETE'])('is never repeated with %s', (method) => {
    expect(waits(method, 1, 503, '1')).toBeUndefined();
    expect(waits(method, 1, 502)).toBeUndefined();
  });

  it.each([
    ['1', 1_000],
    ['0', 0],
    ['Fri, 02 Jan 2026 03:04:07 GMT', 2_000],
    ['Fri, 02 Jan 2026 03:04:00 GMT', 0],
  ])('is repeated when the server asks for it: Retry-After: %s', (after, wait) => {
    expect(waits('GET', 1, 503, after)).toBe(wait);
    expect(waits('GET', 1, 429, after)).toBe(wait);
  });

  it('is not repeated when the server asks for a longer wait than a user would take for progress', () => {
    expect(waits('GET', 1, 503, '60')).toBeUndefined();
  });

  it('is not repeated without Retry-After, except when a gateway failed', () => {
    expect(waits('GET', 1, 503)).toBeUndefined();
    expect(waits('GET', 1, 429)).toBeUndefined();
    expect([waits('GET', 1, 502), waits('GET', 2, 504)]).toEqual([200, 400]);
  });

  it('is repeated twice at most', () => {
    expect(waits('GET', 3, 503, '1')).toBeUndefined();
  });

  it('is not repeated here if the connection failed, because the client does that', () => {
    expect(waits('GET', 1)).toBeUndefined();
  });

  it('is not repeated when the vault refused it', () => {
    expect(waits('GET', 1, 403, '1')).toBeUndefined();
  });
});

describe('the reason of a failed connection', () => {
  const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
  const fetchFailed = (cause: Error) => new TypeError('fetch failed', { cause });
  const proxy = { url: new URL('http://ada:not-a-real-key@proxy.example:8080'), variable: 'HTTPS_PROXY' };

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host name'],
  ])('%s is explained with what to do', (code, words) => {
    expect(explainFailure(fetchFailed(coded(code)), 'vault.example.com')).toContain(words);
  });

  it('is the proxy if it cannot be reached', () => {
    const error = fetchFailed(new AggregateError([coded('ECONNREFUSED')]));
    expect(explainFailure(error, 'vault.example.com', proxy)).toBe(
      'The proxy proxy.example:8080 cannot be reached. Check HTTPS_PROXY.',
    );
  });

  it('is the proxy if it forbids the host', () => {
    const error = fetchFailed(coded('UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling'));
    expect(explainFailure(error, 'vault.example.com', proxy)).toBe(
      'The proxy proxy.example:8080 does not connect to vault.example.com (status 403). Ask its operator, or add the host to NO_PROXY.',
    );
  });

  it('is left to the client otherwise', () => {
    expect(explainFailure(fetchFailed(coded('ECONNREFUSED')), 'vault.example.com')).toBeUndefined();
    expect(explainFailure(fetchFailed(coded('ECONNRESET')), 'vault.example.com', proxy)).toBeUndefined();
  });
});

/** Gives these answers in order, then an empty one. It asks to repeat failed requests immediately. */
async function startServer(answers: readonly { readonly status: number; readonly body: string }[]) {
  let requests = 0;
  let connections = 0;
  const server = createServer((_request, response) => {
    const { status, body } = answers[requests] ?? { status: 200, body: '{}' };
    requests += 1;
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' }).end(body);
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    requests: () => requests,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
