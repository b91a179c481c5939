import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Check } from 'typebox/value';
import { Problem } from '../../../contracts/vault-api/problem.ts';
import { sendBytes } from '../fuzz/socket.ts';
import { listen, openTestVault, secretUrl, type TestVault, valueUrl } from '../support/test-vault.ts';
import { seed } from '../../support/seed.ts';

const canary = 'not-a-real-canary-5f1c"\\é/+=';

let test: TestVault;
let agentKey: string;
beforeAll(async () => {
  test = await openTestVault();
  // Generated requests may delete B and “victim”.
  await test.addAgents('A', 'B');
  await test.addSecret('single', canary, ['A']);
  await test.addSecret('victim', canary, ['A']);
  await test.addSecret('dictionary', { field: canary }, ['A']);
  agentKey = await test.issue('agent', { agentId: 'A' });
});
afterAll(() => test.close());

describe('a bad request', () => {
  it.each(['evil.example', 'evil.example:8250', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'under the host name %j is not answered',
    async (host) => {
      const answer = await test.send({ url: '/healthz', headers: { host } });
      expect(answer).toMatchObject({ status: 403, json: { code: 'HostNotAllowed' } });
    },
  );

  it.each(['localhost', '127.0.0.1:8250', '[::1]:8250', 'LOCALHOST:1'])(
    'is not one under %s',
    async (host) => {
      expect(await test.send({ url: '/healthz', headers: { host } })).toMatchObject({ status: 200 });
    },
  );

  it.each([
    ['broken JSON', `{"name": "x", "value": "${canary}`],
    ['a value where no value belongs', JSON.stringify({ name: 'x', kind: canary, value: canary })],
    ['a value as property', JSON.stringify({ [canary]: canary })],
    ['a poisoned prototype', `{"__proto__": {"value": ${JSON.stringify(canary)}}}`],
    ['a list', JSON.stringify([canary])],
    [
      'a value that is too large',
      JSON.stringify({ name: 'x', kind: 'single', value: canary.repeat(20_000) }),
    ],
    ['nothing', ''],
    ['lists in lists', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['dictionaries in dictionaries', `${'{"x":'.repeat(40_000)}"${canary}"${'}'.repeat(40_000)}`],
  ])('with %s is refused without an echo', async (_what, body) => {
    const url = '/v1/accounts/acc_test/secrets';
    const answer = await test.send({ method: 'POST', url, key: test.adminKey, body });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(Check(Problem, answer.json)).toBe(true);
    expect(answer.text).not.toContain('canary');
  });

  it.each([
    [
      'bytes that are not UTF-8',
      Buffer.from('{"name":"x","kind":"single","value":"not-a-real-\xff"}', 'latin1'),
    ],
    ['half of a character', Buffer.from('{"name":"x","kind":"single","value":"not-a-real-\xc3"}', 'latin1')],
    [
      'a name twice',
      Buffer.from('{"name":"x","kind":"single","value":"not-a-real-1","value":"not-a-real-2"}'),
    ],
    ['an escaped name twice', Buffer.from('{"name":"x","kind":"single","value":"1","v\\u0061lue":"2"}')],
    ['a field twice', Buffer.from('{"name":"x","kind":"key_value","value":{"id":"1","key":"2","id":"3"}}')],
  ])('with %s is refused, and nothing is stored', async (_what, payload) => {
    const url = '/v1/accounts/acc_test/secrets';
    const headers = { host: 'localhost', 'x-api-key': test.adminKey, 'content-type': 'application/json' };
    const answer = await test.app.inject({ method: 'POST', url, headers, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'InvalidInput' });
    expect(answer.body).not.toContain('not-a-real');
    expect(await test.send({ url: secretUrl('x'), key: test.adminKey })).toMatchObject({ status: 404 });
  });

  it.each([
    ['a leap second', '2026-12-31T23:59:60Z'],
    ['an offset without minutes', '2026-11-01T10:00:00+02'],
    ['a year of five digits in UTC', '9999-12-31T23:59:59-23:59'],
    ['a year before 0000 in UTC', '0000-01-01T00:00:00+23:59'],
  ])('with a time that cannot be stored is refused on every route: %s', async (_what, time) => {
    const { etag } = (await test.send({ url: secretUrl('single', '/access'), key: test.adminKey })).json as {
      etag: string;
    };
    const bodies = {
      'tokens:revoke': { issuedBefore: time, dryRun: true },
      tokens: { name: 'x', role: 'author', expiresAt: time },
      'access-changes': { changes: [{ name: 'single', etag, grant: ['B'], until: time }] },
    };
    for (const [route, body] of Object.entries(bodies)) {
      const url = `/v1/accounts/acc_test/${route}`;
      const answer = await test.send({ method: 'POST', url, key: test.adminKey, body });
      expect(answer, route).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
      expect((answer.json as Problem).detail, route).toContain('date-time');
    }
  });

  it.each(['/%zz', '/v1/agents/%/catalog', '//', '/v1', `/${'x'.repeat(5000)}`])(
    'to %s is refused',
    async (url) => {
      const answer = await test.send({ url, key: test.adminKey });
      expect([400, 404, 414]).toContain(answer.status);
      expect(Check(Problem, answer.json)).toBe(true);
    },
  );

  it('that is not HTTP, or that sends an Expect header, gets an ordinary answer', async () => {
    const port = await listen(test);
    const requests = {
      'GET /healthz HTTP/1.1\r\n\r\n': 'HostNotAllowed',
      'GET /healthz HTTP/1.1\r\nhost: localhost\r\nHost: evil.example\r\n\r\n': 'HostNotAllowed',
      [`GET /nowhere HTTP/1.1\r\nhost: localhost\r\nexpect: ${canary}\r\n\r\n`]: 'NotFound',
      [`${canary}\r\n\r\n`]: 'InvalidInput',
      [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`]: 'TooLarge',
      'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n': 'InvalidInput',
    };
    for (const [request, code] of Object.entries(requests)) {
      const answer = await sendBytes(port, Buffer.from(request), false);
      if (typeof answer === 'string') throw new Error(`${code}: ${answer}`);
      const json = JSON.parse(answer.body.toString()) as Problem;
      expect(Check(Problem, json)).toBe(true);
      expect(json).toMatchObject({ code, status: answer.status });
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': json.requestId });
      expect(answer.body.includes('canary')).toBe(false);
    }
  });

  it('that arrives too slowly is cut off: no part of it gets more than ten seconds', () => {
    // Node swaps the two when the limit of the headers is the longer one.
    expect(test.app.server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 10_000 });
  });

  it('never breaks the vault, whatever it contains', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('acc_test', 'B', 'victim', '..', '%00'),
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      path: fc.constantFrom('secrets', 'agents', 'tokens', 'secrets/victim', 'secrets/victim/access'),
      rest: text,
      query: fc.option(text, { nil: '' }),
      body: fc.oneof(fc.json(), fc.string(), fc.constant('{}')),
      match: fc.constantFrom('"1"', '', '"x"', '*'),
      key: fc.constantFrom(
        () => test.adminKey,
        () => agentKey,
        () => 'x',
      ),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, rest, query, body, match, key }) => {
        const url = `/v1/accounts/acc_test/${path}${rest === '' ? '' : `/${encode(rest)}`}?cursor=${encode(query)}`;
        const withBody = method === 'POST' || method === 'PATCH' ? { body } : {};
        const answer = await test.send({
          method,
          url,
          key: key(),
          headers: { 'if-match': match },
          ...withBody,
        });
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expect(Check(Problem, answer.json)).toBe(true);
      }),
      { seed, numRuns: 150 },
    );
  }, 20_000);
});

describe('every answer', () => {
  it('forbids caching', async () => {
    for (const url of ['/healthz', '/v1/me', '/nothing', '/openapi.json', valueUrl('A', 'single')]) {
      const answer = await test.send({ url, key: agentKey });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{12}-/);
    }
  });

  it('has a matching content type', async () => {
    const { paths } = (await test.send({ url: '/openapi.json' })).json as {
      paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
    };
    const typesOf = (path: string) => Object.keys(paths[path]?.get.responses['200']?.content ?? {});
    expect(typesOf('/metrics')).toEqual(['text/plain']);
    expect(typesOf('/v1/events')).toEqual(['text/event-stream']);
  });

  it('describes itself as OpenAPI 3.1', async () => {
    const document = (await test.send({ url: '/openapi.json' })).json;
    expect(document).toMatchObject({ openapi: '3.1.0', paths: { '/v1/me': { get: { operationId: 'me' } } } });
  });
});

describe('a value', () => {
  it('is only in the answer to its agent', async () => {
    expect(await test.send({ url: valueUrl('A', 'single'), key: agentKey })).toMatchObject({
      json: { value: canary },
    });
    for (const key of [test.adminKey, await test.issue('author'), await test.issue('reviewer')]) {
      for (const url of [
        '/v1/me',
        '/v1/accounts/acc_test/secrets',
        secretUrl('single'),
        '/v1/agents/A/catalog',
      ]) {
        expect((await test.send({ url, key })).text).not.toContain('canary');
      }
    }
    const forms = [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary)];
    const encoded = (['base64', 'base64url', 'hex'] as const).map((form) =>
      Buffer.from(canary).toString(form),
    );
    const places = [
      ...readdirSync(test.directory).map((name) => readFileSync(join(test.directory, name), 'latin1')),
      test.log.join(''),
    ];
    for (const form of [...forms, ...encoded, 'real-canary']) {
      expect(places.some((place) => place.includes(Buffer.from(form).toString('latin1')))).toBe(false);
    }
  });

  it('stays out of the log together with names, keys and addresses', () => {
    const log = test.log.join('');
    expect(log).toContain('/v1/accounts/:accountId/secrets');
    for (const word of ['dictionary', 'ags_', 'cursor']) expect(log).not.toContain(word);
  });
});

function encode(text: string): string {
  return !/\p{Surrogate}/u.test(text) ? encodeURIComponent(text) : 'x';
}
