import type { Credential } from '../model/file-context.ts';
import type { Translate } from '../../contracts/words.ts';
import type { Report, Rule, RuleContext, RuleDocumentation } from './rule.ts';

/** Reports only what a detector found. Files that have not been scanned yet have no findings. */
export const secretHardcoded: Rule = {
  id: 'secret-hardcoded',
  severity: 'warning',
  summary: 'A credential is written in the code.',
  needs: 'detector',
  fixes: ['create-secret-for-literal', 'request-secret-for-literal', 'move-to-environment', 'ignore-rule'],
  check: (context) => reports(context),
};

export const documentation: RuleDocumentation = {
  why: 'Everyone who can read the code, its history or a copy of it has the credential, and it cannot be rotated without a release. A vault gives it only to the agents on its access list.',
  bad: 'def start(conv):\n    key = "sk_live_…"',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent:
    'Placeholders, test keys, publishable keys, hashes, UUIDs, local addresses, and everything in tests, fixtures and examples. Comments are checked, because a credential in a comment leaks as well. The rule recognizes credentials of about 30 services by their prefix, private keys, passwords in addresses, random strings of at least 20 characters under names such as `api_key`, `auth_token` or `client_secret` and in headers such as `X-Api-Key`, and passwords that mix letters, digits and symbols. It does not recognize passwords that consist of words, shorter keys, and credentials under other names.',
};

function* reports({ file, translate, credentials = [] }: RuleContext): Generator<Report> {
  for (const credential of credentials) {
    const { start, end } = credential.span;
    if (!isHarmless(file.text.slice(start, end))) yield report(credential, translate);
  }
}

/** States the kind of the credential, but never the credential itself. */
function report({ span, what }: Credential, translate: Translate): Report {
  const message = translate(
    'This is {what}. Anyone who has the code can read it. Store a new one in the vault, read it from there, and revoke this one.',
    { what: translate(what) },
  );
  return { span, message, names: [] };
}

const placeholders =
  /x{4}|\*{3}|\.{3}|…|[<>{}$%]|example|sample|dummy|placeholder|change[-_]?me|redacted|replace|insert|your|my[-_]?(?:key|token|secret|password)|not[-_]?a[-_]?real|fake|todo|(?<![a-z])test(?:ing)?(?![a-z])|secret[-_]?(?:key|here)|0123456|123456|abcdef|qwerty/i;

/** Publishable keys are meant to be public, and test keys have no effect in production. */
const harmlessPrefix = /^(?:pk_|(?:sk|rk)_test_)/;

/** Placeholders for passwords. */
const commonPasswords =
  /^(?:admin|foo|guest|hunter2|pass|passwd|password\d*|postgres|pw|pwd|root|secret|token|user|username|letmein|mysql|mongo)$/i;

const localHost =
  /@(?:localhost|127\.|0\.0\.0\.0|\[?::1|10\.|192\.168\.|host(?![\w.])|(?:[\w-]+\.)*(?:example\.\w+|test|local|localhost|internal|invalid)(?![\w.-])|[\w-]+(?![\w.-]))/i;

/** Whether something that looks like a credential is only a placeholder, or protects nothing important. */
function isHarmless(text: string): boolean {
  if (harmlessPrefix.test(text)) return true;
  const url = /^[\w+:.-]*?:\/\/([^\s:@/]*):([^\s@/]*)@/.exec(text);
  if (url !== null) return isHarmlessUrl(text, url[1] ?? '', url[2] ?? '');
  if (text.startsWith('-----BEGIN')) return isEmptyKey(text);
  return placeholders.test(text) || hasFewLetters(text);
}

function isHarmlessUrl(url: string, user: string, password: string): boolean {
  const isMeant = password !== user && !commonPasswords.test(password) && !placeholders.test(password);
  return !isMeant || placeholders.test(user) || localHost.test(url);
}

/** Matches a key that is shortened to show its format. */
function isEmptyKey(text: string): boolean {
  const body = text.replaceAll(/-----[^-]*-----/g, '');
  return /\.{3}|…|[<>{}$*]/.test(body) || hasFewLetters(body);
}

/**
 * Whether the text contains few different letters. Real credentials are random, so few of their letters
 * repeat.
 */
function hasFewLetters(text: string): boolean {
  const random = text.slice(text.search(/[-_.][^-_.]*$/) + 1);
  return random.length >= 16 && new Set(random.toLowerCase()).size < 8;
}
