import { isPassword, isRandomText } from './random-text.ts';

/**
 * Recognizes credentials by their shape, so that one pasted into the wrong place is never stored as a name or a
 * description, which everyone in the account can read. Only certain shapes count, because a refusal cannot be
 * overruled.
 */
export function looksLikeCredential(text: string): boolean {
  if (whole.some((shape) => shape.test(text)) || isLabeled(text)) return true;
  for (const [, prefix = '', body = ''] of text.matchAll(prefixed)) {
    if (body.length >= leastAfter(prefix) && (isRandom(body) || isKeyOfPayments(prefix, body))) return true;
  }
  return [...text.matchAll(/[A-Za-z0-9+/]{32,}/g)].some(([run]) => isCertainlyRandom(run));
}

/** Whether a label such as `password:` or `API key =` announces a value that looks like one. */
function isLabeled(text: string): boolean {
  return [...text.matchAll(labeled)].some(([, label = '', value = '']) =>
    label.toLowerCase().startsWith('p') ? isPassword(value) && !isPath(value) : isRandomText(value),
  );
}

/** `KeePass:Agents/2024`: no part mixes letters and digits. */
function isPath(value: string): boolean {
  return !value.split(/[/:._-]/).some((part) => part.length >= 6 && /[A-Za-z]/.test(part) && /\d/.test(part));
}

/** The end of a sentence does not belong to the value. */
const labeled =
  /\b(pass(?:word|wd|phrase|code)?|pwd?|token|secret|(?:\w+[ _-])?key)["'`]?\s*[:=]\s*["'`]?([^\s"'`]{7,199}[^\s"'`.,;:)\]}])/gi;

/** Shapes that are certain regardless of randomness. */
const whole: readonly RegExp[] = [
  // Hashes and IDs are hexadecimal too, but do not stand alone where people write names and descriptions.
  /^\s*(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{32,}\s*$/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  // Addresses with a password, unless it is a placeholder such as `<password>` or `$PASSWORD`.
  /:\/\/[^\s:@/]{1,100}:(?![<{$%*\s]|(?:password|passwd|pass|pw|secret)@)[^\s@/]{4,200}@/i,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}/,
  /\b(?:AKIA|ASIA)(?=[A-Z]*\d)[A-Z0-9]{16}\b/,
  /\bAIza(?=[\w-]*\d)[\w-]{35}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bya29\.[\w-]{20,}/,
  /\b(?:AC|SK)(?=[a-f]*\d)[0-9a-f]{32}\b/,
  /\bxox[abeoprs]-(?:\d[\d-]{7,}|\d-)[\w-]{6,}/,
  /\bhv[sbr]\.(?=[\w-]*\d)[\w-]{20,}/,
  // The user and the password of a request, unless the password is a placeholder.
  /\bcurl\b[^\n]*\s(?:-u|--user)[ =]?[^\s:]+:(?![<{$%*\s]|(?:password|passwd|pass|pw|secret)\b)\S{4,}/i,
];

/** The prefixes of issuers' tokens. */
const prefixed = new RegExp(
  String.raw`(?<![A-Za-z0-9])((?:sk|rk|pk)_(?:live|test)_|${[
    'whsec_',
    'gh[pousr]_',
    'github_pat_',
    'gl(?:pat|dt|rt|ptt)-',
    'xapp-',
    'npm_',
    'pypi-',
    'dckr_pat_',
    'sk-(?:(?:proj|svcacct|admin|ant|or)-)?(?:api03-|v1-)?',
    'gsk_',
    'hf_',
    'r8_',
    'lin_api_',
    'ntn_',
    'figd_',
    'shp(?:pa|ca|at|ss)_',
    'glc_',
    'glsa_',
    'ops_ey',
    'tskey-',
    'vc[pciark]_',
    'dapi',
    'cf(?:k|ut|at)_',
    'sq0(?:atp|csp)-',
    'key-',
    'dop_v1_',
    'rnd_',
    'phc_',
    'Bearer ',
  ].join('|')})([A-Za-z0-9_-]{8,})`,
  'g',
);

/** `sk_live_` and similar prefixes. */
const ofPayments = /^[srp]k_/;

/** Some prefixes are also ordinary words, so more characters must follow. */
function leastAfter(prefix: string): number {
  return ofPayments.test(prefix) ? 8 : 16;
}

/** Whether a long run of both cases and digits follows `sk_live_` or a similar prefix, in whichever order. */
function isKeyOfPayments(prefix: string, body: string): boolean {
  if (!ofPayments.test(prefix)) return false;
  return body
    .split(/[_-]/)
    .some((part) => part.length >= 20 && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(part)));
}

/** Whether digits and letters alternate in a way that never occurs in words, versions or years. */
function isRandom(body: string): boolean {
  return body
    .split(/[_-]/)
    .some((part) => part.length >= 8 && (hasInnerDigits(part) || changes(part) >= 0.4));
}

function hasInnerDigits(part: string): boolean {
  const digits = part.match(/\d/g) ?? [];
  return digits.length >= 2 && /[A-Za-z]\d+[A-Za-z]|^\d{1,3}[A-Za-z]+\d+/.test(part) && changes(part) >= 0.2;
}

/** Hashes and IDs are hexadecimal, so text without an issuer's prefix must have letters of both cases. */
function isCertainlyRandom(run: string): boolean {
  const hasAll = [/[a-z]/, /[A-Z]/, /\d.*\d.*\d/].every((kind) => kind.test(run));
  return hasAll && changes(run) >= 0.4;
}

/** How often neighbors differ in kind (lowercase, uppercase, digit), as a share of the length. */
function changes(text: string): number {
  const kinds = Array.from(text, (character) =>
    /\d/.test(character) ? 'digit' : character === character.toUpperCase() ? 'upper' : 'lower',
  );
  return kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length / text.length;
}
