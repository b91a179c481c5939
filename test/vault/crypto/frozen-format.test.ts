import { createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { openSecret } from '../../../vault/crypto/envelope.ts';

/** Written once by format 1. If this fails, stored values of our users do not open any more. */
const frozen = {
  wrappedKey: 'AQAAAAHjarMrGFgowCToXlk66G3oALWBk4mLNKi/XurnIGRrf6maBC0rv/bqyxPBViCJOPsFRc8CuMYuajqDmWM=',
  sealedValue:
    'AQAAAAHjOK+niQXCyfrukpfhKpUMmdOFzLsmKXspKpsbDBIhcvKK724U4TEU2LX6GgfDgEXThmN03eXbU2FmUKnK6y1Ioc4lEudzQm+KLOwd',
};

it('opens what format 1 wrote', () => {
  const key = createSecretKey(Buffer.alloc(32, 7));
  const terms = { newest: 1, get: () => key };
  const place = { vaultId: 'v', accountId: 'a', secretId: 's', name: 'n', kind: 'single', version: 1 };
  const sealed = {
    wrappedKey: Buffer.from(frozen.wrappedKey, 'base64'),
    sealedValue: Buffer.from(frozen.sealedValue, 'base64'),
  };
  expect(openSecret(terms, place, sealed).toString()).toBe('"not-a-real-key"');
});
