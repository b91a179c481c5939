import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { commaGroups, insideBrackets } from '../../syntax/python/syntax.ts';
import type { Span } from '../../model/parsed-file.ts';
import { type Change, removal, withoutItems } from './change.ts';
import { isSpread, percentPlaceholder } from './logged-parts.ts';

/** An argument as written, with its keyword or stars. */
interface Given extends Span {
  readonly value: SyntaxNode;
  readonly keyword?: string;
  readonly areItems: boolean;
}

/** Leaves out an argument of a call that logs any number of them. Undefined if the call needs it. */
export function withoutArgument(file: SourceFile, value: SyntaxNode): readonly Change[] | undefined {
  const list = value.parent?.name === 'ArgList' ? value.parent : undefined;
  const callee = list?.parent?.name === 'CallExpression' ? list.parent.firstChild : undefined;
  if (!list || !callee) return undefined;
  const given = argumentsIn(file.text, list);
  const index = given.findIndex((one) => one.value.from === value.from);
  const argument = given[index];
  if (argument === undefined) return undefined;
  const name = file.text.slice(callee.from, callee.to);
  if (!mayLeaveOut(file, name, given, index)) return undefined;
  const placeholder = isPrint.test(name) ? [] : withoutPlaceholder(file, given, index);
  return placeholder && [...placeholder, ...withoutItems(given, (at) => at === index)];
}

/** Whether the call logs nothing but this argument, so that it can be left out entirely. */
export function isOnlyMessage(file: SourceFile, value: SyntaxNode): boolean {
  const list = value.parent?.name === 'ArgList' ? value.parent : undefined;
  if (!list || endsProgram.test(file.text.slice(list.parent?.from, list.from))) return false;
  const messages = argumentsIn(file.text, list).filter(
    ({ keyword }) => keyword === undefined || message.test(keyword),
  );
  return messages.length === 1 && messages[0]?.value.from === value.from;
}

const endsProgram = /(?:^|\.)(?:exit|quit)$/;
const message = /^(?:msg|message|event)$/;
/** Functions that log all of their arguments. */
const inPython =
  /(?:^|\.)(?:critical|debug|error|exception|fatal|ic|info|log|print|success|trace|warn|warning)$/;
/** Functions of Python without templates. */
const isPrint = /(?:^|\.)(?:print|ic)$/;
const inJavaScript = /\.(?!(?:assert|write|emitWarning)$)\w+$/;

function mayLeaveOut(
  { languageId }: SourceFile,
  callee: string,
  given: readonly Given[],
  index: number,
): boolean {
  const { keyword } = given[index] ?? {};
  if (keyword !== undefined) return inPython.test(callee) && !message.test(keyword);
  const others = given.filter((one) => one.keyword === undefined).length - 1;
  if (others === 0) return false;
  // The first argument of `log` is the level.
  const levels = /(?:^|\.)log$/.test(callee) && callee !== 'console.log' ? 1 : 0;
  if (languageId !== 'python') return inJavaScript.test(callee) && others > levels;
  return inPython.test(callee) && (isPrint.test(callee) || index > levels);
}

/** Leaves out the placeholder that shows the argument. Undefined if it cannot be found. */
function withoutPlaceholder(
  { text, languageId }: SourceFile,
  given: readonly Given[],
  index: number,
): readonly Change[] | undefined {
  const values = given.filter(({ keyword }) => keyword === undefined);
  const at = values.findIndex(({ value }) => value === given[index]?.value);
  const templates = values.slice(0, Math.max(at, 0)).map(({ value }) => value);
  const template = templates.findLast(({ name }) => name.endsWith('String'));
  if (template === undefined) return [];
  const written = text.slice(template.from, template.to);
  if (!written.includes('%')) return [];
  const found = [...written.matchAll(percentPlaceholder)].filter(({ groups }) => groups?.['kind'] !== '%');
  if (found.length === 0) return [];
  const shown = values.slice(values.findIndex(({ value }) => value === template) + 1);
  const isPlain = template.name === 'String' && !shown.some(({ areItems }) => areItems);
  const own = found[shown.findIndex(({ value }) => value === given[index]?.value)];
  const isMatching = languageId === 'python' ? found.length === shown.length : own !== undefined;
  if (!isPlain || !isMatching || own === undefined || /[(*]/.test(own[0])) return undefined;
  const before = written.slice(0, own.index);
  if (before.endsWith('\\')) return undefined;
  const separator = /(?<!\\)[ \t:=]*$/.exec(before)?.[0].length ?? 0;
  const start = template.from + own.index;
  return [removal(start - separator, start + own[0].length)];
}

function argumentsIn(text: string, list: SyntaxNode): readonly Given[] {
  return commaGroups(insideBrackets(list)).flatMap((group) => {
    const [first, second] = group;
    const value = group.at(-1);
    if (!first || !value) return [];
    const isKeyword = second?.name === 'AssignOp' && text.slice(second.from, second.to) === '=';
    return [
      {
        value,
        start: first.from,
        end: value.to,
        areItems: isSpread(value),
        ...(isKeyword && { keyword: text.slice(first.from, first.to) }),
      },
    ];
  });
}

/** Leaves out the statement that consists of the call. Undefined if the call is a part of another expression. */
export function withoutStatement({ text, languageId }: SourceFile, call: SyntaxNode): Change | undefined {
  const statement = call.parent?.name === 'AwaitExpression' ? call.parent.parent : call.parent;
  const block = statement?.name === 'ExpressionStatement' ? statement.parent : null;
  if (!statement || !block) return undefined;
  const isPython = languageId === 'python';
  const isInBlock = isPython ? hasOthers(block, statement) : /^(?:Script|Block)$/.test(block.name);
  // A semicolon on a later line can belong to the next statement.
  const end = isPython || /^[ \t]*;/.test(text.slice(call.to)) ? statement.to : call.to;
  const span = { start: statement.from, end };
  if (!isInBlock || continuesBefore(text, span)) return { ...span, text: isPython ? 'pass' : '{}' };
  return wholeLines(text, span);
}

function hasOthers(block: SyntaxNode, statement: SyntaxNode): boolean {
  if (!/^(?:Script|Body)$/.test(block.name)) return false;
  if (block.name === 'Script') return true;
  let [before, after] = [statement.prevSibling, statement.nextSibling];
  while (before?.name === 'Comment') before = before.prevSibling;
  while (after?.name === 'Comment') after = after.nextSibling;
  return before?.name !== ':' || after !== null;
}

/** Whether the next statement would continue the one before, which has no semicolon. */
function continuesBefore(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - maximumIndent), start).trimEnd();
  return /^\s*[([`+\-/*]/.test(text.slice(end)) && !/[;{}]$/.test(before);
}

/** Code that is indented further is changed within its line. */
const maximumIndent = 500;

/** The lines of a statement, unless something else is on them. */
function wholeLines(text: string, { start, end }: Span): Change {
  const line = text.slice(Math.max(0, start - maximumIndent), start);
  const indent = /(?<![^\r\n])[ \t]*$/.exec(line)?.[0];
  const [rest = '', ending] = /^[ \t]*(?:(?:#|\/\/)[^\r\n]*)?(\r\n|\n|\r|$)/.exec(text.slice(end)) ?? [];
  return indent === undefined || ending === undefined
    ? removal(start, end)
    : removal(start - indent.length, end + rest.length);
}
