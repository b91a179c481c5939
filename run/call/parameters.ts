import { parseJson } from '../../contracts/guards.ts';
import { CannotRun } from './cannot-run.ts';

/** A parameter as a function's text declares it. */
export interface Parameter {
  /** Empty when a pattern takes its place. */
  readonly name: string;
  /** Its TypeScript type; empty when there is none. */
  readonly type: string;
  readonly isOptional: boolean;
}

/**
 * The arguments of a call: `conv` for a parameter of that name, each other one by its name. A pattern
 * gets all that was given, as one object. @throws CannotRun
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
 * The parameters in the text of a function, of which types may have been replaced by spaces.
 * `source` is the file before that; undefined when the text has no list of parameters that can be read.
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

/** As the platform's functions name it. */
function isConversation(name: string): boolean {
  return /^_?conv$/.test(name);
}

/** Where the list begins; undefined for `name => …`. */
function openingOf(text: string): number | undefined {
  const head =
    /^(?:async\s+)?(?:function\b\s*\*?\s*)?(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\[[^\]]*\])?\s*\(/u.exec(
      text,
    );
  return head === null ? undefined : head[0].length;
}

const opening = '([{<';
const closing = ')]}>';

/** The parts between the commas of a list that has been opened; strings and comments are skipped. */
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
  // The rest of the arguments is empty, and `this` is a type.
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

/** JSON where it is JSON, unless the type says text. @throws CannotRun */
function converted(name: string, text: string, type: string): unknown {
  if (type === 'string') return text;
  const value = parseJson(text);
  if ((type === 'number' || type === 'boolean') && typeof value !== type) {
    throw new CannotRun(`${name} must be ${kinds[type] ?? type}.`);
  }
  return value === undefined ? text : value;
}
