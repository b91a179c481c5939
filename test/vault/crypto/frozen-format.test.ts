import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSecret } from '../../../vault/crypto/envelope.ts';
import { createKeyring, type RootKey } from '../../../vault/crypto/index.ts';
import { rootKeyOf } from '../../../vault/crypto/root-key.ts';
import { rootKeyOfSetting } from '../../../vault/root-keys/index.ts';
import { firstFormat } from './vectors/macs.ts';

/** Written once, by the program that introduced each format. If one fails, existing vaults no longer open. */
const dataKeys = {
  'format 1': 'AQAAAAHjarMrGFgowCToXlk66G3oALWBk4mLNKi/XurnIGRrf6maBC0rv/bqyxPBViCJOPsFRc8CuMYuajqDmWM=',
  'format 2': 'AgAAAAFbLsajeedWluwzD3DCwBLMUjydKt2+UOptixN+lpQAxFIcR1Mj1dIBVHx1ydQi4NMy9I+3wSAZaAdbGxY=',
};
const values = {
  'format 1':
    'AQAAAAHjOK+niQXCyfrukpfhKpUMmdOFzLsmKXspKpsbDBIhcvKK724U4TEU2LX6GgfDgEXThmN03eXbU2FmUKnK6y1Ioc4lEudzQm+KLOwd',
  'format 2':
    'AQAAAAFvlMYVLTDIK3JVFt/iZSB9UbwkjGQMtp6hh8Joep+zmHPtGZfVFymUB7gvyoniVT2+lwSaRcknmLQZqCtM6ln9WOBwe18xvUBE1s2g',
};

describe('a stored value', () => {
  it.each(['format 1', 'format 2'] as const)('opens with a data key of %s', (format) => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const terms = { newest: 1, get: () => key };
    const place = { vaultId: 'v', accountId: 'a', secretId: 's', name: 'n', kind: 'single', version: 1 };
    const sealed = {
      wrappedKey: Buffer.from(dataKeys[format], 'base64'),
      sealedValue: Buffer.from(values[format], 'base64'),
    };
    expect(openSecret(terms, place, sealed).toString()).toBe('"not-a-real-key"');
  });
});

describe('a wrapped key of the vault', () => {
  const root = rootKeyOf(Buffer.alloc(32, 5));
  const passphrase = rootKeyOfSetting('passphrase:prompt', {
    create: false,
    askPassphrase: async () => 'not-a-real-passphrase',
  });
  it.each<[string, RootKey, string]>([
    [
      'the first key files',
      root,
      'kUngR8HuNgZYzPfP/efV604bxSrUREVNfMFGt5sWnu8Of/r/qYB+xzMvDsiTaTrqDFcd74wiTiomnZ/N',
    ],
    [
      'key files and keyrings, format 2',
      root,
      'Anldaf7O0tz8rBz61/QiKzUdT6ij813+mav6CYn6cZSvb3jVsoNbNbmMWTmU26ArDnq8CifYYbKTqa+25w==',
    ],
    [
      'passphrases, format 3',
      passphrase,
      'AwABAAAAAAADBJDGThnlWdS1JouBbjZ9sWICRMx70vqEp5Kd4ggOLLsHsPRoXWPd90RDvW2Uhra8OhaqkhRR8Vtlg+g2OZLItn+hOMi1BpT5ViRj6/Ll',
    ],
  ])('opens as %s wrote it', async (_what, key, wrapped) => {
    const opened = await key.unwrap(Buffer.from(wrapped, 'base64'), 'v/term/1');
    expect(opened).toEqual(Buffer.alloc(32, 7));
  });
});

describe('values derived from the seed never change', () => {
  const keyring = createKeyring({
    vaultId: 'v',
    seed: Buffer.alloc(32, 3),
    terms: new Map([[1, Buffer.alloc(32, 7)]]),
  });

  it('the digest of a token', () => {
    expect(keyring.digestToken('ags_x').toString('base64')).toBe(
      'mOv4JSx23vLa3WzZLr6KIXGsfp3svzzr3/fXbc2MUOw=',
    );
  });

  it('the lookup key of a repeated request', () => {
    expect(keyring.digest(['x', 1, null, ['y']]).toString('base64')).toBe(firstFormat.idempotency);
  });

  it('the key that signs checkpoints, and what it signs', () => {
    const { keyId, sign, statement } = keyring.checkpoints;
    expect(keyId).toBe('442de2db1e4bd1d3');
    expect(sign(statement([1, 'x'])).toString('base64')).toBe(
      'FIa8vDgliWPxk1uw/VB0yiaeC+RClc59NKoVfp6xJrVLOdiiqmxHQL0cTaVTV2Zizr4tCpv2kOl911yyQzwhCA==',
    );
  });
});
