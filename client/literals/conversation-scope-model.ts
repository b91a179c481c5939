import type { SnippetLanguage } from '../snippets/snippet-style-model.ts';
import { seesConversationInJavaScript } from './javascript-scope-model.ts';

/**
 * Whether code at the place can read a secret of the agent: `conv` has to be there when it runs, and in
 * JavaScript it has to be able to wait. `structure` is the text without strings and comments.
 */
export function seesConversation(structure: string, offset: number, language: SnippetLanguage): boolean {
  return language === 'python'
    ? inPython(structure, offset)
    : seesConversationInJavaScript(structure, offset);
}

/** Outwards by indentation; whatever stands in the head of a function runs outside of it. */
function inPython(structure: string, offset: number): boolean {
  const lineStart = structure.lastIndexOf('\n', offset - 1) + 1;
  const line = structure.slice(lineStart, offset);
  let indent = indentOf(line.trim() === '' ? `${line}.` : line);
  const heads = [
    ...structure.slice(0, lineStart).matchAll(/^([ \t]*)(?:async[ \t]+)?def[ \t]+\w+[^(\n]*\(/gm),
  ];
  for (const head of heads.toReversed()) {
    const { index } = head;
    const parameters = index + head[0].length;
    const end = endOfParentheses(structure, parameters);
    const depth = (head[1] ?? '').length;
    if (end > offset) indent = Math.min(indent, depth);
    if (depth >= indent || isLeft(structure.slice(end, lineStart), depth)) continue;
    if (/\bconv\b/.test(structure.slice(parameters, end))) return true;
    indent = depth;
  }
  return false;
}

/** Whether a line after the head is indented no deeper: the function has ended there. */
function isLeft(body: string, depth: number): boolean {
  const [, ...lines] = body.split('\n');
  return lines.some((line) => line.trim() !== '' && indentOf(line) <= depth && !/^\s*[)\]}]/.test(line));
}

function endOfParentheses(structure: string, from: number): number {
  let depth = 1;
  for (let at = from; at < structure.length; at += 1) {
    if (structure[at] === '(') depth += 1;
    if (structure[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return structure.length;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
