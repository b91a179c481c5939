import { describe, expect, it } from 'vitest';
import type { Identity, Right } from '../../contracts/vault-api/identity.ts';
import { openRun, type RunVault } from '../../run/open-run.ts';
import { VaultError } from '../../vault-client/index.ts';
import { environmentOfProgram } from '../../run/variables.ts';

const ends = '2026-01-02T04:04:05.000Z';

/** A vault that records its requests. */
function fakeVault(
  rights: readonly Right[],
  userId: string | undefined,
  own: Readonly<Record<string, string>> = { SHOP_API_KEY: 'not-a-real-value' },
) {
  const asked: string[] = [];
  const note = <T>(what: string, answer: T): Promise<T> => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const me: Identity = {
    id: 'me',
    name: 'Ann',
    role: 'author',
    accountId: 'acc',
    accountName: 'Account',
    rights: [...rights],
    vaultEnabled: true,
    ...(userId !== undefined && { userId }),
  };
  const token = {
    id: 'tok',
    token: 'not-a-real-token',
    name: 'run',
    role: 'agent',
    expiresAt: ends,
  } as const;
  const vault: RunVault = {
    url: 'https://vault.example.com',
    me: () => Promise.resolve(me),
    startSandbox: ({ minutes = 0 }) =>
      note(`start ${minutes}`, { id: 'sbx', token: 'not-a-real-session', expiresAt: ends }),
    readSandbox: (session) => note(`read ${session}`, own),
    readValue: async (read, agentId, secret) => {
      await note(`value ${read} ${agentId} ${secret}`, undefined);
      const value = secrets[secret];
      if (value === undefined) throw new VaultError('SecretNotFound', 'not found');
      return value;
    },
    endSandbox: (id) => note(`end ${id}`, undefined),
    issueToken: (_, { agentId, expiresAt }) => note(`issue ${String(agentId)} ${String(expiresAt)}`, token),
    revokeToken: (_, id) => note(`revoke ${id}`, undefined),
  };
  return { vault, asked };
}

const secrets: Readonly<Record<string, string | Record<string, string>>> = {
  stripe: 'not-a-real-stripe',
  crm: { client_id: 'not-a-real-id', nul: 'not-a-real\0value' },
};

const own: Right = 'environment:own';
const wish = { agentId: 'BOOKING', needsAgent: false, tokenEnds: ends };

describe('the environment of a run', () => {
  it('has the variables of the user and a token of the agent; the session ends immediately', async () => {
    const { vault, asked } = fakeVault([own, 'tokens:write'], 'u1');
    const run = await openRun(vault, wish);
    expect(run.lacks).toEqual([]);
    expect(run.personId).toBe('u1');
    expect(run.secrets).toEqual(['not-a-real-value', 'not-a-real-token']);
    expect(run.variables).toEqual({
      SHOP_API_KEY: 'not-a-real-value',
      AGENT_SECRETS_VAULT_URL: 'https://vault.example.com',
      AGENT_SECRETS_AGENT: 'BOOKING',
      AGENT_SECRETS_AGENT_TOKEN: 'not-a-real-token',
    });
    expect(asked).toEqual(['start 1', 'read not-a-real-session', 'end sbx', `issue BOOKING ${ends}`]);
  });

  it('is revoked once, however often the run is ended', async () => {
    const { vault, asked } = fakeVault([own, 'tokens:write'], 'u1');
    const run = await openRun(vault, wish);
    await Promise.all([run.end(), run.end()]);
    expect(asked.filter((one) => one.startsWith('revoke'))).toEqual(['revoke tok']);
  });

  it('is the token alone where the program reads only as the agent', async () => {
    const { vault, asked } = fakeVault([own, 'tokens:write'], 'u1');
    const run = await openRun(vault, { ...wish, needsAgent: true, wantsEnvironment: false });
    expect(Object.keys(run.variables)).toEqual([
      'AGENT_SECRETS_VAULT_URL',
      'AGENT_SECRETS_AGENT',
      'AGENT_SECRETS_AGENT_TOKEN',
    ]);
    expect(run.lacks).toEqual([]);
    expect(asked).toEqual([`issue BOOKING ${ends}`]);
  });

  it('omits the agent for an author, and says so only where there is one', async () => {
    const { vault } = fakeVault([own], 'u1');
    expect(await openRun(vault, wish)).toMatchObject({ lacks: ['agent'] });
    expect(await openRun(vault, { ...wish, agentId: undefined })).toMatchObject({ lacks: [] });
  });

  it('omits the variables where the key belongs to no person', async () => {
    const { vault, asked } = fakeVault([own, 'tokens:write'], undefined);
    expect(await openRun(vault, wish)).toMatchObject({ lacks: ['environment'] });
    expect(asked).toEqual([`issue BOOKING ${ends}`]);
  });

  it('is refused before anything is issued when the agent is required, or nothing is left', async () => {
    const author = fakeVault([own], 'u1');
    await expect(openRun(author.vault, { ...wish, needsAgent: true })).rejects.toMatchObject({
      code: 'needsAgent',
    });
    const noUser = fakeVault(['catalog:read'], undefined);
    await expect(openRun(noUser.vault, wish)).rejects.toMatchObject({ code: 'nothingToGive' });
    expect([...author.asked, ...noUser.asked]).toEqual([]);
  });

  it('ends the session also when its variables cannot be read', async () => {
    const { vault, asked } = fakeVault([own], 'u1');
    const failing = { ...vault, readSandbox: () => Promise.reject(new Error('away')) };
    await expect(openRun(failing, wish)).rejects.toThrow('away');
    expect(asked).toEqual(['start 1', 'end sbx']);
  });

  it.each([
    ['unusableVariable', 'SHOP_API_KEY', 'not-a-real\0value'],
    ['steeringVariable', 'HTTPS_PROXY', 'http://not-a-real-proxy'],
    ['invalidVariable', 'NODE_OPTIONS=--import=./evil.mjs//', 'not-a-real-value'],
    ['invalidVariable', 'PATH\0', 'not-a-real-value'],
    ['invalidVariable', '', 'not-a-real-value'],
  ])(
    'names a variable that no program can receive (%s: %j), and not its value',
    async (code, variable, value) => {
      const { vault } = fakeVault([own, 'tokens:write'], 'u1', { [variable]: value });
      const refused = await openRun(vault, wish).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code, about: { variable } });
      expect(JSON.stringify([refused, String(refused)])).not.toContain('not-a-real');
    },
  );
});

describe('variables that hold secrets of the agent', () => {
  const one = (name: string, secret: string, field?: string) => ({
    name,
    reference: { secret, ...(field !== undefined && { field }) },
  });

  it('are read with the token of the agent, each secret once', async () => {
    const { vault, asked } = fakeVault(['tokens:write'], undefined);
    const wanted = [one('A', 'stripe'), one('B', 'crm', 'client_id'), one('C', 'stripe')];
    const run = await openRun(vault, { ...wish, wanted });
    expect(run.variables).toMatchObject({
      A: 'not-a-real-stripe',
      B: 'not-a-real-id',
      C: 'not-a-real-stripe',
    });
    expect(run.secrets).toEqual(expect.arrayContaining(['not-a-real-stripe', 'not-a-real-id']));
    expect(asked.filter((text) => text.startsWith('value'))).toEqual([
      'value not-a-real-token BOOKING stripe',
      'value not-a-real-token BOOKING crm',
    ]);
  });

  it.each([
    ['SecretNotFound', one('A', 'nothing')],
    ['fieldNeeded', one('A', 'crm')],
    ['noSuchField', one('A', 'crm', 'toString')],
    ['noFields', one('A', 'stripe', 'client_id')],
    ['unusableVariable', one('A', 'crm', 'nul')],
    ['steeringVariable', one('LD_PRELOAD', 'stripe')],
  ])('are refused together, and the token with them: %s', async (code, wanted) => {
    const { vault, asked } = fakeVault(['tokens:write'], undefined);
    const refused = await openRun(vault, { ...wish, wanted: [one('B', 'stripe'), wanted] }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ code, about: { variable: wanted.name } });
    expect(JSON.stringify(refused)).not.toContain('not-a-real');
    expect(asked.at(-1)).toBe('revoke tok');
  });

  it('are refused with the cause, also when the token cannot be revoked', async () => {
    const { vault } = fakeVault(['tokens:write'], undefined);
    const away = { ...vault, revokeToken: () => Promise.reject(new Error('away')) };
    await expect(openRun(away, { ...wish, wanted: [one('A', 'nothing')] })).rejects.toMatchObject({
      code: 'SecretNotFound',
    });
  });
});

describe('the environment of a program', () => {
  it('is the inherited one, then what is given, without our own keys', () => {
    const base = { PATH: '/bin', SHOP_API_KEY: 'old', AGENT_SECRETS_KEY: 'not-a-real-key', GONE: undefined };
    const env = environmentOfProgram({ ...base, ELECTRON_RUN_AS_NODE: '1' }, { SHOP_API_KEY: 'new' });
    expect(env).toEqual({ PATH: '/bin', SHOP_API_KEY: 'new' });
  });
});
