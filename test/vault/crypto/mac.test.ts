import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyring } from '../../../vault/crypto/index.ts';
import { flatText, type MacContent } from '../../../vault/crypto/mac.ts';
import { firstFormat, purposes, secondFormat } from './vectors/macs.ts';

const seed = Buffer.alloc(32, 3);
const keyring = createKeyring({ vaultId: 'v', seed, terms: new Map([[1, Buffer.alloc(32, 7)]]) });
const first: MacContent = ['x', 1, null, ['y']];
const second: MacContent = ['x', 1, null, ['y'], Buffer.from([0, 255]), 'é'];
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const accepts = (purpose: (typeof purposes)[number], content: MacContent, mac: Buffer) => {
  try {
    keyring.verifyMac(purpose, content, mac, 'a row', 'sec_1');
    return true;
  } catch {
    return false;
  }
};

describe.each(purposes)('the MAC of a row: %s', (purpose) => {
  it('is accepted in the first format, which vaults no longer write', () => {
    expect(accepts(purpose, first, bytes(firstFormat[purpose]))).toBe(true);
    expect(keyring.mac(purpose, first)).not.toEqual(bytes(firstFormat[purpose]));
  });

  it('is written in the second format', () => {
    expect(keyring.mac(purpose, second).toString('base64')).toBe(secondFormat[purpose]);
    expect(accepts(purpose, second, bytes(secondFormat[purpose]))).toBe(true);
  });

  it('counts for this purpose only, and for its input', () => {
    for (const other of purposes) {
      if (other === purpose) continue;
      expect(accepts(other, first, bytes(firstFormat[purpose]))).toBe(false);
      expect(accepts(other, second, bytes(secondFormat[purpose]))).toBe(false);
    }
    expect(accepts(purpose, second, bytes(firstFormat[purpose]))).toBe(false);
    expect(accepts(purpose, first, bytes(secondFormat[purpose]))).toBe(false);
  });

  it('does not count when any byte was changed, cut or added', () => {
    for (const [content, text] of [
      [first, firstFormat[purpose]] as const,
      [second, secondFormat[purpose]] as const,
    ]) {
      const mac = bytes(text);
      for (let index = 0; index < mac.length; index += 1) {
        const changed = Buffer.from(mac);
        changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
        expect(accepts(purpose, content, changed)).toBe(false);
        expect(accepts(purpose, content, mac.subarray(0, index))).toBe(false);
      }
      expect(accepts(purpose, content, Buffer.concat([mac, mac.subarray(0, 1)]))).toBe(false);
      // The same hash under the other format's length.
      expect(accepts(purpose, content, mac.subarray(-32))).toBe(mac.length === 32);
    }
  });
});

describe('the second format', () => {
  const key = Buffer.from(hkdfSync('sha256', seed, 'v', 'agent-secrets/1/secret-mac', 32));
  const hmac = (text: string) => createHmac('sha256', key).update(text).digest();

  it('is HMAC-SHA-256 of the flat text, after its marker', () => {
    const text = '2:6s1s1s1n_1l1s2b1s|secretvxy\u0000\u00ffé';
    expect(keyring.mac('secret', second)).toEqual(Buffer.concat([Buffer.from([2, 0, 0]), hmac(text)]));
  });

  it.each([0, 1, 2000, 2730, 2731, 9000, 300_000])('covers a text of %i characters completely', (length) => {
    for (const sign of ['a', 'é', '漢']) {
      const content = [sign.repeat(length), 'end'];
      const text = flatText(['secret', 'v', ...content]);
      expect(keyring.mac('secret', content).subarray(3)).toEqual(hmac(text));
    }
  });

  it('gives two lists the same text only when they are the same', () => {
    const values = [
      null,
      '',
      'a',
      '1s',
      '|',
      '_',
      '2:',
      0,
      -5,
      5,
      1e21,
      Buffer.from('a'),
      Buffer.alloc(0),
      [],
      ['a'],
      ['', 'a'],
      ['a', ''],
    ];
    const lists = [
      [],
      ...values.map((one) => [one]),
      ...values.flatMap((one) => values.map((other) => [one, other])),
    ];
    const texts = new Set(lists.map(flatText));
    expect(texts.size).toBe(lists.length);
  });
});
