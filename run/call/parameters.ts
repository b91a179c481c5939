import { parseJson } from '../../contracts/guards.ts';
import { CannotRun } from './command-line.ts';

/** A parameter as declared in a function's source. */
export interface Parameter {
  /** Empty for a destructuring pattern. */
  readonly name: string;
  /** Its TypeScript type; empty if there is none. */
  readonly type: string;
  readonly isOptional: boolean;
}

/**
 * Creates a call's arguments: `conv` for a parameter with that name, and the others by name. A destructuring
 * pattern gets all given arguments as one object. @throws CannotRun
 */
export function argumentsOf(
  functionName: string,
  parameters: readonly Parameter[],
  given: ReadonlyMap<string, string>,
  conv: unknown,
): readonly unknown[] {
  const own = parameters.filter(({ name }) => !isConversation(name));
  const takesAny = own.some(({ name }) => name === '');
  const names = own.map(({ name }) => name);
  const unknown = takesAny ? undefined : [...given.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const has = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
    throw new CannotRun(`${functionName} has no parameter ${unknown}. ${has}`);
  }
  const missing = own.filter(({ name, isOptional }) => name !== '' && !isOptional && !given.has(name));
  if (missing.length > 0) {
    const needed = missing.map(described).join(', ');
    throw new CannotRun(
      `${functionName} needs ${needed}. Add ${missing.map(({ name }) => `${name}=…`).join(' ')}.`,
    );
  }
  return parameters.map(({ name, type }) => {
    if (isConversation(name)) return conv;
    if (name === '')
      return Object.fromEntries([...given].map(([one, text]) => [one, converted(one, text, '')]));
    const text = given.get(name);
    return text === undefined ? undefined : converted(name, text, type);
  });
}

/**
 * Parses the parameters from a function's source text, in which types may have been replaced with spaces.
 * `source` is the original file, and `stripped` is the file without types.
 */
export function parametersIn(text: string, source: string, stripped: string): readonly Parameter[] {
  const start = openingOf(text);
  if (start === undefined) {
    const [, only = ''] = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(text) ?? [];
    return only === '' ? [] : [{ name: only, type: '', isOptional: false }];
  }
  const place = stripped.indexOf(text);
  const declared = place >= 0 && stripped.length === source.length ? source.slice(place) : text;
  return partsFrom(declared, start).flatMap((part) => parameterOf(part) ?? []);
}

/** Whether the parameter has the name that the platform uses for the conversation. */
function isConversation(name: string): boolean {
  return /^_?conv$/.test(name);
}

/** Returns the start of the parameter list; undefined for `name => …`. */
function openingOf(text: string): number | undefined {
  const head =
    /^(?:async\s+)?(?:function\b\s*\*?\s*)?(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\[[^\]]*\])?\s*\(/u.exec(
      text,
    );
  return head === null ? undefined : head[0].length;
}

const opening = '([{<';
const closing = ')]}>';

/** Splits an opened list at its commas. Ignores commas in strings and comments. */
function partsFrom(text: string, start: number): readonly string[] {
  const parts: string[] = [];
  let [depth, part] = [0, ''];
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|=>|[\s\S]/gy;
  token.lastIndex = start;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [one] = found;
    if (one.startsWith('//') || one.startsWith('/*')) continue;
    if (depth === 0 && one === ')') break;
    if (depth === 0 && one === ',') {
      parts.push(part);
      part = '';
      continue;
    }
    if (opening.includes(one)) depth += 1;
    if (closing.includes(one)) depth -= 1;
    part += one;
  }
  return [...parts, part].filter((one) => one.trim() !== '');
}

function parameterOf(part: string): Parameter | undefined {
  const text = part.trim();
  // Rest parameters get no argument, and a `this` parameter is only a type.
  if (text.startsWith('...') || /^this\s*:/.test(text)) return undefined;
  const [, name = '', mark, after = ''] =
    /^([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(\?)?\s*([\s\S]*)$/u.exec(text) ?? [];
  const [, type = ''] = /^:\s*((?:[^=]|=>)*)/.exec(after) ?? [];
  const hasDefault = /(?:^|[^=!<>])=(?![=>])/.test(after);
  return { name, type: type.trim(), isOptional: mark === '?' || hasDefault || /\bundefined\b/.test(type) };
}

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  boolean: 'true or false',
  string: 'text',
};

function described({ name, type }: Parameter): string {
  return kinds[type] === undefined ? name : `${name} (${kinds[type]})`;
}

/** Parses the argument as JSON if possible, unless its type is `string`. @throws CannotRun */
function converted(name: string, text: string, type: string): unknown {
  if (type === 'string') return text;
  const value = parseJson(text);
  if ((type === 'number' || type === 'boolean') && typeof value !== type) {
    throw new CannotRun(`${name} must be ${kinds[type] ?? type}.`);
  }
  return value === undefined ? text : value;
}
