import { isInteger, isObjectOf, isRecord, isText } from '../../contracts/guards.ts';
import type { Problem } from '../../contracts/vault-api/problem.ts';

export const isProblem = isObjectOf<Problem>({
  type: isText,
  title: isText,
  status: isInteger,
  detail: isText,
  code: isText,
  requestId: isText,
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
  if (!statuses.has(status) || detail.length > longest || !plainSentence.test(detail)) return undefined;
  if (detail.includes('ags_') || markup.test(detail)) return undefined;
  return valuesIn(sent).some((value) => value !== '' && detail.includes(value)) ? undefined : detail;
}

/** Returns all strings below `value` and `fields.set`, which a response could echo. */
function valuesIn(body: unknown): readonly string[] {
  if (!isRecord(body)) return [];
  const { value, fields } = body;
  return [...textsIn(value), ...(isRecord(fields) ? textsIn(fields['set']) : [])];
}

function textsIn(value: unknown): readonly string[] {
  if (isText(value)) return [value];
  return isRecord(value) ? Object.values(value).filter((one) => isText(one)) : [];
}
