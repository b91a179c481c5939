import { type RootKey, rootKeyOf, RootKeyUnavailable } from '../crypto/root-key.ts';
import { newKeyText, parseKeyText } from './key-file.ts';
import { type LoadModule, stringOf } from './load-module.ts';

const packageName = '@napi-rs/keyring';
const service = 'agent-secrets-vault';

/** One keyring entry, as defined by the package's interface. */
export interface KeyringEntry {
  getPassword(): Promise<string | null | undefined>;
  setPassword(text: string): Promise<void>;
}

/** A root key in the operating system's keyring, under the given name. */
export function osKeyring(name: string, load: LoadModule, { create }: { readonly create: boolean }): RootKey {
  const root = async (mayCreate: boolean): Promise<RootKey> => {
    const entry = await openEntry(load, name);
    const text = (await answer(() => entry.getPassword())) ?? (mayCreate ? await make(entry) : undefined);
    if (text === undefined) {
      throw new RootKeyUnavailable('missing', `The system's keyring has no root key "${name}".`);
    }
    const key = parseKeyText(text);
    if (key) return rootKeyOf(key);
    throw new RootKeyUnavailable('missing', `The entry "${name}" in the keyring is not a root key.`);
  };
  return {
    wrap: async (key, label) => (await root(create)).wrap(key, label),
    unwrap: async (wrapped, label) => (await root(false)).unwrap(wrapped, label),
  };
}

async function make(entry: KeyringEntry): Promise<string> {
  const text = newKeyText();
  await answer(() => entry.setPassword(text));
  return text;
}

async function openEntry(load: LoadModule, name: string): Promise<KeyringEntry> {
  const loaded = await load(packageName, `Install it next to the vault: npm install ${packageName}`);
  const { AsyncEntry } = loaded;
  if (typeof AsyncEntry !== 'function') throw noKeyring();
  return answer(async () => {
    const entry: unknown = Reflect.construct(AsyncEntry, [service, name]);
    if (isEntry(entry)) return entry;
    throw noKeyring();
  });
}

/** The package's errors depend on the operating system; any error means that the keyring is unavailable. */
async function answer<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof RootKeyUnavailable ? error : noKeyring(error);
  }
}

function noKeyring(cause?: unknown): RootKeyUnavailable {
  const detail = stringOf(cause, 'message');
  const reason = detail === undefined ? '' : ` (${detail.slice(0, 200)})`;
  return new RootKeyUnavailable(
    'away',
    `This system has no keyring that the vault can open${reason}. Unlock it, or use a key file or a passphrase.`,
    { cause },
  );
}

function isEntry(value: unknown): value is KeyringEntry {
  return typeof value === 'object' && value !== null && 'getPassword' in value && 'setPassword' in value;
}
