import {
  isIndex,
  isInteger,
  isListOf,
  isObjectOf,
  isRecord,
  isText,
  optional,
} from '../../contracts/guards.ts';
import type { EntryProblem, Problem } from '../../contracts/vault-api/problem.ts';

export const isProblem = isObjectOf<Problem>({
  type: isText,
  title: isText,
  status: isInteger,
  detail: isText,
  code: isText,
  requestId: isText,
  entries: optional(isListOf(isObjectOf<EntryProblem>({ index: isIndex, code: isText, detail: isText }))),
});

/** The statuses for which the vault's message is more specific than this client's. */
const statuses: ReadonlySet<number> = new Set([400, 409, 422]);
const longest = 300;
const plainSentence = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+[.!?]$/u;
/** Editors turn `[text](address)` into links. */
const markup = /\] ?\(|[<>]/;

/**
 * Returns the vault's own message about a rejected request if it is safe to show: short, on one line, with
 * only visible characters, and without any part of a key or of a value that was sent.
 */
export function ownWords({ status, detail }: Problem, sent: unknown): string | undefined {
  return statuses.has(status) && isSafe(detail, sent) ? detail : undefined;
}

/** The problems of single entries, where their messages are safe to show. */
export function ownEntries({ entries = [] }: Problem, sent: unknown): readonly EntryProblem[] {
  return entries.filter(({ detail }) => isSafe(detail, sent));
}

function isSafe(detail: string, sent: unknown): boolean {
  if (detail.length > longest || !plainSentence.test(detail)) return false;
  if (detail.includes('ags_') || markup.test(detail)) return false;
  return !valuesIn(sent).some((value) => value !== '' && detail.includes(value));
}

/** Returns all strings below `value` and `fields.set`, also of imported secrets, which a response could echo. */
function valuesIn(body: unknown): readonly string[] {
  if (!isRecord(body)) return [];
  const { value, fields, secrets } = body;
  const imported = Array.isArray(secrets) ? secrets.flatMap((secret) => valuesIn(secret)) : [];
  return [...textsIn(value), ...(isRecord(fields) ? textsIn(fields['set']) : []), ...imported];
}

function textsIn(value: unknown): readonly string[] {
  if (isText(value)) return [value];
  return isRecord(value) ? Object.values(value).filter((one) => isText(one)) : [];
}
