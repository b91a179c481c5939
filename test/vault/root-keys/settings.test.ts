import { describe, expect, it } from 'vitest';
import { parseRootKeySetting } from '../../../vault/root-keys/setting.ts';

describe('a root key is chosen by a setting', () => {
  it.each([
    ['file:/etc/vault/root.key', { kind: 'file', path: '/etc/vault/root.key' }],
    ['passphrase:', { kind: 'passphrase', source: { from: 'prompt' } }],
    ['passphrase:prompt', { kind: 'passphrase', source: { from: 'prompt' } }],
    ['passphrase:env:VAULT_PASS', { kind: 'passphrase', source: { from: 'env', name: 'VAULT_PASS' } }],
    ['passphrase:file:/run/pass', { kind: 'passphrase', source: { from: 'file', path: '/run/pass' } }],
    ['keyring:agent-secrets', { kind: 'keyring', name: 'agent-secrets' }],
    ['aws-kms:arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab', { kind: 'aws-kms' }],
    ['gcp-kms:projects/p/locations/global/keyRings/r/cryptoKeys/k', { kind: 'gcp-kms' }],
  ])('%s', (text, setting) => {
    expect(parseRootKeySetting(text)).toMatchObject(setting);
  });

  it('identifies a key of Transit by its address', () => {
    expect(parseRootKeySetting('transit:https://bao.example:8200/agents')).toEqual({
      kind: 'transit',
      transit: { origin: 'https://bao.example:8200', mount: 'transit', key: 'agents', namespace: undefined },
      token: { from: 'env', name: 'VAULT_TOKEN' },
    });
    expect(
      parseRootKeySetting('transit:https://bao.example/team/keys/agents?namespace=a/b&token=file:/run/token'),
    ).toEqual({
      kind: 'transit',
      transit: { origin: 'https://bao.example', mount: 'team/keys', key: 'agents', namespace: 'a/b' },
      token: { from: 'file', path: '/run/token' },
    });
  });

  it.each([
    ['', 'Set the root key as one of: file:PATH'],
    ['root.key', 'Set the root key as one of'],
    ['constructor:x', 'Set the root key as one of'],
    ['file:root.key', 'must be absolute'],
    ['passphrase:not-a-real-passphrase', 'never part of a setting'],
    ['passphrase:env:9', 'never part of a setting'],
    ['keyring:', '1 to 64 letters'],
    ['transit:bao.example/agents', 'transit:https://HOST/KEY'],
    ['transit:https://bao.example', 'transit:https://HOST/KEY'],
    ['transit:https://bao.example/a%2F..%2Fsys/seal', 'transit:https://HOST/KEY'],
    ['transit:http://bao.example/agents', 'Use an https:// address'],
    ['transit:https://user:not-a-real-key@bao.example/agents', 'must not contain credentials'],
    ['transit:https://bao.example/agents?token=not-a-real-token', '?token=file:PATH'],
    ['aws-kms:', 'as its ARN'],
    ['gcp-kms:k', 'projects/P/locations/L'],
  ])('refuses %j in a sentence that repeats no secret', (text, sentence) => {
    expect(() => parseRootKeySetting(text)).toThrow(sentence);
    expect(() => parseRootKeySetting(text)).not.toThrow('not-a-real');
  });
});
