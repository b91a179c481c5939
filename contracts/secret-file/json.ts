import { isRecord, parseJson } from '../guards.ts';
import { type Sentence, sentence } from '../words.ts';
import type { ReadEntry } from './entry.ts';

export const notOneObject = sentence('The JSON is not valid: it must be one object, { "name": "value" }.');

/** Accepts only values that can be converted without loss: long or malformed numbers would change. */
export function asText(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item === 'boolean' || Number.isSafeInteger(item)) return String(item);
  return undefined;
}

/** Reads an object of strings, or of objects of strings, which become the fields of one secret. */
export function readJson(text: string): {
  readonly entries: readonly ReadEntry[];
  readonly problems: readonly Sentence[];
} {
  const data = parseJson(text);
  if (!isRecord(data)) return { entries: [], problems: [notOneObject] };
  const lines = linesOfNames(text);
  const entries: ReadEntry[] = [];
  const problems: Sentence[] = [];
  for (const [name, item] of Object.entries(data)) {
    const line = lines.get(name) ?? 1;
    const value = isRecord(item) ? fieldsOf(item) : asText(item);
    if (value === undefined)
      problems.push(sentence('Line {line}: a value is not a string. Put it in quotes.', { line }));
    else entries.push({ name, value, line });
  }
  return { entries, problems };
}

function fieldsOf(item: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> | undefined {
  const fields: [string, string][] = [];
  for (const [field, value] of Object.entries(item)) {
    const text = asText(value);
    if (text === undefined) return undefined;
    fields.push([field, text]);
  }
  return Object.fromEntries(fields);
}

/**
 * The JSON is valid, so a string before a colon is a name. Of equal names, the last one is used, as in the
 * parser.
 */
function linesOfNames(json: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let [depth, line] = [0, 1];
  for (const [token, name] of json.matchAll(/("(?:[^"\\]|\\.)*")(?=\s*:)|"(?:[^"\\]|\\.)*"|[{}[\]\n]/g)) {
    if (token === '\n') line += 1;
    else if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (name !== undefined && depth === 1) lines.set(String(parseJson(name)), line);
  }
  return lines;
}
