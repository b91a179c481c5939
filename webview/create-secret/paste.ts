import { limits } from '../../contracts/secret.ts';
import { isRecord, parseJson } from '../../contracts/guards.ts';
import { t } from '../common/words.ts';
import { parseEnv, type Pasted, type PastedField } from './env.ts';

/** Parses a JSON object of strings or the lines of a `.env` file, depending on the contents. */
export function parseFields(text: string): Pasted {
  if (text.trim() === '')
    return { problem: t('The text is empty. Paste a JSON object or the lines of a .env file.') };
  if (text.length > limits.bodyBytes)
    return { problem: t('The text is too long for the fields of one secret.') };
  const pasted = text.trimStart().startsWith('{') ? fieldsOfJson(text) : parseEnv(text);
  return pasted.fields ? checkCount(pasted.fields) : pasted;
}

function checkCount(fields: readonly PastedField[]): Pasted {
  if (fields.length === 0)
    return { problem: t('No fields found. Paste a JSON object or lines like NAME=value.') };
  if (fields.length > limits.fields) {
    return {
      problem: t('The text has {0} fields; a secret can have at most {1}.', fields.length, limits.fields),
    };
  }
  return { fields };
}

function fieldsOfJson(text: string): Pasted {
  const data = parseJson(text);
  if (!isRecord(data))
    return { problem: t('The JSON is not valid: it must be one object, { "name": "value" }.') };
  const fields: PastedField[] = [];
  for (const [name, item] of Object.entries(data)) {
    const value = asText(item);
    if (value === undefined)
      return { problem: t('The value of "{0}" is not a string. Put it in quotes.', name) };
    fields.push([name, value]);
  }
  return { fields };
}

/** Accepts only values that can be converted without loss: long or malformed numbers would change. */
function asText(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item === 'boolean' || Number.isSafeInteger(item)) return String(item);
  return undefined;
}
