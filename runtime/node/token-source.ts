import { readFile } from 'node:fs/promises';
import { NotConfigured, quoted } from './errors.ts';

/** Provides a call's token. Both functions reject with NotConfigured if there is no usable token. */
export interface TokenSource {
  current(): Promise<string>;
  /** Returns the token to use after the vault rejected this one. Often returns the same token. */
  renewed(rejected: string): Promise<string>;
}

/** @throws NotConfigured */
export function fixedToken(token: string): TokenSource {
  const usable = Promise.resolve(requireToken(token));
  return { current: () => usable, renewed: () => usable };
}

export function givenToken(give: () => string | Promise<string>): TokenSource {
  const ask = async (): Promise<string> => requireToken(await give());
  return { current: ask, renewed: ask };
}

/** Reads the file when the token is first needed, and again when the vault rejects the token. */
export function tokenInFile(file: string): TokenSource {
  let known: Promise<string> | undefined;
  const read = (): Promise<string> => {
    const reading = readToken(file);
    known = reading;
    // If reading fails, the next call tries again, because the file may not exist yet.
    reading.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading;
  };
  return { current: () => known ?? read(), renewed: read };
}

async function readToken(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new NotConfigured(
      `The token file ${quoted(file)} cannot be read. Check AGENT_SECRETS_AGENT_TOKEN_FILE and the permissions of the file.`,
    );
  }
  return requireToken(text.trim());
}

/** Checks that the token is valid in a header, because otherwise the error of `fetch` would quote it. */
function requireToken(token: unknown): string {
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new NotConfigured(
    "The agent's token is empty or contains a space, a line break or another invalid character. Copy the whole token again.",
  );
}
