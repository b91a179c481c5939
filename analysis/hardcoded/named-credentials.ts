import { isPassword, isRandomText } from '../../contracts/random-text.ts';
import type { Credential } from '../model/file-context.ts';

/**
 * Finds credentials without the prefix of a known service: a random string under a name such as `api_key`, in
 * a header such as `X-Api-Key`, or a password in an address. Needs only the text, in any language.
 */
export function namedCredentials(text: string): readonly Credential[] {
  const found: Credential[] = [];
  for (const match of text.matchAll(named)) {
    const { last = '', scheme = '', value = '' } = match.groups ?? {};
    const kind = kindOf(nameUntil(text, match.index + last.length));
    const isRandom = kind === 'a password' ? isPassword(value) : isRandomText(value);
    if (kind === undefined || !isRandom) continue;
    const end = match.index + match[0].length - 1;
    found.push({ span: { start: end - scheme.length - value.length, end }, what: kind });
  }
  for (const match of text.matchAll(password)) {
    const before = text.slice(Math.max(0, match.index - longestName), match.index);
    const [scheme] = schemes.exec(before) ?? [];
    if (scheme === undefined) continue;
    const span = { start: match.index - scheme.length, end: match.index + match[0].length };
    found.push({ span, what: 'an address with a password' });
  }
  return found.toSorted((one, other) => one.span.start - other.span.start);
}

/** What a name ends with, such as `key` in `STRIPE_API_KEY_LIVE`. */
const ending = String.raw`(?:key|token|secret|passw(?:or)?d|passphrase|authorization)(?:[_-]?(?:live|prod|production|v?\d))?`;
/** A variable with or without a type, a keyword argument, an entry, or a header. */
const assignment = String.raw`["'\x60]?\]?(?:\s*:\s*[A-Za-z][\w.]*(?:\s*\|\s*\w+)?)?\s*(?:=(?![=>])|:)`;
/** The default of an environment variable. */
const byDefault = String.raw`["']\s*,|\s*=\s*[\w.]+(?:\(["']\w+["']\)|\[["']\w+["']\])?\s*(?:\?\?|\|\||or\b)`;
const named = new RegExp(
  String.raw`(?<last>${ending})(?:${byDefault}|${assignment})\s*(?<quote>["'\x60])(?<scheme>(?:Bearer|Token|Basic|ApiKey|Key) )?(?<value>[^\s"'\x60\\]{8,200})\k<quote>`,
  'gi',
);

/** User and password in an address. The scheme is checked afterwards, because few addresses contain them. */
const password = /:\/\/[^\s:@/"'`]{0,100}:[^\s@/"'`]{6,200}@[^\s"'`]+/g;
const schemes =
  /\b(?:rediss?|amqps?|mqtts?|ldaps?|s?ftp|nats|(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|mongodb|cockroachdb|clickhouse)(?:\+\w+)?)$/;

const longestName = 60;

/** The name that ends here. Empty if it is only a part of a path or a type: `AWS::IAM::AccessKey`. */
function nameUntil(text: string, end: number): string {
  const [name = ''] = /[\w-]*$/.exec(text.slice(Math.max(0, end - longestName), end)) ?? [];
  return /[:/]/.test(text.charAt(end - name.length - 1)) ? '' : name;
}

/** What is found. Messages translate it. */
export const namedKinds = [
  'a password',
  'a token',
  'a secret',
  'an API key',
  'an address with a password',
] as const;

/** The kind of credential that a name suggests. Undefined for other names. */
function kindOf(name: string): (typeof namedKinds)[number] | undefined {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_-]/)
    .filter((word) => !/^(?:live|prod|production|v?\d*)$/.test(word));
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (before.some((word) => harmless.has(word))) return undefined;
  if (last === 'authorization') return 'a token';
  if (/^(?:passwd|password|passphrase)$/.test(last) || last.endsWith('password')) return 'a password';
  if (last.endsWith('token')) return isTokenOf(last, before) ? 'a token' : undefined;
  if (last.endsWith('secret')) return 'a secret';
  return last.endsWith('key') && (before.some((word) => ofKeys.has(word)) || ofKey.test(last))
    ? 'an API key'
    : undefined;
}

/** Words before "key" that make it a credential. */
const ofKeys = new Set([
  'api',
  'access',
  'secret',
  'private',
  'auth',
  'signing',
  'encryption',
  'subscription',
  'master',
  'service',
  'account',
  'admin',
]);
const ofKey = /^(?:api|access|secret|auth)key$/;

/** Names of things that are public, or that only describe a credential. */
const harmless = new Set([
  'public',
  'publishable',
  'site',
  'hash',
  'hashed',
  'encrypted',
  'example',
  'sample',
  'fake',
  'mock',
  'dummy',
  'test',
  'placeholder',
  'label',
]);

const otherTokens = new Set([
  'verification',
  'page',
  'next',
  'previous',
  'continuation',
  'sync',
  'csrf',
  'xsrf',
  'pad',
  'cancel',
]);

function isTokenOf(last: string, before: readonly string[]): boolean {
  return (
    /^(?:access|auth|bearer|refresh|api|id)?token$/.test(last) &&
    !before.some((word) => otherTokens.has(word))
  );
}
