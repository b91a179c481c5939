import { readFileSync, statSync } from 'node:fs';
import { below, homeOf, keptKeysFile, normalizedVault } from './kept-keys-file.ts';
import { sentence } from '../contracts/words.ts';
import { SignInError } from './sign-in-error.ts';
import { isRecord, parseJson } from '../contracts/guards.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A place where another program of this machine keeps keys. Known to exist; nothing was read of it. */
export type KeyPlace =
  /** What `agent-secrets login` keeps. */
  | { readonly program: 'commandLine'; readonly file: string }
  /** What the agent platform's own command line keeps, in a file or in variables. */
  | { readonly program: 'platform'; readonly file: string }
  | { readonly program: 'platform'; readonly variables: readonly string[] };

export interface FoundKey {
  /** Which of several it is, such as a region; never a part of the key. */
  readonly label: string;
  readonly key: string;
}

/** Reads nothing: a person is asked first. */
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

/** Keys for this vault that lie in a place the person has agreed to. Nothing is written. @throws SignInError */
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

/** What is wrong with the file is not repeated. */
function parsed(file: string): unknown {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
