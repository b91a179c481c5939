import { readFileSync } from 'node:fs';
import { type RootKey, RootKeyUnavailable } from '../crypto/root-key.ts';
import { awsKms, gcpKms } from './cloud-kms.ts';
import { keyFile } from './key-file.ts';
import { loadModule, type LoadModule } from './load-module.ts';
import { osKeyring } from './os-keyring.ts';
import { passphraseKey, promptOnTerminal } from './passphrase.ts';
import { parseRootKeySetting, type Source } from './setting.ts';
import { transitKey } from './transit.ts';
import { IntegrityError } from '../crypto/integrity-error.ts';

export { syncDirectory, writeNewFile } from './new-file.ts';

type AskPassphrase = (question: string) => Promise<string>;

/** Options for a root key, in addition to its setting. */
export interface RootKeyOptions {
  /** Whether to create a missing key: true for a vault without keys, and for a new root key. */
  readonly create: boolean;
  /** Variables that contain a secret are removed after they are read. */
  readonly env?: NodeJS.ProcessEnv;
  /** Prompts for the passphrase; by default, on the terminal. */
  readonly askPassphrase?: AskPassphrase;
  readonly load?: LoadModule;
}

/**
 * The root key specified by a setting. Reads nothing and prompts no one before its first use.
 * @throws OperatorError if the setting is invalid
 */
export function rootKeyOfSetting(text: string, options: RootKeyOptions): RootKey {
  const { create, load = loadModule } = options;
  const setting = parseRootKeySetting(text);
  switch (setting.kind) {
    case 'file':
      return keyFile(setting.path, { create });
    case 'passphrase':
      return passphraseKey(passphraseReader(setting.source, options));
    case 'keyring':
      return osKeyring(setting.name, load, { create });
    case 'transit': {
      const read = reader(setting.token, options);
      return transitKey(setting.transit, read);
    }
    case 'aws-kms':
      return awsKms(setting.keyId, load);
    case 'gcp-kms':
      return gcpKms(setting.name, load);
  }
}

function passphraseReader(
  source: Source,
  options: RootKeyOptions,
): (answer: 'known' | 'new') => Promise<string> {
  if (source.from !== 'prompt') return reader(source, options);
  const { askPassphrase = promptOnTerminal } = options;
  return (answer) => (answer === 'new' ? askTwice(askPassphrase) : askPassphrase('Passphrase of the vault'));
}

/** Prompts twice, because a mistyped new passphrase makes the vault unusable after its next restart. */
async function askTwice(ask: AskPassphrase): Promise<string> {
  const passphrase = await ask('New passphrase of the vault');
  if ((await ask('Repeat the new passphrase')) === passphrase) return passphrase;
  throw new RootKeyUnavailable('refused', 'The two passphrases differ. Enter the same one twice.');
}

function reader(source: Source, options: RootKeyOptions): () => Promise<string> {
  const { env = process.env, askPassphrase = promptOnTerminal } = options;
  let fromEnv: string | undefined;
  return async () => {
    if (source.from === 'prompt') return askPassphrase('Passphrase of the vault');
    if (source.from === 'file') return readSecretFile(source.path);
    // Removed from the environment, because environment variables are visible in /proc and inherited by child
    // processes.
    fromEnv ??= env[source.name];
    Reflect.deleteProperty(env, source.name);
    if (fromEnv !== undefined && fromEnv !== '') return fromEnv;
    throw new RootKeyUnavailable('missing', `The environment variable ${source.name} is not set.`);
  };
}

function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new RootKeyUnavailable(
      'missing',
      `${path} cannot be read. Check that it exists and belongs to you.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Tries both root keys during a replacement: if the current one cannot open something, the new one may. Once
 * the new one opens something, the replacement is known to be complete: `adopt` finishes it and returns the
 * root key to use from then on.
 */
export function withSuccessor(current: RootKey, next: RootKey, adopt: () => RootKey): RootKey {
  let chosen = current;
  return {
    wrap: (key, label) => chosen.wrap(key, label),
    async unwrap(wrapped, label) {
      try {
        return await chosen.unwrap(wrapped, label);
      } catch (error) {
        if (!(error instanceof IntegrityError || error instanceof RootKeyUnavailable)) throw error;
        const key = await next.unwrap(wrapped, label).catch(() => undefined);
        if (!key) throw error;
        chosen = adopt();
        return key;
      }
    },
    forget: () => {
      current.forget?.();
      next.forget?.();
    },
  };
}
