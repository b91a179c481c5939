import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, overhead } from '../../../vault/crypto/aead.ts';
import { IntegrityError } from '../../../vault/crypto/index.ts';
import { nistVectors } from './vectors/nist-aes-256-gcm.ts';
import { wycheproofVectors } from './vectors/wycheproof-aes-256-gcm.ts';

const vectors = [nistVectors, wycheproofVectors]
  .flatMap((lines) => lines.trim().split('\n'))
  .map((line) => {
    const [file = '', number = '', result, ...hex] = line.split(' ');
    const [key, iv, aad, plain, ciphertext, tag] = hex.map((text) => Buffer.from(text, 'hex'));
    if (!key || !iv || !aad || !plain || !ciphertext || !tag) throw new Error('A vector is incomplete');
    const record = Buffer.concat([iv, ciphertext, tag]);
    return { id: `${file} ${number}`, result, key: createSecretKey(key), aad, plain, record };
  });
const open = ({ key, aad, record }: Pick<(typeof vectors)[number], 'key' | 'aad' | 'record'>) =>
  decrypt(key, record, aad, 'a record');

describe('AES-256-GCM', () => {
  const valid = vectors.filter(({ result }) => result === 'valid');
  const refused = vectors.filter(({ result }) => result === 'refused');

  it('opens every published valid record', () => {
    expect(valid.length).toBeGreaterThan(170);
    for (const vector of valid) expect(open(vector), vector.id).toEqual(vector.plain);
  });

  it('refuses every published forgery, shortened tag and other nonce size', () => {
    expect(refused.length).toBeGreaterThan(110);
    for (const vector of refused) expect(() => open(vector), vector.id).toThrow(IntegrityError);
  });

  it.each([
    ['one bit', (tag: Buffer, at: number) => tag.writeUInt8(tag.readUInt8(at) ^ 1, at)],
    ['one byte', (tag: Buffer, at: number) => tag.writeUInt8(tag.readUInt8(at) ^ 0xff, at)],
    ['all bytes', (tag: Buffer) => tag.forEach((byte, at) => (tag[at] = byte ^ 0xff))],
    ['all bytes, to zero', (tag: Buffer) => tag.fill(0)],
    [
      'the order of its halves',
      (tag: Buffer) => Buffer.concat([tag.subarray(8), tag.subarray(0, 8)]).copy(tag),
    ],
  ])('refuses a tag that differs in %s', (_what, change) => {
    for (const vector of valid.slice(0, 40)) {
      for (let at = 0; at < 16; at += 1) {
        const record = Buffer.from(vector.record);
        change(record.subarray(record.length - 16), at);
        expect(() => open({ ...vector, record }), vector.id).toThrow(IntegrityError);
      }
    }
  });

  it('refuses a tag of any shorter length, which Node alone would take', () => {
    for (const vector of valid.slice(0, 10)) {
      for (let cut = 1; cut <= overhead; cut += 1) {
        const record = vector.record.subarray(0, vector.record.length - cut);
        expect(() => open({ ...vector, record })).toThrow(IntegrityError);
      }
    }
  });

  it('never uses a nonce twice', () => {
    const [vector] = valid;
    if (!vector) throw new Error('There are no vectors');
    const nonces = new Set<string>();
    for (let count = 0; count < 20_000; count += 1) {
      nonces.add(encrypt(vector.key, Buffer.alloc(0), vector.aad).toString('latin1', 0, 12));
    }
    expect(nonces.size).toBe(20_000);
  });
});
