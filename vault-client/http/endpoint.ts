import { type Sentence, sentence, type Translate } from '../../contracts/words.ts';
import { VaultError } from './vault-error.ts';

/**
 * Returns the base URL for requests, with a trailing slash. @throws VaultError `InvalidInput` if requests
 * would be sent without encryption
 */
export function checkAddress(url: string, translate: Translate): URL {
  const base = parseAddress(url, translate);
  if (base.protocol !== 'http:' || isLoopback(base.hostname)) return base;
  const unprotected = sentence(
    'The vault at {where} uses plain HTTP, so others could read your key. Use an https:// address.',
    { where: base.host },
  );
  throw invalid(translate(unprotected));
}

/** @throws VaultError `InvalidInput` if the key cannot be sent in a header */
export function checkKey(key: string, translate: Translate): void {
  if (/^[\x21-\x7e]+$/.test(key)) return;
  const problem =
    key === ''
      ? sentence('The key is empty. Paste the entire vault key.')
      : sentence('The key contains a space, a line break or another invalid character. Paste only the key.');
  throw invalid(translate(problem));
}

/** Returns the vault's host for messages; undefined if the address has none. */
export function describeVault(url: string): string | undefined {
  const host = URL.parse(url)?.host;
  return host === '' ? undefined : host;
}

/** Used in messages if the host is unknown. */
export const theVault: Sentence = sentence('the vault');

function parseAddress(url: string, translate: Translate): URL {
  const parsed = URL.parse(url);
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    const problem = sentence(
      'The vault address is not an http:// or https:// address. Correct it in the settings.',
    );
    throw invalid(translate(problem));
  }
  if (parsed.username !== '' || parsed.password !== '') {
    const problem = sentence(
      'The vault address contains a user name or password. Remove it; the key is enough.',
    );
    throw invalid(translate(problem));
  }
  return new URL(parsed.pathname.endsWith('/') ? parsed.pathname : `${parsed.pathname}/`, parsed.origin);
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function invalid(message: string): VaultError {
  return new VaultError('InvalidInput', message);
}
