import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from './support/certificate.ts';
import {
  clientKinds,
  type ClientProcess,
  type ClientSettings,
  type Outcome,
  startClient,
} from './support/client-process.ts';
import {
  type Answer,
  answer,
  problem,
  reading,
  type StandIn,
  startSecureStandIn,
  startStandIn,
} from './support/stand-in.ts';

const token = 'not-a-real-token-of-an-agent';
const value = 'not-a-real-value';

describe.each(clientKinds)('the %s client', (kind) => {
  const clients: ClientProcess[] = [];
  const servers: Pick<StandIn, 'close'>[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((one) => one.stop()));
    await Promise.all(servers.splice(0).map((one) => one.close()));
  });

  /** For settings without an environment; one is enough. */
  let client: ClientProcess;
  beforeAll(() => {
    client = startClient(kind, {});
  });
  afterAll(() => client.stop());
  const startWith = (environment: Record<string, string>): ClientProcess => {
    const one = startClient(kind, environment);
    clients.push(one);
    return one;
  };
  const listen = async (...answers: readonly Answer[]): Promise<StandIn> => {
    const server = await startStandIn(...answers);
    servers.push(server);
    return server;
  };
  const readFrom = (url: string, settings: ClientSettings = {}): Promise<Outcome> =>
    client.read('stripe', { vaultUrl: url, agentId: 'A', token, ...settings });
  const unavailable = (code: string) => ({ error: { type: 'VaultUnavailable', code } });

  describe('when it is not configured', () => {
    const environment = {
      AGENT_SECRETS_VAULT_URL: 'http://127.0.0.1:1',
      AGENT_SECRETS_AGENT: 'A',
      AGENT_SECRETS_AGENT_TOKEN: token,
    };

    it.each(Object.keys(environment))('names the missing variable %s', async (name) => {
      const { error } = await startWith({ ...environment, [name]: '' }).read('stripe');
      expect(error).toMatchObject({ type: 'NotConfigured', code: 'NotConfigured' });
      expect(error?.message).toContain(name);
    });

    it.each([
      ['ftp://vault.example.com', 'http:// or https://'],
      ['vault.example.com', 'http:// or https://'],
      ['https://user:not-a-real-password@vault.example.com', 'must not contain credentials'],
      ['http://vault.example.com', 'plain HTTP'],
      ['http://10.0.0.1:8250', 'plain HTTP'],
    ])('refuses the address %s', async (url, sentence) => {
      const { error } = await startWith({ ...environment, AGENT_SECRETS_VAULT_URL: url }).read('stripe');
      expect(error).toMatchObject({ type: 'NotConfigured' });
      expect(error?.message).toContain(sentence);
      expect(error?.message).not.toContain('not-a-real-password');
    });

    it.each([
      ['a line break', `${token}\nx`],
      ['a space at its end', `${token} `],
      ['a letter outside of ASCII', `${token}ü`],
    ])('refuses a token with %s, which is not valid in a header', async (_, wrong) => {
      const { error } = await startWith({ ...environment, AGENT_SECRETS_AGENT_TOKEN: wrong }).read('stripe');
      expect(error).toMatchObject({ type: 'NotConfigured' });
      expect(error?.shown).not.toContain(token);
    });

    it('names a token file that cannot be read', async () => {
      const file = '/nowhere/of-a-token';
      const { error } = await startWith({
        ...environment,
        AGENT_SECRETS_AGENT_TOKEN: '',
        AGENT_SECRETS_AGENT_TOKEN_FILE: file,
      }).read('stripe');
      expect(error).toMatchObject({ type: 'NotConfigured' });
      expect(error?.message).toContain(file);
    });

    it('prefers explicit settings to the environment', async () => {
      const server = await listen(reading(value));
      const settings = { vaultUrl: `${server.url}/behind/a/path`, agentId: 'B/1' };
      expect(await startWith(environment).read('a b', settings)).toEqual({ value });
      expect(server.requests[0]?.url).toBe('/behind/a/path/v1/agents/B%2F1/secrets/a%20b/value');
      expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    });
  });

  describe('ends at the deadline', () => {
    it('when the server does not respond', async () => {
      const server = await listen(() => undefined);
      expect(await readFrom(server.url, { timeoutMs: 300 })).toMatchObject(unavailable('TimedOut'));
      expect(server.requests).toHaveLength(1);
    });

    it.each(['http', 'https'])('when the listener does not even speak %s', async (scheme) => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      servers.push({
        async close() {
          for (const socket of sockets) socket.destroy();
          server.close();
          await once(server, 'close');
        },
      });
      const url = `${scheme}://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      expect(await readFrom(url, { timeoutMs: 300 })).toMatchObject(unavailable('TimedOut'));
    });

    it('when the answer comes drop by drop', async () => {
      const server = await listen((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      });
      expect(await readFrom(server.url, { timeoutMs: 300 })).toMatchObject(unavailable('TimedOut'));
    });

    it('when the headers come drop by drop', async () => {
      const server = await listen((response) => {
        response.socket?.write('HTTP/1.1 200 OK\r\n');
        let count = 0;
        const drip = setInterval(() => response.socket?.write(`X-${String((count += 1))}: x\r\n`), 20);
        response.on('close', () => clearInterval(drip));
      });
      expect(await readFrom(server.url, { timeoutMs: 300 })).toMatchObject(unavailable('TimedOut'));
    });

    it('rather than wait longer than that for the next try', async () => {
      const server = await listen(problem(429, 'TooManyRequests', { 'retry-after': '60' }));
      expect(await readFrom(server.url)).toMatchObject(unavailable('TooManyRequests'));
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('retries', () => {
    const dropped = (response: { destroy(): void }): void => response.destroy();
    it.each([
      ['429', problem(429, 'TooManyRequests', { 'retry-after': '0' })],
      ['502 of a proxy', answer(502, '<h1>Bad Gateway</h1>')],
      ['503', problem(503, 'Unavailable')],
      ['504', answer(504, '')],
      ['a connection that breaks', dropped],
    ])('after %s, twice', async (_what, trouble) => {
      const server = await listen(trouble, trouble, reading(value));
      expect(await readFrom(server.url)).toEqual({ value });
      expect(server.requests).toHaveLength(3);
    });

    it.each([
      ['TooManyRequests', problem(429, 'TooManyRequests')],
      ['Sealed', problem(503, 'Sealed')],
      ['Unavailable', answer(503, 'maintenance')],
      ['Unreachable', dropped],
    ] as const)('but not forever: %s', async (code, trouble) => {
      const server = await listen(trouble);
      expect(await readFrom(server.url)).toMatchObject(unavailable(code));
      expect(server.requests).toHaveLength(3);
    });

    it('as often as configured', async () => {
      const server = await listen(problem(503, 'Unavailable'));
      expect(await readFrom(server.url, { retries: 0 })).toMatchObject(unavailable('Unavailable'));
      expect(server.requests).toHaveLength(1);
    });

    it('not before the time that the vault gives', async () => {
      const times: number[] = [];
      const server = await listen(
        (response) => {
          times.push(performance.now());
          problem(503, 'Unavailable', { 'retry-after': '1' })(response);
        },
        (response) => {
          times.push(performance.now());
          reading(value)(response);
        },
      );
      expect(await readFrom(server.url)).toEqual({ value });
      const [first = 0, second = 0] = times;
      expect(second - first).toBeGreaterThan(990);
    });
  });

  describe('does not retry', () => {
    it.each([
      [500, 'InternalError', 'VaultUnavailable'],
      [403, 'VaultDisabled', 'AgentSecretsError'],
      [403, 'Forbidden', 'AgentSecretsError'],
      [403, 'AddressNotAllowed', 'AgentSecretsError'],
      [401, 'Unauthenticated', 'Unauthenticated'],
      [401, 'CredentialExpired', 'Unauthenticated'],
    ])('when the vault answers %i %s', async (status, code, type) => {
      const server = await listen(problem(status, code));
      const { error } = await readFrom(server.url);
      expect(error).toMatchObject({ type, code, requestId: 'req_1' });
      expect(server.requests).toHaveLength(1);
    });

    it.each([301, 302, 303, 307, 308])(
      'when the answer is a redirect (%i), and never elsewhere',
      async (status) => {
        const elsewhere = await listen(reading(value));
        const server = await listen(answer(status, '', { location: `${elsewhere.url}/v1/x` }));
        expect(await readFrom(server.url)).toMatchObject(unavailable('Redirected'));
        expect(server.requests).toHaveLength(1);
        expect(elsewhere.requests).toHaveLength(0);
      },
    );

    it.each([
      ['a page', answer(200, '<html>Sign in</html>')],
      ['nothing', answer(204, '')],
      ['no value', answer(200, { name: 'stripe' })],
      ['a number', reading(5)],
      ['a list', reading([value])],
      ['fields that are no texts', reading({ a: 1 })],
      ['half a document', answer(200, '{"value": "not-a-real-')],
      ['a value that is empty of meaning', answer(200, 'null')],
      ['an unknown page', answer(404, 'Not here')],
      ['more than any secret', answer(200, `{"value": "${'x'.repeat(8_000_000)}"}`)],
    ])('when the answer is %s', async (_what, trouble) => {
      const server = await listen(trouble);
      expect(await readFrom(server.url)).toMatchObject(unavailable('BadAnswer'));
      expect(server.requests).toHaveLength(1);
    });
  });

  it('gives up an answer that breaks off', async () => {
    const server = await listen((response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"value": "', () => response.destroy());
    });
    expect((await readFrom(server.url)).error).toMatchObject({ type: 'VaultUnavailable' });
  });

  it('stops reading an answer that never ends', async () => {
    const server = await listen((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.writable && response.write('x'.repeat(65_536)));
        if (response.writable) response.once('drain', more);
      };
      more();
    });
    expect((await readFrom(server.url)).error).toMatchObject({ type: 'VaultUnavailable' });
  });

  it.each([400, 401, 403, 404, 429, 500, 503])(
    'repeats nothing of what a server answers with %i, not even where it echoes the token',
    async (status) => {
      const echo = {
        status,
        code: token,
        title: token,
        detail: value,
        requestId: `${token} ${value}`,
        type: value,
      };
      const server = await listen(answer(status, echo, { 'x-request-id': value, 'retry-after': value }));
      const { error } = await readFrom(server.url, { retries: 0 });
      expect(error).toBeDefined();
      expect(error?.shown).not.toContain(token);
      expect(error?.shown).not.toContain(value);
    },
  );

  it('shows neither token nor value when an answer cannot be used', async () => {
    const server = await listen(answer(200, { value: { [value]: [value] }, token }));
    const { error } = await readFrom(server.url);
    expect(error?.shown).not.toContain(token);
    expect(error?.shown).not.toContain(value);
  });

  it('does not trust a certificate of an unknown authority, says how to, and then does', async () => {
    const { folder, certificate, ...identity } = makeCertificate();
    try {
      const server = await startSecureStandIn(identity, reading(value));
      servers.push(server);
      const { error } = await readFrom(server.url);
      expect(error).toMatchObject({ type: 'VaultUnavailable', code: 'CertificateInvalid' });
      const variable = kind === 'Node' ? 'NODE_EXTRA_CA_CERTS' : 'SSL_CERT_FILE';
      expect(error?.message).toContain(variable);
      expect(server.requests).toHaveLength(0);
      const settings = { vaultUrl: server.url, agentId: 'A', token };
      expect(await startWith({ [variable]: certificate }).read('stripe', settings)).toEqual({ value });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('cannot reach a vault by https that speaks plain HTTP', async () => {
    const server = await listen(reading(value));
    const { error } = await readFrom(server.url.replace('http:', 'https:'));
    expect(error).toMatchObject({ type: 'VaultUnavailable', code: 'Unreachable' });
  });
});
