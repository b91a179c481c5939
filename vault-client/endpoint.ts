import { VaultError } from './errors.ts';

/**
 * Where requests go; it ends with a slash.
 * @throws VaultError `InvalidInput` when what is sent would travel unprotected.
 */
export function checkAddress(url: string): URL {
  const base = parseAddress(url);
  if (base.protocol !== 'http:' || isLoopback(base.hostname)) return base;
  throw invalid(
    `The vault at ${base.host} would get your key over plain HTTP, where others can read it. ` +
      'Use an https:// address.',
  );
}

/** @throws VaultError `InvalidInput` when the key cannot travel at all. */
export function checkKey(key: string): void {
  if (/^[\x21-\x7e]+$/.test(key)) return;
  throw invalid(
    key === ''
      ? 'The key is empty. Paste the whole key of the vault.'
      : 'The key holds a space, a line break or a sign that keys do not have. Paste it again, alone.',
  );
}

/** Host of the vault as people know it, for messages; the address itself when it is not one. */
export function describeVault(url: string): string {
  const parsed = URL.parse(url);
  return parsed && parsed.host !== '' ? parsed.host : 'the vault';
}

function parseAddress(url: string): URL {
  const parsed = URL.parse(url);
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    throw invalid(
      'The address of the vault is not an http:// or https:// address. Correct it in the settings.',
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw invalid('The address of the vault holds a user name or password. Remove it; the key is enough.');
  }
  return new URL(parsed.pathname.endsWith('/') ? parsed.pathname : `${parsed.pathname}/`, parsed.origin);
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function invalid(message: string): VaultError {
  return new VaultError('InvalidInput', message);
}
