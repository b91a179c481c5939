import { limits } from '../../contracts/secret.ts';
import { isRecord, parseJson } from '../../contracts/guards.ts';
import { readEnv } from '../../contracts/secret-file/env.ts';
import { asText, notOneObject } from '../../contracts/secret-file/json.ts';
import { t } from '../common/words.ts';

/** A field's name and value, as pasted. */
export type PastedField = readonly [name: string, value: string];

/** The fields, and why parts were left out; or why there are no fields. No problem repeats a value. */
export type Pasted =
  | { readonly fields: readonly PastedField[]; readonly skipped: readonly string[]; readonly problem?: never }
  | { readonly problem: string; readonly fields?: never; readonly skipped?: never };

/** Parses a JSON object of strings or the lines of a `.env` file, depending on the contents. */
export function parseFields(text: string): Pasted {
  if (text.trim() === '')
    return { problem: t('The text is empty. Paste a JSON object or the lines of a .env file.') };
  if (text.length > limits.bodyBytes)
    return { problem: t('The text is too long for the fields of one secret.') };
  const pasted = text.trimStart().startsWith('{') ? fieldsOfJson(text) : fieldsOfEnv(text);
  return pasted.fields ? checkCount(pasted) : pasted;
}

function checkCount(pasted: Extract<Pasted, { skipped: readonly string[] }>): Pasted {
  const { fields, skipped } = pasted;
  if (fields.length === 0)
    return { problem: skipped[0] ?? t('No fields found. Paste a JSON object or lines like NAME=value.') };
  if (fields.length > limits.fields) {
    return {
      problem: t('The text has {0} fields; a secret can have at most {1}.', fields.length, limits.fields),
    };
  }
  return pasted;
}

function fieldsOfEnv(text: string): Pasted {
  const { entries, problems } = readEnv(text);
  const skipped = problems.map((problem) => t(problem));
  const [first] = skipped;
  return first !== undefined && entries.length === 0
    ? { problem: first }
    : { fields: entries.map(({ name, value }) => [name, value]), skipped };
}

function fieldsOfJson(text: string): Pasted {
  const data = parseJson(text);
  if (!isRecord(data)) return fieldsOfJsonLines(text);
  const fields: PastedField[] = [];
  const skipped: string[] = [];
  for (const [name, item] of Object.entries(data)) {
    const value = asText(item);
    if (value === undefined) skipped.push(t('The value of "{0}" is not a string. Put it in quotes.', name));
    else fields.push([name, value]);
  }
  return { fields, skipped };
}

const jsonLine = /^\s*[{,]?\s*("(?:[^"\\]|\\.)+")\s*:\s*(\S.*?)\s*,?\s*\}?\s*$/;

/** Reads JSON that is not valid line by line, as long as each line is one property. */
function fieldsOfJsonLines(text: string): Pasted {
  const fields: PastedField[] = [];
  const skipped: string[] = [];
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    if (/^[\s{},]*$/.test(line)) continue;
    const [, key = '', item = ''] = jsonLine.exec(line) ?? [];
    const [name, value] = [parseJson(key), asText(parseJson(item))];
    if (typeof name === 'string' && value !== undefined) fields.push([name, value]);
    else skipped.push(t('Line {0} does not have the form "name": "value".', index + 1));
  }
  return fields.length > 0 ? { fields, skipped } : { problem: t(notOneObject) };
}
