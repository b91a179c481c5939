import type { SnippetLanguage } from '../snippet-style-model.ts';

/**
 * Whether code at the place can read a secret of the agent: `conv` has to be there when it runs, and in
 * JavaScript it has to be able to wait. `structure` is the text without strings and comments.
 */
export function seesConversation(structure: string, offset: number, language: SnippetLanguage): boolean {
  return language === 'python' ? inPython(structure, offset) : inJavaScript(structure.slice(0, offset));
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
    const end = endOfParentheses(structure, index + head[0].length);
    const depth = (head[1] ?? '').length;
    if (end > offset) indent = Math.min(indent, depth);
    if (depth >= indent || isLeft(structure.slice(end, lineStart), depth)) continue;
    if (/\bconv\b/.test(structure.slice(index, end))) return true;
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

interface Head {
  readonly isAsync: boolean;
  readonly hasConversation: boolean;
}

/** The functions that are open where the text ends, from outside to inside. */
function inJavaScript(before: string): boolean {
  const open: (Head | undefined)[] = [];
  let from = 0;
  for (const { 0: brace, index } of before.matchAll(/[{}]/g)) {
    if (brace === '{') open.push(headIn(before.slice(from, index)));
    else open.pop();
    from = index + 1;
  }
  const heads = [...open, arrowIn(before.slice(from))].filter((head) => head !== undefined);
  return heads.at(-1)?.isAsync === true && heads.some(({ hasConversation }) => hasConversation);
}

const functionHead =
  /(\basync\s+)?(?:\bfunction\b\s*\*?\s*[\w$]*|(?!(?:if|for|while|switch|catch|with)\b)\b[\w$]+)?\s*(?:<[^<>]*>\s*)?\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*(?::[^{};]*)?$/;
const arrowHead = /(\basync\s*)?(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*(?::[^{};=]*)?|\b([\w$]+)\s*)=>/g;

function headIn(text: string): Head | undefined {
  const arrow = /=>\s*$/.test(text) ? arrowIn(text) : undefined;
  if (arrow) return arrow;
  const match = functionHead.exec(text);
  if (!match || /\b(?:if|for|while|switch|catch|with)\s*$/.test(text.slice(0, text.lastIndexOf('('))))
    return undefined;
  return { isAsync: match[1] !== undefined, hasConversation: /\bconv\b/.test(match[2] ?? '') };
}

/** The last arrow of a statement: what follows is its body. */
function arrowIn(text: string): Head | undefined {
  const statement = text.slice(text.lastIndexOf(';') + 1);
  const last = [...statement.matchAll(arrowHead)].at(-1);
  if (!last) return undefined;
  return { isAsync: last[1] !== undefined, hasConversation: /\bconv\b/.test(last[2] ?? last[3] ?? '') };
}
