/**
 * Whether the name of a field suggests that it contains a credential: `api_key`, `clientSecret`,
 * `password_2`. All other names are assumed not to: `brand`, `token_url`, `public_key`, `enable_auth`.
 */
export function isCredentialField(name: string): boolean {
  const words = wordsOf(name);
  while (words.length > 1 && qualifier.test(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  if (!credential.test(last) && !joined.test(last)) return false;
  return !switching.test(words[0] ?? '') && !words.some((word) => open.test(word));
}

const credential =
  /^(?:auth|authorization|bearer|cert|certificate|credentials?|jwt|key|pass|passcode|passphrase|passwd|password|pin|private|pwd|secret|signature|token)$/;
/** Compounds that are often written as a single word: `apikey`. */
const joined =
  /^(?:access|api|app|auth|bearer|client|consumer|db|encryption|id|license|master|private|refresh|secret|service|session|shared|signing|user)(?:key|pass|password|secret|token)$/;
/** Words that distinguish credentials or describe their format. */
const qualifier =
  /^(?:\d+|v\d+|b64|backup|base64|current|dev|header|hex|live|new|old|pem|previous|prod|production|sandbox|staging|string|test|text|uat|value)$/;
/** Words that indicate a number or an option: `max_token`, `verify_cert`. */
const switching =
  /^(?:allow|check|disable|disabled|enable|enabled|has|hide|is|max|min|need|needs|no|num|require|required|requires|show|skip|use|uses|verify|with)$/;
/** Words for keys that are not secret. */
const open = /^(?:cache|foreign|idempotency|object|partition|public|publishable|site|sort)$/;

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
    .flatMap((word) => word.split(/(?<=[a-z]{3})(?=\d+$)/));
}
