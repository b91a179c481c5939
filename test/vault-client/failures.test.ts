import { describe, expect, it } from 'vitest';
import { problems } from '../../contracts/vault-api/problem.ts';
import { createTranslate } from '../../contracts/words.ts';
import { createVaultClient, VaultError } from '../../vault-client/index.ts';
import { fakeFetch, json, problem, type Reaction } from './fake-fetch.ts';

const key = 'ags_admin_not-a-real-key';
const url = 'http://127.0.0.1:8250';

async function failure(reaction: Reaction | (() => Reaction), options: object = {}): Promise<VaultError> {
  const { fetch } = fakeFetch(reaction);
  const client = createVaultClient({ url, key, fetch, timeoutMs: 30, ...options });
  const error: unknown = await client.me().catch((reason: unknown) => reason);
  if (!(error instanceof VaultError)) throw new Error('not a VaultError');
  return error;
}

describe('a refusal of the vault', () => {
  it.each(Object.entries(problems))('is reported by its code: %s', async (code, { status }) => {
    const error = await failure(problem(status, code, 'The text of the answer.'));
    expect(error).toMatchObject({ code, status, requestId: 'abc-1' });
    expect(error.message).toMatch(/^Cannot sign in at 127\.0\.0\.1:8250: .+\.$/);
    // Only where the vault knows better what is wrong with the request.
    expect(error.message.includes('The text of the answer.')).toBe([400, 409, 422].includes(status));
  });

  it.each([
    ['a sentence', 'A name has at most 128 characters.', true],
    ['several lines', 'one\ntwo.', false],
    ['a long text', `${'long '.repeat(80)}.`, false],
    ['a text that turns around', 'abc \u202e def.', false],
    ['a control sequence', 'red \u001b[31m.', false],
    ['nothing', '', false],
    ['no sentence', 'rubbish', false],
    ['a link', 'Go on [here](command:rubbish).', false],
    ['a tag', 'Go on <b>here</b>.', false],
    ['a key', 'The key ags_admin_x is none.', false],
    ['the value', 'The value not-a-real-key is too short.', false],
  ])('is reported in the words of the vault: %s', async (_what, detail, isShown) => {
    const { fetch } = fakeFetch(problem(400, 'InvalidInput', detail));
    const client = createVaultClient({ url, key, fetch });
    const secret = { name: 'x', kind: 'single', value: 'not-a-real-key', agentIds: [] } as const;
    const error: unknown = await client
      .createSecret('acc', { ...secret, agentIds: [] })
      .catch((reason: unknown) => reason);
    const own = `Cannot create the secret "x" at 127.0.0.1:8250: ${detail}`;
    expect(error instanceof VaultError && error.message === own).toBe(isShown);
    if (!isShown) expect(error).toMatchObject({ message: expect.stringContaining('Check names') as string });
  });

  it("is reported in the caller's language, the vault's own words unchanged", async () => {
    const translate = createTranslate({
      'Cannot {action} at {where}: {reason}': '{action} bei {where} nicht möglich: {reason}',
      'sign in': 'Anmelden',
      'your role does not allow this. Ask an account admin.': 'Die Rolle erlaubt es nicht.',
    });
    expect((await failure(problem(403, 'Forbidden'), { translate })).message).toBe(
      'Anmelden bei 127.0.0.1:8250 nicht möglich: Die Rolle erlaubt es nicht.',
    );
    expect((await failure(problem(409, 'Conflict', 'It is {where} now.'), { translate })).message).toBe(
      'Anmelden bei 127.0.0.1:8250 nicht möglich: It is {where} now.',
    );
  });

  it('does not repeat a value of several fields either', async () => {
    const { fetch } = fakeFetch(problem(400, 'InvalidInput', 'The field holds not-a-real-token.'));
    const value = { user: 'me', token: 'not-a-real-token' };
    const creating = createVaultClient({ url, key, fetch }).createSecret('acc', {
      name: 'x',
      kind: 'key_value',
      value,
      agentIds: [],
    });
    await expect(creating).rejects.toThrow('Check names');
  });

  it('does not repeat values of changed fields either', async () => {
    const { fetch } = fakeFetch(problem(400, 'InvalidInput', 'The field holds not-a-real-token.'));
    const fields = { set: { token: 'not-a-real-token' } };
    const changing = createVaultClient({ url, key, fetch }).changeSecret('acc', 'x', { fields }, 'sec_x.r1');
    await expect(changing).rejects.toThrow('Check names');
  });

  it('names the refused entries of an import, without what may repeat a value', async () => {
    const entry = (index: number, detail: string) => ({ index, code: 'InvalidInput', detail });
    const entries = [
      entry(0, 'The name is too long.'),
      entry(1, 'The value not-a-real-key is too long.'),
      entry(2, 'Go on [here](command:rubbish).'),
    ];
    const body = {
      type: '',
      title: '',
      status: 409,
      detail: 'Two were refused.',
      code: 'NameTaken',
      requestId: 'x',
    };
    const { fetch } = fakeFetch(json({ ...body, entries }, { status: 409 }));
    const secret = { name: 'a', kind: 'single', value: 'not-a-real-key' } as const;
    const error: unknown = await createVaultClient({ url, key, fetch })
      .importSecrets('acc', { secrets: [secret, secret, secret] })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'NameTaken',
      message: 'Cannot import the secrets at 127.0.0.1:8250: Two were refused.',
      entries: [{ index: 0, detail: 'The name is too long.' }],
    });
  });

  it.each([
    [401, 'Unauthenticated'],
    [403, 'Forbidden'],
    [404, 'NotFound'],
    [418, 'InvalidInput'],
    [429, 'TooManyRequests'],
    [507, 'Unavailable'],
  ])('with a code of a newer vault is reported by its status %i', async (status, code) => {
    expect(await failure(problem(status, 'SomethingNew'))).toMatchObject({ code, status });
  });

  it('does not copy an odd request id into messages', async () => {
    const body = { type: '', title: '', status: 403, detail: '', code: 'Forbidden', requestId: '<b>\n' };
    expect((await failure(json(body, { status: 403 }))).requestId).toBeUndefined();
  });
});

describe('an invalid answer', () => {
  it.each([
    ['a page', new Response('<html>Welcome</html>')],
    ['an error page', new Response('<html>Bad gateway</html>', { status: 502 })],
    ['an empty answer', new Response('')],
    ['broken JSON', new Response('{"id": ')],
    ['a list', json([])],
    ['null', json(null)],
    ['another shape', json({ id: 'x' })],
    ['a shape with one wrong type', json({ ...me, rights: [7] })],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://evil.example/' } })],
  ])('is a bad answer: %s', async (_what, answer) => {
    const error = await failure(answer);
    expect(error.code).toBe('BadAnswer');
    expect(error.message).not.toMatch(/Welcome|html|evil/);
  });

  it('does not include additions of a newer vault', async () => {
    const { fetch } = fakeFetch(json({ ...me, more: true, rights: [...me.rights, 'moon:land'] }));
    expect(await createVaultClient({ url, key, fetch }).me()).toMatchObject({ id: 'tok' });
  });
});

describe('a missing answer', () => {
  it('ends at the timeout', async () => {
    const error = await failure('hang');
    expect(error.code).toBe('TimedOut');
    expect(error.message).toContain('in time');
  });

  it('ends when the answer stops in the middle', async () => {
    const { fetch } = fakeFetch(new Response(null));
    const stuck: typeof fetch = async (address, init) => {
      const answer = await fetch(address, init);
      const text = () =>
        new Promise<string>((_resolve, reject) => {
          init.signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      return { status: 200, headers: answer.headers, body: null, text };
    };
    const client = createVaultClient({ url, key, fetch: stuck, timeoutMs: 30 });
    await expect(client.me()).rejects.toMatchObject({ code: 'TimedOut' });
  });

  it('is asked for again next to it after another request failed, because the connection may be dead', async () => {
    const { fetch, sent } = fakeFetch('hang', 'hang', json(me));
    const client = createVaultClient({ url, key, fetch, timeoutMs: 300 });
    await expect(client.me()).rejects.toMatchObject({ code: 'TimedOut' });
    expect(sent).toHaveLength(1);
    expect(await client.me()).toMatchObject({ id: 'tok' });
    expect(sent).toHaveLength(3);
  });

  it('of a change is never asked for again', async () => {
    const { fetch, sent } = fakeFetch('hang');
    const client = createVaultClient({ url, key, fetch, timeoutMs: 30 });
    await expect(client.deleteVariable('NAME')).rejects.toMatchObject({ code: 'TimedOut' });
    expect(sent).toHaveLength(1);
  });

  it('can be aborted', async () => {
    const { fetch } = fakeFetch('hang');
    const client = createVaultClient({ url, key, fetch });
    await expect(client.me(AbortSignal.timeout(5))).rejects.toMatchObject({ code: 'Aborted' });
    await expect(client.me(AbortSignal.abort())).rejects.toMatchObject({ name: 'VaultError' });
  });
});

describe('an unusable address or key', () => {
  it.each([
    ['http://vault.example', 'plain HTTP'],
    ['http://192.168.1.5:8250', 'plain HTTP'],
    ['http://localhost.evil.example', 'plain HTTP'],
    ['http://127.0.0.1.evil.example', 'plain HTTP'],
    ['ftp://127.0.0.1', 'not an http:// or https:// address'],
    ['rubbish', 'not an http:// or https:// address'],
    ['', 'not an http:// or https:// address'],
    ['https://user:pass@vault.example', 'user name or password'],
  ])('is reported before anything is sent: %j', async (address, words) => {
    const { fetch, sent } = fakeFetch(json(me));
    const client = createVaultClient({ url: address, key, fetch });
    await expect(client.me()).rejects.toThrow(words);
    await expect(client.me()).rejects.toMatchObject({ code: 'InvalidInput' });
    expect(sent).toEqual([]);
  });

  it.each(['http://localhost:1', 'http://127.9.9.9', 'http://[::1]:8250', 'https://vault.example'])(
    'is not %s',
    async (address) => {
      const { fetch } = fakeFetch(json(me));
      expect(await createVaultClient({ url: address, key, fetch }).me()).toMatchObject({ id: 'tok' });
    },
  );

  it.each(['', 'two words', 'line\nbreak', 'schlüssel', ' padded'])(
    'is reported for the key %j',
    async (wrong) => {
      const error = await failure(json(me), { key: wrong });
      expect(error.code).toBe('InvalidInput');
      expect(error.message).toContain('key');
      if (wrong !== '') expect(error.message).not.toContain(wrong);
    },
  );
});

const me = {
  id: 'tok',
  name: 'Me',
  role: 'admin',
  accountId: 'acc',
  accountName: 'Account',
  rights: ['secrets:list'],
  vaultEnabled: true,
} as const;
