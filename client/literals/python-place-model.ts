import { openBracketBefore } from './brackets-model.ts';
import type { StringToken } from './string-token-model.ts';

/**
 * Whether an expression may stand in Python where the string stands: not as a pattern that is compared or filled
 * in, and not as the text about a module, a class or a function.
 */
export function mayBeCall(structure: string, tokens: readonly StringToken[], token: StringToken): boolean {
  // A template string is no text but an object of parts.
  if (token.prefix.includes('t')) return false;
  if (/^\s*(?:%(?!=)|\.\s*format)/.test(structure.slice(token.end, token.end + 200))) return false;
  return !isPattern(structure, token.start) && !isAbout(structure, tokens, token);
}

/** `case "a":`, and also within brackets. */
function isPattern(structure: string, offset: number): boolean {
  let at = offset;
  for (let open = at; open >= 0; open = openBracketBefore(structure, open)) at = open;
  return /^[ \t]*case[ \t]+(?!=[^=])/.test(structure.slice(structure.lastIndexOf('\n', at - 1) + 1, at));
}

function isAbout(structure: string, tokens: readonly StringToken[], { start }: StringToken): boolean {
  const before = structure.slice(0, start);
  if (!/(?:^|\n)[ \t\uFEFF]*$/.test(before) || openBracketBefore(structure, start) >= 0) return false;
  return before.trimEnd().endsWith(':') || (before.trim() === '' && tokens[0]?.start === start);
}
