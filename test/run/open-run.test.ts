import { describe, expect, it } from 'vitest';
import type { Identity, Right } from '../../contracts/vault-api/identity.ts';
import { openRun, type RunVault } from '../../run/open-run.ts';
import { environmentOfProgram } from '../../run/variables.ts';

const ends = '2026-01-02T04:04:05.000Z';

/** A vault that writes down what it is asked. */
function fakeVault(rights: readonly Right[], userId: string | undefined, value = 'not-a-real-value') {
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
    readSandbox: (session) => note(`read ${session}`, { SHOP_API_KEY: value }),
    endSandbox: (id) => note(`end ${id}`, undefined),
    issueToken: (_, { agentId, expiresAt }) => note(`issue ${String(agentId)} ${String(expiresAt)}`, token),
    revokeToken: (_, id) => note(`revoke ${id}`, undefined),
  };
  return { vault, asked };
}

const own: Right = 'environment:own';
const wish = { agentId: 'BOOKING', needsAgent: false, tokenEnds: ends };

describe('what a run is given', () => {
  it('are the variables of the person and a token of the agent; the session ends at once', async () => {
    const { vault, asked } = fakeVault([own, 'tokens:write'], 'u1');
    const run = await openRun(vault, wish);
    expect(run.lacks).toEqual([]);
    expect(run.personId).toBe('u1');
    expect(run.variables).toEqual({
      SHOP_API_KEY: 'not-a-real-value',
      AGENT_SECRETS_VAULT_URL: 'https://vault.example.com',
      AGENT_SECRETS_AGENT: 'BOOKING',
      AGENT_SECRETS_AGENT_TOKEN: 'not-a-real-token',
    });
    expect(asked).toEqual(['start 1', 'read not-a-real-session', 'end sbx', `issue BOOKING ${ends}`]);
  });

  it('is taken back once, however often the run is ended', async () => {
    const { vault, asked } = fakeVault([own, 'tokens:write'], 'u1');
    const run = await openRun(vault, wish);
    await Promise.all([run.end(), run.end()]);
    expect(asked.filter((one) => one.startsWith('revoke'))).toEqual(['revoke tok']);
  });

  it('lacks the agent for an author, and says so only where there is one', async () => {
    const { vault } = fakeVault([own], 'u1');
    expect(await openRun(vault, wish)).toMatchObject({ lacks: ['agent'] });
    expect(await openRun(vault, { ...wish, agentId: undefined })).toMatchObject({ lacks: [] });
  });

  it('lacks the variables where the key is nobody’s', async () => {
    const { vault, asked } = fakeVault([own, 'tokens:write'], undefined);
    expect(await openRun(vault, wish)).toMatchObject({ lacks: ['environment'] });
    expect(asked).toEqual([`issue BOOKING ${ends}`]);
  });

  it('is refused before anything is taken when the agent is needed, or nothing would be left', async () => {
    const author = fakeVault([own], 'u1');
    await expect(openRun(author.vault, { ...wish, needsAgent: true })).rejects.toMatchObject({
      code: 'needsAgent',
    });
    const nobody = fakeVault(['catalog:read'], undefined);
    await expect(openRun(nobody.vault, wish)).rejects.toMatchObject({ code: 'nothingToGive' });
    expect([...author.asked, ...nobody.asked]).toEqual([]);
  });

  it('ends the session also when its variables cannot be read', async () => {
    const { vault, asked } = fakeVault([own], 'u1');
    const failing = { ...vault, readSandbox: () => Promise.reject(new Error('away')) };
    await expect(openRun(failing, wish)).rejects.toThrow('away');
    expect(asked).toEqual(['start 1', 'end sbx']);
  });

  it('names a variable that no program can be given, and not its value', async () => {
    const { vault } = fakeVault([own], 'u1', 'not-a-real\0value');
    const refused = await openRun(vault, wish).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'unusableVariable', variable: 'SHOP_API_KEY' });
    expect(String(refused)).not.toContain('not-a-real');
  });
});

describe('the environment of a program', () => {
  it('is what was there, what is given above it, and none of our own keys', () => {
    const base = { PATH: '/bin', SHOP_API_KEY: 'old', AGENT_SECRETS_KEY: 'not-a-real-key', GONE: undefined };
    const env = environmentOfProgram({ ...base, ELECTRON_RUN_AS_NODE: '1' }, { SHOP_API_KEY: 'new' });
    expect(env).toEqual({ PATH: '/bin', SHOP_API_KEY: 'new' });
  });
});
