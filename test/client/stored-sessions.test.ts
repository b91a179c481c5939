import { describe, expect, it } from 'vitest';
import {
  currentSession,
  parseSessions,
  type StoredSession,
  withoutSession,
  withSession,
} from '../../client/auth/stored-sessions.ts';

const ada: StoredSession = {
  id: '1',
  key: 'not-a-real-key-1',
  url: 'https://vault.example.com',
  account: { id: 'usr_ada', label: 'Ada' },
};

describe('stored sessions', () => {
  it.each([undefined, '', 'rubbish', '{}', '[{"id":"1"}]', '[null]'])(
    'are none when %j lies there',
    (text) => {
      expect(parseSessions(text)).toEqual([]);
    },
  );

  it('are read as they were written', () => {
    expect(parseSessions(JSON.stringify([ada]))).toEqual([ada]);
  });

  it('hold one key for each account of a vault', () => {
    const renewed = { ...ada, id: '2', key: 'not-a-real-key-2' };
    expect(withSession([ada], renewed)).toEqual([renewed]);
  });

  it('give a key only to the vault it was made for', () => {
    expect(currentSession([ada], 'https://elsewhere.example.com')).toBeUndefined();
    expect(currentSession([ada], ada.url)).toEqual(ada);
  });

  it('use the newest of several accounts', () => {
    const ben = { ...ada, id: '2', account: { id: 'usr_ben', label: 'Ben' } };
    expect(currentSession(withSession([ada], ben), ada.url)).toEqual(ben);
    expect(currentSession(withoutSession([ada, ben], '2'), ada.url)).toEqual(ada);
  });
});
