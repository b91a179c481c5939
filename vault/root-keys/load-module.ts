import { isRecord } from '../../contracts/guards.ts';
import { RootKeyUnavailable } from '../crypto/root-key.ts';

/** Loads an optional package. `howToGet` is the sentence to show if it is not installed. */
export type LoadModule = (name: string, howToGet: string) => Promise<Readonly<Record<string, unknown>>>;

/** Loads packages that are installed next to the vault. @throws RootKeyUnavailable */
export const loadModule: LoadModule = async (name, howToGet) => {
  try {
    const loaded: unknown = await import(name);
    if (isRecord(loaded)) return loaded;
  } catch (error) {
    throw new RootKeyUnavailable('away', `The package ${name} is not installed. ${howToGet}`, {
      cause: error,
    });
  }
  throw new RootKeyUnavailable('away', `The package ${name} cannot be used. ${howToGet}`);
};

/** A string property of an untyped value. */
export function stringOf(value: unknown, key: string): string | undefined {
  const property = isRecord(value) ? value[key] : undefined;
  return typeof property === 'string' ? property : undefined;
}

/** Bytes from the response of a key service's client. */
export function bytesOf(value: unknown, key: string): Buffer | undefined {
  const property = isRecord(value) ? value[key] : undefined;
  return property instanceof Uint8Array ? Buffer.from(property) : undefined;
}
