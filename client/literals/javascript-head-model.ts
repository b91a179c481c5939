import {
  awaitsColon,
  closingBracket,
  endsStatement,
  openBracketBefore,
  statementBefore,
} from './brackets-model.ts';

/** What the head of a function, or of a class, says of the code in it. */
export interface Head {
  readonly isAsync: boolean;
  readonly hasConversation: boolean;
}

/** The head of the function with this arrow. */
export function headOfArrow(structure: string, arrow: number): Head {
  const parameters = parametersBefore(structure, arrow);
  if (parameters === undefined) {
    const [, isAsync, name] =
      /(\basync\s+)?([\w$]+)\s*$/.exec(structure.slice(Math.max(0, arrow - 200), arrow)) ?? [];
    return { isAsync: isAsync !== undefined, hasConversation: name === 'conv' };
  }
  return {
    isAsync: /(?:^|[^.\w$])async$/.test(beforeTypes(structure, parameters)),
    hasConversation: bindsConversation(structure, parameters),
  };
}

/** The head of the function or class whose body begins with this brace; undefined for other blocks and objects. */
export function headOfBlock(structure: string, brace: number): Head | undefined {
  const before = structure.slice(0, brace).trimEnd();
  if (before.endsWith('=>')) return headOfArrow(structure, before.length - 2);
  if (/(?:^|[^.\w$])class(?:\s[^;{}]*)?$/.test(statementBefore(structure, brace)))
    return { isAsync: false, hasConversation: false };
  const parameters = parametersBefore(structure, brace);
  const name = parameters === undefined ? undefined : nameBefore(structure, parameters);
  if (parameters === undefined || name === undefined) return undefined;
  return { isAsync: name.isAsync, hasConversation: bindsConversation(structure, parameters) };
}

/** Whether this parenthesis opens the parameters of a function. */
export function isParameterList(structure: string, opening: number): boolean {
  if (structure[opening] !== '(' || isStatement(beforeTypes(structure, opening))) return false;
  if (awaitsColon(statementBefore(structure, opening))) return false;
  for (let at = closingBracket(structure, opening) + 1; at < structure.length; at += 1) {
    const sign = structure.charAt(at);
    if (/[;,)\]}]/.test(sign) || (sign === '\n' && endsStatement(structure, at))) return false;
    const isBody = sign === '{' || structure.startsWith('=>', at);
    if (isBody && parametersBefore(structure, at) === opening)
      return sign === '=' || nameBefore(structure, opening) !== undefined;
    if (/[([{]/.test(sign)) at = closingBracket(structure, at);
  }
  return false;
}

/** Where the parameters open that stand before a body, with or without the type of what is returned between. */
function parametersBefore(structure: string, body: number): number | undefined {
  const end = structure.slice(0, body).trimEnd().length;
  const closing = structure[end - 1] === ')' ? end - 1 : closingBeforeType(structure, end);
  const opening = closing === undefined ? -1 : openBracketBefore(structure, closing);
  return opening < 0 ? undefined : opening;
}

/** The parenthesis before `: Type`, read from the end of the type. */
function closingBeforeType(structure: string, end: number): number | undefined {
  let angles = 0;
  for (let at = end - 1; at >= 0; at -= 1) {
    const sign = structure.charAt(at);
    if (/[)\]}]/.test(sign)) at = openBracketBefore(structure, at);
    else if (sign === '>' && structure[at - 1] === '=') at -= 1;
    else if (sign === '>') angles += 1;
    else if (sign === '<') angles -= 1;
    else if (angles === 0 && sign === ':') {
      const before = structure.slice(0, at).trimEnd();
      const isType = /^\s*(?!(?:do|else|finally|try)\b)\S/.test(structure.slice(at + 1, end));
      return isType && before.endsWith(')') ? before.length - 1 : undefined;
    } else if (angles === 0 && /[([{;,=]/.test(sign)) return undefined;
    if (angles < 0) return undefined;
  }
  return undefined;
}

/** A function has a name before its parameters, or the word `function`; undefined for calls and statements. */
function nameBefore(structure: string, opening: number): { readonly isAsync: boolean } | undefined {
  const before = beforeTypes(structure, opening).replace(/\s*\*$/, '');
  const [named] = /(?:[\w$\u0080-\uFFFF]+|\])$/.exec(before) ?? [];
  if (named === undefined || isStatement(before)) return undefined;
  const start =
    named === ']' ? openBracketBefore(structure, before.length - 1) : before.length - named.length;
  const prefix = named === 'function' ? before : before.slice(0, start);
  return { isAsync: /(?:^|[^.\w$])async(?:\s+function)?\s*[*#]*\s*$/.test(prefix) };
}

function isStatement(before: string): boolean {
  return /(?:^|[^.\w$])(?:if|for|while|switch|catch|with|for\s+await)$/.test(before);
}

/** The code before the parameters, without `<T>`. */
function beforeTypes(structure: string, opening: number): string {
  const before = structure.slice(0, opening).trimEnd();
  if (!before.endsWith('>') || before.endsWith('=>')) return before;
  let angles = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const sign = before.charAt(at);
    if (/[)\]}]/.test(sign)) at = openBracketBefore(before, at);
    if (sign === '>' && before[at - 1] !== '=') angles += 1;
    if (sign === '<') angles -= 1;
    if (angles === 0) return before.slice(0, at).trimEnd();
  }
  return before;
}

/** Whether one of the parameters is `conv`, and not only a name in their types. */
function bindsConversation(structure: string, opening: number): boolean {
  const parameters = structure.slice(opening + 1, closingBracket(structure, opening));
  return [...parameters.matchAll(/(?<![\w$])conv(?![\w$])(\s*\??\s*:)?/g)].some(({ 1: colon, index }) => {
    const before = parameters.slice(0, index).trimEnd();
    const isInBraces = openBracketBefore(parameters, index) >= 0;
    if (isInBraces) return colon === undefined && /[{[,.:]$/.test(before);
    return /(?:^|[,.])$/.test(before);
  });
}
