import type { Problem } from '../contracts/vault-api/problem.ts';
import { isRecord, isText } from '../contracts/guards.ts';

/** Where the vault knows better than this client what is wrong with a request. */
const statuses: ReadonlySet<number> = new Set([400, 409, 422]);
const longest = 300;
const sentence = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+[.!?]$/u;
/** Editors make links of `[text](address)`. */
const markup = /\] ?\(|[<>]/;

/**
 * The vault's own sentence about a request that it refused, when it can be shown to a person: short, on
 * one line, of visible characters, and with nothing in it of a key or a value that was sent.
 */
export function ownWords({ status, detail }: Problem, sent: unknown): string | undefined {
  if (!statuses.has(status) || detail.length > longest || !sentence.test(detail)) return undefined;
  if (detail.includes('ags_') || markup.test(detail)) return undefined;
  return valuesIn(sent).some((value) => value !== '' && detail.includes(value)) ? undefined : detail;
}

/** All texts below `value` and `fields.set`: whatever answers may echo what it was sent. */
function valuesIn(body: unknown): readonly string[] {
  if (!isRecord(body)) return [];
  const { value, fields } = body;
  return [...textsIn(value), ...(isRecord(fields) ? textsIn(fields['set']) : [])];
}

function textsIn(value: unknown): readonly string[] {
  if (isText(value)) return [value];
  return isRecord(value) ? Object.values(value).filter((one) => isText(one)) : [];
}
