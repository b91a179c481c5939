import { describe, expect, it } from 'vitest';
import { createTranslate } from '../../contracts/words.ts';
import { type StatusInput, statusOf } from '../../client/status.ts';
import { catalogOf, identity, secret } from './support.ts';

const ready: StatusInput = {
  session: { kind: 'ready', identity },
  accountLabel: 'Ada · Example account',
  agentName: 'Hotel Booking',
  projectProblem: undefined,
  serverFailed: false,
  catalog: {
    kind: 'known',
    catalog: catalogOf('booking', [secret('a'), secret('b'), secret('c', { access: 'missing' })]),
    stale: false,
  },
  problems: 2,
  ageOf: () => '3 minutes ago',
};

const rows = (change: Partial<StatusInput> = {}) => statusOf({ ...ready, ...change }, createTranslate());
const status = (change: Partial<StatusInput> = {}) => rows(change).agent;
const missing = (reason: 'failed' | 'refused' | 'unknownAgent') =>
  status({ catalog: { kind: 'missing', reason, message: 'No.' } });

describe('the status', () => {
  it('says agent, sign-in, age of the names and problems', () => {
    expect(status()).toEqual({
      text: 'Hotel Booking',
      detail: '2 secrets, as of 3 minutes ago · 2 problems here',
      isBusy: false,
      isWarning: false,
      command: { command: 'agentSecrets.pickAgent', title: 'Pick Agent' },
    });
    expect(status({ problems: 1 }).detail).toMatch(/· 1 problem here$/);
    expect(status({ problems: 0, agentName: undefined, catalog: undefined })).toMatchObject({
      text: 'No agent project',
      detail: '',
    });
    expect(rows().account).toMatchObject({
      text: 'Signed in as Ada',
      detail: '',
      command: { command: 'agentSecrets.switchAccount', title: 'Switch Account' },
    });
  });

  it.each([
    [{ kind: 'signedOut' }, 'signed out', 'Sign In', false],
    [{ kind: 'signedOut', message: 'The key has expired.' }, 'your session has ended', 'Sign In', true],
    [{ kind: 'loading' }, 'contacting the vault…', 'Try Again', false],
    [{ kind: 'offline', message: 'No.' }, 'vault is unreachable', 'Try Again', true],
    [{ kind: 'failed', message: 'No.' }, 'vault returned an invalid response', 'Show Log', true],
    [{ kind: 'disabled', identity }, 'vault turned off for the account', 'Try Again', false],
  ] as const)('of %j says "%s" and offers "%s"', (session, words, title, isWarning) => {
    const { detail, command, ...rest } = status({ session });
    expect(detail.startsWith(words)).toBe(true);
    expect(command.title).toBe(title);
    expect(rest.isWarning).toBe(isWarning);
  });

  it('is busy while a slow vault is asked, without a warning', () => {
    expect(status({ session: { kind: 'loading' } })).toMatchObject({ isBusy: true, isWarning: false });
    expect(status({ catalog: { kind: 'loading' } })).toMatchObject({ isBusy: true, isWarning: false });
  });

  it('says whose names are shown while the vault is unreachable, and how old they are', () => {
    const { agent, account } = rows({ session: { kind: 'offline', message: 'No.' } });
    expect(agent.detail).toBe('vault is unreachable');
    expect(account).toMatchObject({
      text: 'Signed in as Ada · Example account',
      detail: '2 secrets, as of 3 minutes ago',
    });
  });

  it('names no account once no one is signed in', () => {
    const { agent, account } = rows({ session: { kind: 'signedOut' }, catalog: undefined });
    expect([agent.detail, account]).toEqual(['signed out', undefined]);
  });

  it('says what the account may not see, and offers another account', () => {
    expect(missing('refused')).toMatchObject({ isWarning: true, command: { title: 'Switch Account' } });
    expect(missing('refused').detail).toMatch(/^you cannot see this agent’s secrets/);
    expect(missing('unknownAgent').detail).toMatch(/^the agent does not exist in your account/);
    expect(missing('failed')).toMatchObject({ command: { title: 'Try Again' } });
  });

  it('says what is wrong with the project or the language server', () => {
    expect(status({ projectProblem: 'project.yaml has no project_id.' }).detail).toMatch(
      /^project.yaml has no/,
    );
    expect(status({ serverFailed: true }).command.title).toBe('Restart Language Server');
  });

  it('says that names are an example, and still offers to sign in', () => {
    const catalog = { kind: 'known', catalog: catalogOf('booking', [secret('a')]), stale: false } as const;
    const shown = status({ session: { kind: 'signedOut' }, catalog: { ...catalog, example: true } });
    expect(shown.detail).toBe('signed out · names of the example catalog');
    expect(shown.command.command).toBe('agentSecrets.signIn');
  });
});
