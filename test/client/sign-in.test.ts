import { describe, expect, it } from 'vitest';
import { type Circumstances, isOutOfReach, looksLikeKey, signInMethods } from '../../client/auth/sign-in.ts';

const openid = {
  issuer: 'https://login.example.com',
  clientId: 'agent-secrets',
  scopes: [],
  deviceCode: true,
};
const place = { program: 'commandLine', file: '/home/ada/.config/agent-secrets/keys.json' } as const;
const alone: Circumstances = { offer: {}, places: [], isLocal: true };

const kinds = (around: Circumstances): string[] => signInMethods(around).map(({ kind }) => kind);

describe('ways to sign in', () => {
  it('are a pasted key where the vault offers nothing else', () => {
    expect(kinds(alone)).toEqual(['paste']);
  });

  it('begin with the browser where the vault offers it', () => {
    expect(kinds({ offer: { openid }, places: [place], isLocal: true })).toEqual([
      'browser',
      'device',
      'found',
      'paste',
    ]);
    expect(kinds({ ...alone, offer: { openid: { ...openid, deviceCode: false } } })).toEqual([
      'browser',
      'paste',
    ]);
  });

  it('are a code in a remote or web window, where the browser cannot return', () => {
    const around = { ...alone, offer: { openid }, isLocal: false };
    expect([kinds(around), isOutOfReach(around)]).toEqual([['device', 'paste'], false]);
  });

  it('are only a key there when the vault allows no codes, which is said', () => {
    const around = { ...alone, offer: { openid: { ...openid, deviceCode: false } }, isLocal: false };
    expect([kinds(around), isOutOfReach(around)]).toEqual([['paste'], true]);
  });

  it('accept a key pasted into the choice of ways, and no other text', () => {
    expect(looksLikeKey('  ags_admin_notARealKey\n')).toBe(true);
    for (const text of ['', 'ags', 'browser', 'my ags_admin_notARealKey'])
      expect(looksLikeKey(text)).toBe(false);
  });
});
