import { describe, expect, it } from 'vitest';
import {
  accountOf,
  currentSession,
  parsePlaces,
  parseSession,
  personLeaves,
  placeOf,
  type StoredSession,
} from '../../client/session/stored-sessions.ts';
import { identity } from './support.ts';

const ada: StoredSession = {
  id: '1',
  key: 'not-a-real-key-1',
  url: 'https://vault.example.com',
  account: { id: 'usr_ada', label: 'Ada' },
  origin: 'signIn',
  createdAt: 1,
};
const ben = { ...ada, id: '2', account: { id: 'usr_ben', label: 'Ben' }, createdAt: 2 };

describe('stored sessions', () => {
  it.each([undefined, '', 'rubbish', '{}', '{"id":"1"}', '[null]', JSON.stringify({ ...ada, origin: 'x' })])(
    'are empty when the storage contains %j',
    (text) => {
      expect(parseSession(text)).toBeUndefined();
    },
  );

  it('are read as they were written', () => {
    expect(parseSession(JSON.stringify(ada))).toEqual(ada);
  });

  it('are separate for each account and each vault', () => {
    const places = [ada, ben, { ...ada, url: 'https://elsewhere.example.com' }].map(placeOf);
    expect(new Set(places).size).toBe(3);
    expect(parsePlaces(JSON.stringify([...places, 'foreign', 1]))).toEqual(places);
  });

  it('belong to the user, not to the key of one sign-in', () => {
    const [before, after] = ['ses_1', 'ses_2'].map((id) => accountOf({ ...identity, id, userId: 'usr_ada' }));
    expect(before).toEqual(after);
    expect(accountOf({ ...identity, id: 'key_1' }).id).toBe('key_1');
  });

  it('keep the forms of a user who signs in again, and close those of a user who is replaced', () => {
    const renewed = { ...ada, id: '3', key: 'not-a-real-key-3' };
    expect([undefined, renewed].map((now) => personLeaves(undefined, now))).toEqual([false, false]);
    expect([renewed, ben, undefined].map((now) => personLeaves(ada, now))).toEqual([false, true, true]);
    expect(personLeaves(ada, { ...ada, url: 'https://elsewhere.example.com' })).toBe(true);
  });

  it('give a key only to the vault it was made for', () => {
    expect(currentSession([ada], 'https://elsewhere.example.com', 'usr_ada')).toBeUndefined();
    expect(currentSession([ada], ada.url, undefined)).toEqual(ada);
  });

  it('use the chosen account, otherwise the newest', () => {
    expect(currentSession([ben, ada], ada.url, undefined)).toEqual(ben);
    expect(currentSession([ben, ada], ada.url, 'usr_ada')).toEqual(ada);
    expect(currentSession([ben, ada], ada.url, 'usr_gone')).toEqual(ben);
  });
});
