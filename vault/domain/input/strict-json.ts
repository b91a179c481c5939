/**
 * Parses a JSON text that contains an object; `undefined` if a name is repeated. Parsers take either the
 * first or the last of equal names, so one program could check a different value than another one uses.
 */
export function parseStrictly(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parse(text);
  return isObject(value) && !namesTwice(text) ? value : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text is valid JSON, so a text before a colon is a name. */
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
