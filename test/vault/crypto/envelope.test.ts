import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  openSecret,
  rewrapDataKey,
  type SealedSecret,
  sealSecret,
  type SecretPlace,
} from '../../../vault/crypto/envelope.ts';
import { IntegrityError } from '../../../vault/crypto/index.ts';

const place: SecretPlace = {
  vaultId: 'vlt_1',
  accountId: 'acc_1',
  secretId: 'sec_1',
  name: 'stripe_api_key',
  kind: 'single',
  version: 1,
};
const plaintext = Buffer.from('"not-a-real-key"');

function termKeys(...terms: readonly number[]) {
  const keys = new Map(terms.map((term) => [term, createSecretKey(randomBytes(32))]));
  return { newest: Math.max(...terms), get: (term: number) => keys.get(term) };
}

describe('a sealed secret', () => {
  const terms = termKeys(1, 2);
  const sealed = sealSecret(terms, place, plaintext);

  it('opens in its place', () => {
    expect(openSecret(terms, place, sealed)).toEqual(plaintext);
  });

  it('never has the same ciphertext twice', () => {
    const again = sealSecret(terms, place, plaintext);
    expect(again.sealedValue.equals(sealed.sealedValue)).toBe(false);
    expect(again.wrappedKey.equals(sealed.wrappedKey)).toBe(false);
  });

  it('starts with its format and contains its term', () => {
    expect([...sealed.sealedValue.subarray(0, 5)]).toEqual([1, 0, 0, 0, 2]);
    expect([...sealed.wrappedKey.subarray(0, 5)]).toEqual([2, 0, 0, 0, 2]);
  });

  it.each(['wrappedKey', 'sealedValue'] as const)('does not open when any bit of its %s differs', (part) => {
    for (let index = 0; index < sealed[part].length * 8; index += 1) {
      const changed = Buffer.from(sealed[part]);
      changed.writeUInt8(changed.readUInt8(index >> 3) ^ (1 << (index & 7)), index >> 3);
      expect(() => openSecret(terms, place, { ...sealed, [part]: changed })).toThrow(IntegrityError);
    }
  });

  it.each(['wrappedKey', 'sealedValue'] as const)('does not open when its %s is cut or longer', (part) => {
    for (let length = 0; length < sealed[part].length; length += 1) {
      const cut = sealed[part].subarray(0, length);
      expect(() => openSecret(terms, place, { ...sealed, [part]: cut })).toThrow(IntegrityError);
    }
    const longer = Buffer.concat([sealed[part], Buffer.from([0])]);
    expect(() => openSecret(terms, place, { ...sealed, [part]: longer })).toThrow(IntegrityError);
  });

  it.each([
    ['vault', { vaultId: 'vlt_2' }],
    ['account', { accountId: 'acc_2' }],
    ['secret', { secretId: 'sec_2' }],
    ['name', { name: 'other' }],
    ['kind', { kind: 'key_value' }],
    ['version', { version: 2 }],
    ['border between two parts', { vaultId: 'vlt_1a', accountId: 'cc_1' }],
  ])('does not open in a place with another %s', (_what, other) => {
    expect(() => openSecret(terms, { ...place, ...other }, sealed)).toThrow(IntegrityError);
  });

  it('does not open with the data key of another secret', () => {
    const other = sealSecret(terms, place, plaintext);
    expect(() => openSecret(terms, place, { ...sealed, wrappedKey: other.wrappedKey })).toThrow(
      IntegrityError,
    );
  });

  it('opens again with the cached key, still only unchanged and in its place', () => {
    const opened = new WeakMap<SealedSecret, KeyObject>();
    const own = { ...sealed };
    for (let time = 0; time < 2; time += 1) expect(openSecret(terms, place, own, opened)).toEqual(plaintext);
    expect(opened.has(own)).toBe(true);
    const other = sealSecret(terms, place, plaintext);
    expect(() => openSecret(terms, { ...place, version: 2 }, own, opened)).toThrow(IntegrityError);
    expect(() => openSecret(terms, place, { ...own, wrappedKey: other.wrappedKey }, opened)).toThrow(
      IntegrityError,
    );
    own.sealedValue = other.sealedValue;
    expect(() => openSecret(terms, place, own, opened)).toThrow(IntegrityError);
  });

  it('caches no key of a record that does not open', () => {
    const opened = new WeakMap<SealedSecret, KeyObject>();
    const own = { ...sealed };
    expect(() => openSecret(terms, { ...place, name: 'another' }, own, opened)).toThrow(IntegrityError);
    expect(opened.has(own)).toBe(false);
  });

  it('does not open under other keys', () => {
    expect(() => openSecret(termKeys(1, 2), place, sealed)).toThrow(IntegrityError);
    expect(() => openSecret(termKeys(1), place, sealed)).toThrow(IntegrityError);
  });
});

describe('a data key that is wrapped again', () => {
  const before = termKeys(1);
  const sealed = sealSecret(before, place, plaintext);
  const key = createSecretKey(randomBytes(32));
  const during = { newest: 2, get: (term: number) => (term === 2 ? key : before.get(term)) };
  const { vaultId, secretId, version } = place;
  const wrappedKey = rewrapDataKey(during, { vaultId, secretId, version }, sealed.wrappedKey);

  it('opens the same value, also when the old term is destroyed', () => {
    const after = { newest: 2, get: (term: number) => (term === 2 ? key : undefined) };
    expect(openSecret(after, place, { ...sealed, wrappedKey })).toEqual(plaintext);
    expect(() => openSecret(after, place, sealed)).toThrow(IntegrityError);
  });

  it('contains the new term', () => {
    expect([...wrappedKey.subarray(0, 5)]).toEqual([2, 0, 0, 0, 2]);
  });

  it.each([{ secretId: 'sec_2' }, { version: 2 }, { vaultId: 'vlt_2' }])(
    'is not wrapped again for another place: %j',
    (other) => {
      const elsewhere = { vaultId, secretId, version, ...other };
      expect(() => rewrapDataKey(during, elsewhere, sealed.wrappedKey)).toThrow(IntegrityError);
    },
  );

  it('needs all of its place when it comes from format 1', () => {
    const first = Buffer.from(sealed.wrappedKey);
    first.writeUInt8(1, 0);
    expect(() => rewrapDataKey(during, { vaultId, secretId, version }, first)).toThrow(IntegrityError);
  });
});
