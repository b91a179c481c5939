import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../contracts/vault-api/problem.ts';
import { sendBytes } from '../fuzz/socket.ts';
import { listen, openTestVault, type TestVault } from '../support/test-vault.ts';

let alone: TestVault;
let proxied: TestVault;
let port: number;
let portBehindProxy: number;
beforeAll(async () => {
  alone = await openTestVault();
  port = await listen(alone);
  proxied = await openTestVault({ proxies: ['127.0.0.1'] });
  portBehindProxy = await listen(proxied);
});
afterAll(async () => {
  await alone.close();
  await proxied.close();
});

async function answerTo(lines: readonly string[], to = port): Promise<{ status: number; json: Problem }> {
  const answer = await sendBytes(to, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), true);
  if (typeof answer === 'string') throw new Error(answer);
  return { status: answer.status, json: JSON.parse(answer.body.toString()) as Problem };
}

describe('a target that names a host', () => {
  it.each(['http://localhost/healthz', 'http://127.0.0.1:8250/healthz', 'HTTPS://[::1]/healthz'])(
    'is answered when it is the vault: %s',
    async (target) => {
      expect(await answerTo([`GET ${target} HTTP/1.1`, 'host: localhost'])).toMatchObject({ status: 200 });
    },
  );

  it.each([
    'http://evil.example/healthz',
    'http://evil.example:8250/healthz',
    'https://localhost.evil.example/healthz',
    'http://localhost@evil.example/healthz',
    'http://evil.example@localhost/healthz',
    'http://evil.example#localhost/healthz',
    'http:///healthz',
    'ftp://localhost/healthz',
  ])('is refused when it is another one, regardless of the header: %s', async (target) => {
    const answer = await answerTo([`GET ${target} HTTP/1.1`, 'host: localhost']);
    expect(answer).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it('does not replace the header', async () => {
    const answer = await answerTo(['GET http://localhost/healthz HTTP/1.1', 'host: evil.example']);
    expect(answer).toMatchObject({ status: 403, json: { code: 'HostNotAllowed' } });
  });

  it('opens no tunnel', async () => {
    const connecting = Buffer.from('CONNECT evil.example:443 HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(await sendBytes(port, connecting, true)).toBe('closed');
  });
});

describe("a proxy's statement about the sender", () => {
  const ask = (lines: readonly string[], to: number) =>
    answerTo(['GET /v1/me HTTP/1.1', 'host: localhost', 'x-api-key: ags_admin_unknown', ...lines], to);
  const lastAddress = async ({ vault }: TestVault) =>
    (await vault.storage.auditAfter(0, 1000)).at(-1)?.address;

  it.each([
    'nonsense',
    'unknown',
    '10.1.1.1, nonsense',
    'nonsense, 10.1.1.1',
    '10.1.1.1:443',
    '[2001:db8::1]',
    '10.1.1.1,',
    '10.1.1',
    '',
  ])('is refused when it is not an address: %j', async (forwarded) => {
    const answer = await ask([`x-forwarded-for: ${forwarded}`], portBehindProxy);
    expect(answer).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it('is refused when one of several headers is not an address', async () => {
    const lines = ['x-forwarded-for: 10.1.1.1', 'x-forwarded-for: nonsense'];
    expect(await ask(lines, portBehindProxy)).toMatchObject({ status: 400 });
  });

  it('is trusted when it is a list of addresses: the last one that is not a proxy', async () => {
    const answer = await ask(['x-forwarded-for: 2001:db8::9, 10.1.1.1'], portBehindProxy);
    expect(answer).toMatchObject({ status: 401 });
    expect(await lastAddress(proxied)).toBe('10.1.1.1');
  });

  it.each(['x-forwarded-for: nonsense', 'x-forwarded-for: 10.1.1.1', 'forwarded: for=10.1.1.1'])(
    'is ignored from anything but a proxy: %s',
    async (line) => {
      expect(await ask([line], port)).toMatchObject({ status: 401 });
      expect(await lastAddress(alone)).toBe('127.0.0.1');
    },
  );

  it('is ignored in Forwarded, even from a proxy', async () => {
    const lines = ['x-forwarded-for: 10.1.1.2', 'forwarded: for=10.9.9.9'];
    expect(await ask(lines, portBehindProxy)).toMatchObject({ status: 401 });
    expect(await lastAddress(proxied)).toBe('10.1.1.2');
  });
});
