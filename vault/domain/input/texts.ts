import { isRecord } from '../../../contracts/guards.ts';
import { nameProblem } from '../../../contracts/secret.ts';
import { looksLikeCredential } from '../../../contracts/credential-shape.ts';
import { ProblemError } from '../../errors/errors.ts';

/**
 * Strings are stored in UTF-8, which cannot represent half of a surrogate pair, and not every storage
 * supports U+0000.
 * @throws ProblemError `InvalidInput`
 */
export function requireText(text: string | undefined, what: string): void {
  if (text === undefined || isStorable(text)) return;
  throw new ProblemError('InvalidInput', `${what} contains characters that are not allowed.`);
}

/**
 * Names, descriptions, reasons and notes are visible to others in the account, and names remain in the audit log. The error does
 * not repeat the text.
 * @throws ProblemError `InvalidInput`
 */
export function requireNoCredential(text: string | undefined, what: string): void {
  if (text === undefined || !looksLikeCredential(text)) return;
  throw new ProblemError(
    'InvalidInput',
    `${what} looks like a credential, and everyone in the account could read it. Send a credential only as a value.`,
  );
}

/**
 * For text that is stored and shown to others in the account.
 * @throws ProblemError `InvalidInput`
 */
export function requireReadable(text: string | undefined, what: string): void {
  requireText(text, what);
  requireNoCredential(text, what);
}

/**
 * `.` and `..` are refused because a URL cannot contain them as a segment.
 * @throws ProblemError `InvalidInput`
 */
export function requireNewName(name: string): void {
  if (nameProblem(name) === undefined && name !== '.' && name !== '..') return;
  throw new ProblemError(
    'InvalidInput',
    'The name must have 1 to 128 printable characters, without leading or trailing spaces.',
  );
}

/** Whether a string can be stored; if not, it cannot be a name. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/**
 * Parses a JSON string that contains an object; `undefined` if a name is repeated. Some parsers use the first
 * of several equal names and some use the last, so one program could check a different value than another one
 * uses.
 */
export function parseStrictly(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parse(text);
  return isRecord(value) && !namesTwice(text) ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON is valid, so a string before a colon is a name. */
export function namesTwice(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, name] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (name !== undefined && isKnown(open.at(-1), String(parse(name)))) return true;
  }
  return false;
}

function isKnown(names: Set<string> | undefined, name: string): boolean {
  const isTwice = names?.has(name) ?? false;
  names?.add(name);
  return isTwice;
}
