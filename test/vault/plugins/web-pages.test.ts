import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../../../vault/setup/config.ts';
import { isOriginAmong } from '../../../vault/plugins/cors.ts';
import { openTestVault, type TestAnswer, type TestVault, valueUrl } from '../support/test-vault.ts';

const page = 'https://editor.example';
const question = { 'access-control-request-method': 'GET' };

describe('a web page that the vault allows', () => {
  let test: TestVault;
  beforeAll(async () => {
    test = await openTestVault({ origins: [page, 'https://*.cdn.example'] });
    await test.addAgents('A');
    await test.addSecret('single', 'not-a-real-value', ['A']);
  });
  afterAll(() => test.close());

  const preflight = (origin: string, url = '/v1/me'): Promise<TestAnswer> =>
    test.send({ method: 'OPTIONS', url, headers: { origin, ...question } });

  it('learns without a key what it may send', async () => {
    for (const origin of [page, 'https://v--1.cdn.example']) {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
      expect(headers['access-control-allow-headers']).toContain('authorization');
      expect(headers['access-control-allow-methods']).toContain('PATCH');
    }
  });

  it('reads answers and refusals, and never makes the browser send its credentials', async () => {
    const asked = { url: '/v1/me', headers: { origin: page } };
    const [known, unknown] = [await test.send({ ...asked, key: test.adminKey }), await test.send(asked)];
    expect([known.status, unknown.status]).toEqual([200, 401]);
    for (const { headers } of [known, unknown]) {
      expect(headers['access-control-allow-origin']).toBe(page);
      expect(headers['access-control-expose-headers']).toContain('etag');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('reads no value, not even with an agent’s token', async () => {
    const key = await test.issue('agent', { agentId: 'A' });
    expect(await test.send({ url: valueUrl('A', 'single'), key })).toMatchObject({ status: 200 });
    const answer = await test.send({ url: valueUrl('A', 'single'), key, headers: { origin: page } });
    expect(answer).toMatchObject({ status: 403, json: { code: 'Forbidden' } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(['https://other.example', 'https://editor.example.evil.example', 'http://editor.example', 'null'])(
    'is not %s',
    async (origin) => {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(404);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it('is still refused under a foreign host name', async () => {
    const headers = { origin: page, host: 'evil.example', ...question };
    expect(await test.send({ method: 'OPTIONS', url: '/v1/me', headers })).toMatchObject({ status: 403 });
  });
});

describe('a vault that allows no page', () => {
  it('answers none', async () => {
    const test = await openTestVault();
    const headers = { origin: page, ...question };
    const answer = await test.send({ method: 'OPTIONS', url: '/v1/me', headers });
    expect(answer.status).toBe(404);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    await test.close();
  });
});

describe('the origin of a page', () => {
  const start = (origin: string) => () => checkConfig({ dataDir: '/data', port: 0, origins: [origin] });

  it.each([
    'https://editor.example',
    'http://127.0.0.1:8080',
    'https://*.cdn.example',
    'https://a.example:1',
  ])('may be %s', (origin) => expect(start(origin)).not.toThrow());

  it.each([
    '*',
    'https://*',
    'editor.example',
    'https://editor.example/',
    'https://a.*.example',
    'file://',
    '',
  ])('may not be “%s”', (origin) => expect(start(origin)).toThrow('is not the origin of a web page'));

  it('below a name is any subdomain, and not the name itself', () => {
    const below = (origin: string): boolean => isOriginAmong(origin, ['https://*.cdn.example']);
    expect(['https://a.cdn.example', 'https://a.b.cdn.example'].map(below)).toEqual([true, true]);
    const others = ['https://cdn.example', 'https://.cdn.example', 'https://evil.example/.cdn.example'];
    expect(others.map(below)).toEqual([false, false, false]);
  });
});
