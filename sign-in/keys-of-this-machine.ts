import { readFileSync, statSync } from 'node:fs';
import { below, homeOf, keptKeysFile, normalizedVault } from './kept-keys-file.ts';
import { sentence } from '../contracts/words.ts';
import { SignInError } from './sign-in-error.ts';
import { isRecord, parseJson } from '../contracts/guards.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where another program on this machine stores keys. It is known to exist, but has not been read. */
export type KeyPlace =
  /** The keys stored by `agent-secrets login`. */
  | { readonly program: 'commandLine'; readonly file: string }
  /** The keys that the agent platform's own command line stores in a file or in variables. */
  | { readonly program: 'platform'; readonly file: string }
  | { readonly program: 'platform'; readonly variables: readonly string[] };

export interface FoundKey {
  /** Distinguishes several keys, for example by region. Never part of a key. */
  readonly label: string;
  readonly key: string;
}

/** Finds stored keys without reading them, because the user must agree first. */
export function placesOfKeys(env: Environment): readonly KeyPlace[] {
  const kept = existing(keptKeysFile(env));
  const platform = existing(below(homeOf(env), '.poly', 'credentials.json'));
  const variables = Object.keys(env).filter((name) => platformVariable.test(name) && env[name]);
  return [
    ...(kept === undefined ? [] : [{ program: 'commandLine', file: kept } as const]),
    ...(platform === undefined ? [] : [{ program: 'platform', file: platform } as const]),
    ...(variables.length > 0 ? [{ program: 'platform', variables } as const] : []),
  ];
}

/** Reads the keys for this vault after the user has agreed. Writes nothing. @throws SignInError */
export function readKeys(place: KeyPlace, url: string, env: Environment): readonly FoundKey[] {
  if ('variables' in place) return place.variables.flatMap((name) => named(name, env[name]));
  const content = contentOf(place.file);
  if (place.program === 'platform') return Object.entries(content).flatMap(([name, key]) => named(name, key));
  const keys = isRecord(content['keys']) ? content['keys'] : {};
  const entry = keys[normalizedVault(url)];
  return isRecord(entry) ? named(normalizedVault(url), entry['key']) : [];
}

const platformVariable = /^POLY_ADK_KEY(_[A-Z0-9_]+)?$/;

function named(label: string, key: unknown): readonly FoundKey[] {
  return typeof key === 'string' && key.trim() !== '' ? [{ label, key: key.trim() }] : [];
}

function existing(file: string | undefined): string | undefined {
  return file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function contentOf(file: string): Readonly<Record<string, unknown>> {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    const readable = sentence(
      'Others can read the keys in {file}. Run `chmod 600` on it, and issue new keys.',
      { file },
    );
    throw new SignInError(readable);
  }
  const content = parsed(file);
  if (isRecord(content)) return content;
  throw new SignInError(sentence('The keys in {file} cannot be read.', { file }));
}

/** The error does not say what is wrong with the content. */
function parsed(file: string): unknown {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
