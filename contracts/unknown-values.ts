/** What came from outside, looked at part by part: it is of no use before somebody has. */

/** An object with names; no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => isText(item));
}

export function isTextRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && isTexts(Object.values(value));
}

/** Whole numbers from 0. */
export function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item) && Number(item) >= 0);
}

/** `undefined` for what is no JSON: the parser's own message would quote from it, and it may hold a key. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
