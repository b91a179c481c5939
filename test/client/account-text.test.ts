import { describe, expect, it } from 'vitest';
import { accountText } from '../../client/tree/account-text.ts';
import { inEnglish } from '../../contracts/words.ts';
import { identity } from './support.ts';

describe('the row of the signed-in user', () => {
  it('says who is signed in, in which role, at which vault', () => {
    const text = accountText({ ...identity, role: 'author' }, 'https://vault.example.com:8250/', inEnglish);
    expect(text).toEqual({
      name: 'Ada',
      description: 'author · vault.example.com:8250',
      details: [
        'Signed in as Ada (author)',
        'Account: Example account',
        'Vault: https://vault.example.com:8250/',
      ],
    });
    expect(accountText(identity, 'nowhere', inEnglish).description).toBe('account admin · nowhere');
  });
});
