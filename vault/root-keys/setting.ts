import { isAbsolute } from 'node:path';
import { isVariableName } from '../../contracts/variable-name.ts';
import { OperatorError } from '../errors/errors.ts';
import type { TransitKey } from './transit.ts';

/** Where a secret is read from; never contains the secret itself. */
export type Source =
  | { readonly from: 'prompt' }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'env'; readonly name: string };

/** Which root key protects a vault. */
export type RootKeySetting =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'passphrase'; readonly source: Source }
  | { readonly kind: 'keyring'; readonly name: string }
  | { readonly kind: 'transit'; readonly transit: TransitKey; readonly token: Source }
  | { readonly kind: 'aws-kms'; readonly keyId: string }
  | { readonly kind: 'gcp-kms'; readonly name: string };

export const rootKeyForms = [
  'file:PATH',
  'passphrase:prompt',
  'passphrase:file:PATH',
  'passphrase:env:NAME',
  'keyring:NAME',
  'transit:https://HOST/KEY',
  'aws-kms:ARN',
  'gcp-kms:projects/…/cryptoKeys/KEY',
] as const;

/** Parses a setting such as `file:/etc/vault/root.key`. @throws OperatorError, which repeats no part of it */
export function parseRootKeySetting(text: string): RootKeySetting {
  const [, kind = '', rest = ''] = /^([a-z-]+):(.*)$/s.exec(text) ?? [];
  const parse = Object.hasOwn(parsers, kind) ? parsers[kind] : undefined;
  if (!parse) throw new OperatorError(`Set the root key as one of: ${rootKeyForms.join(', ')}.`);
  return parse(rest);
}

const parsers: Readonly<Record<string, (rest: string) => RootKeySetting>> = {
  file: (path) => ({ kind: 'file', path: absolute(path, 'file:PATH') }),
  passphrase: (rest) => ({ kind: 'passphrase', source: passphraseSource(rest) }),
  keyring: (name) => ({
    kind: 'keyring',
    name: matching(
      name,
      /^[\w.-]{1,64}$/,
      'The name of a key in the keyring must have 1 to 64 letters, digits, dots or dashes.',
    ),
  }),
  transit: parseTransit,
  'aws-kms': (keyId) => ({
    kind: 'aws-kms',
    keyId: matching(
      keyId,
      /^(arn:[\w-]+:kms:[\w-]+:\d+:(key|alias)\/[\w/-]+|alias\/[\w/-]+|[\w-]{8,64})$/,
      'Write a key of AWS KMS as its ARN: aws-kms:arn:aws:kms:REGION:ACCOUNT:key/ID.',
    ),
  }),
  'gcp-kms': (name) => ({
    kind: 'gcp-kms',
    name: matching(
      name,
      /^projects\/[\w.:-]+\/locations\/[\w-]+\/keyRings\/[\w-]+\/cryptoKeys\/[\w-]+$/,
      'Write a key of Google Cloud KMS as gcp-kms:projects/P/locations/L/keyRings/R/cryptoKeys/K.',
    ),
  }),
};

function passphraseSource(rest: string): Source {
  const source = parseSource(rest);
  if (source) return source;
  throw new OperatorError(
    'The passphrase itself is never part of a setting, because others could see it. Use passphrase:prompt, passphrase:file:PATH or passphrase:env:NAME.',
  );
}

function parseTransit(rest: string): RootKeySetting {
  const wrong =
    'Write a Transit key as transit:https://HOST/KEY, or as transit:https://HOST/MOUNT/KEY if the engine is not mounted at "transit".';
  const url = URL.canParse(rest) ? new URL(rest) : undefined;
  const segments = url?.pathname.split('/').filter((segment) => segment !== '') ?? [];
  const key = segments.pop();
  if (!url || !/^https?:$/.test(url.protocol) || key === undefined) throw new OperatorError(wrong);
  if (![...segments, key].every((segment) => /^[\w.-]+$/.test(segment))) throw new OperatorError(wrong);
  if (url.username !== '' || url.password !== '') {
    throw new OperatorError('The address of a key service must not contain credentials.');
  }
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
    throw new OperatorError('Use an https:// address for a key service on another machine.');
  }
  const mount = segments.join('/') || 'transit';
  const namespace = url.searchParams.get('namespace') ?? undefined;
  const token = parseSource(url.searchParams.get('token') ?? 'env:VAULT_TOKEN');
  if (!token || token.from === 'prompt') {
    throw new OperatorError('Set the token for Transit with ?token=file:PATH or ?token=env:NAME.');
  }
  return { kind: 'transit', transit: { origin: url.origin, mount, key, namespace }, token };
}

function parseSource(text: string): Source | undefined {
  if (text === 'prompt' || text === '') return { from: 'prompt' };
  const [, from, rest = ''] = /^(file|env):(.+)$/s.exec(text) ?? [];
  if (from === 'file') return { from, path: absolute(rest, 'file:PATH') };
  if (from === 'env' && isVariableName(rest)) return { from, name: rest };
  return undefined;
}

/** Paths must be absolute, so that starting the vault from another folder does not find a different key. */
function absolute(path: string, form: string): string {
  if (isAbsolute(path)) return path;
  throw new OperatorError(`The path in ${form} must be absolute.`);
}

function matching(text: string, pattern: RegExp, sentence: string): string {
  if (pattern.test(text)) return text;
  throw new OperatorError(sentence);
}
