import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { AssistantError } from '../../assistants/index.ts';
import {
  type FieldOptions,
  openSecureField,
  type SecureField,
} from '../../assistants/secure-field/secure-field.ts';

const canary = 'not-a-real-canary-of-a-page';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

describe('the page for a value', () => {
  const open: SecureField[] = [];
  const saved: string[] = [];
  const bugs: unknown[] = [];
  afterEach(() => {
    for (const field of open.splice(0)) field.close();
    saved.splice(0);
    bugs.splice(0);
  });

  async function page(changes: Partial<FieldOptions> = {}): Promise<SecureField> {
    const field = await openSecureField({
      vault: 'https://vault.example.com',
      person: 'Ann',
      name: 'PAYMENTS_API_KEY',
      purpose: 'To charge cards',
      replaces: false,
      lifetime: 60_000,
      save: (value) => Promise.resolve(void saved.push(value)),
      reportBug: (error) => void bugs.push(error),
      ...changes,
    });
    open.push(field);
    return field;
  }

  /** Like fetch, but can set any header. */
  const send = (url: string, { method = 'GET', headers = {}, form }: Sent = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const body = form && new URLSearchParams(form).toString();
      const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
      const sent = request(url, { method, headers: { ...type, ...headers }, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });

  /** The cookies that a browser keeps after its visit. */
  async function visit({ url }: SecureField) {
    const answer = await send(url);
    const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
    const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(answer.body) ?? [];
    return { ...answer, cookie, csrf, origin: new URL(url).origin };
  }

  const submit = (field: SecureField, visited: Awaited<ReturnType<typeof visit>>, sent: Sent = {}) =>
    send(field.url, {
      method: 'POST',
      headers: { cookie: visited.cookie, origin: visited.origin, ...sent.headers },
      form: { csrf: visited.csrf, answer: 'save', value: canary, ...sent.form },
    });

  it('saves what was typed, once', async () => {
    const field = await page();
    const visited = await visit(field);
    expect(await submit(field, visited)).toMatchObject({ status: 200 });
    expect(await field.outcome).toBe('saved');
    expect(saved).toEqual([canary]);
    await expect(submit(field, visited)).rejects.toThrow(/ECONNREFUSED|socket/);
  });

  it('shows who asks for what, and quotes the assistant without hidden characters', async () => {
    const field = await page({ purpose: '</blockquote><script>alert(1)</script>\u202Egpj\u001B[31m' });
    const { body } = await visit(field);
    for (const shown of ['PAYMENTS_API_KEY', 'Ann', 'https://vault.example.com', field.code])
      expect(body).toContain(shown);
    expect(body).not.toMatch(/<script|\p{Cf}/u);
    expect(body).not.toContain('\u001B');
    expect(body).toContain('\\u{202e}gpj');
  });

  it('keeps all lines of a value', async () => {
    const field = await page();
    await submit(field, await visit(field), { form: { value: 'one\r\ntwo' } });
    expect(saved).toEqual(['one\ntwo']);
  });

  it('can be declined', async () => {
    const field = await page();
    await submit(field, await visit(field), { form: { answer: 'decline' } });
    expect(await field.outcome).toBe('declined');
    expect(saved).toEqual([]);
  });

  it('replaces a stored value only after a tick', async () => {
    const field = await page({ replaces: true });
    const visited = await visit(field);
    const asked = await submit(field, visited);
    expect(asked).toMatchObject({ status: 422 });
    expect(asked.body).not.toContain(canary);
    expect(saved).toEqual([]);
    await submit(field, visited, { form: { replace: 'yes' } });
    expect(saved).toEqual([canary]);
  });

  it('says why nothing was saved, and lets the user try again', async () => {
    let attempts = 0;
    const field = await page({
      save: () =>
        ++attempts === 1
          ? Promise.reject(new AssistantError('The vault is unreachable.'))
          : Promise.resolve(),
    });
    const visited = await visit(field);
    const failed = await submit(field, visited);
    expect(failed.body).toContain('The vault is unreachable.');
    expect(failed.body).not.toContain(canary);
    expect(await submit(field, visited)).toMatchObject({ status: 200 });
  });

  it('shows nothing of an unexpected error, which may quote the value', async () => {
    const field = await page({ save: (value) => Promise.reject(new Error(`Bad value: ${value}`)) });
    const { body, status } = await submit(field, await visit(field));
    expect(status).toBe(422);
    expect(body).toContain('because of a bug');
    expect(body).not.toContain('Bad value');
    expect(bugs).toHaveLength(1);
  });

  it('ends with its lifetime', async () => {
    const field = await page({ lifetime: 1 });
    expect(await field.outcome).toBe('expired');
    await expect(send(field.url)).rejects.toThrow(/ECONNREFUSED/);
  });

  it.each<[string, Sent]>([
    ['another host name', { headers: { host: 'attacker.example' } }],
    ['a frame', { headers: { 'sec-fetch-dest': 'iframe' } }],
    ['a prefetch', { headers: { 'sec-purpose': 'prefetch' } }],
    ['another method', { method: 'PUT' }],
  ])('%s gets no form and does not use up the visit', async (_, sent) => {
    const field = await page();
    const answer = await send(field.url, sent);
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await visit(field)).toMatchObject({ status: 200 });
  });

  it('belongs to the first visitor', async () => {
    const field = await page();
    const first = await visit(field);
    expect(await send(field.url)).toMatchObject({ status: 403 });
    expect(await send(field.url, { headers: { cookie: first.cookie } })).toMatchObject({ status: 200 });
  });

  it.each<[string, Sent]>([
    ['another origin', { headers: { origin: 'https://attacker.example' } }],
    ['an unknown origin', { headers: { origin: 'null' } }],
    ['no cookie', { headers: { cookie: '' } }],
    ['another cookie', { headers: { cookie: 'visitor=AAAAAAAAAAAAAAAAAAAAAA' } }],
    ['another host name', { headers: { host: 'attacker.example' } }],
    ['no token', { form: { csrf: '' } }],
    ['another type', { headers: { 'content-type': 'text/plain' } }],
  ])('a form with %s saves nothing', async (_, sent) => {
    const field = await page();
    const visited = await visit(field);
    expect(await submit(field, visited, sent)).toMatchObject({ status: 403 });
    expect(saved).toEqual([]);
    expect(await submit(field, visited)).toMatchObject({ status: 200 });
  });

  it('another path gets nothing', async () => {
    const field = await page();
    expect(await send(`${new URL(field.url).origin}/`)).toMatchObject({ status: 403 });
  });

  it('refuses a form that is far larger than any value', async () => {
    const field = await page();
    const visited = await visit(field);
    await submit(field, visited, { form: { value: 'x'.repeat(300_000) } }).catch(() => undefined);
    expect(saved).toEqual([]);
  });

  it('allows nothing but its own style and target, and is not stored', async () => {
    const { headers } = await visit(await page());
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/,
    );
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
    expect(String(headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  });
});
