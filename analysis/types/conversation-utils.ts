import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Span } from '../model/parsed-file.ts';

/** How the class of `conv` declares `utils`. */
export interface ConversationUtils {
  /** Where the type is written, or where it must be inserted. */
  readonly span: Span;
  /** The text before the type if the class does not declare `utils`. Otherwise empty. */
  readonly declaration: string;
  /** The type as written. Empty if the class does not declare `utils`. */
  readonly type: string;
}

/** Undefined if the module has no such class, or if the class declares `utils` without a type annotation. */
export function conversationUtils(text: string): ConversationUtils | undefined {
  if (!text.includes('Conversation')) return undefined;
  const classes = definitionsIn(parser.parse(text).topNode, 'ClassDefinition');
  const body = classes.find((one) => nameOf(text, one) === 'Conversation')?.getChild('Body');
  return body ? utilsIn(text, body) : undefined;
}

function utilsIn(text: string, body: SyntaxNode): ConversationUtils | undefined {
  const written = text.slice(body.from, body.to).trimEnd();
  const assigned = body.getChildren('AssignStatement').find((one) => nameOf(text, one) === 'utils');
  const type = assigned?.getChild('TypeDef');
  if (type) {
    const start = type.from + (/^:\s*/.exec(text.slice(type.from, type.to))?.[0].length ?? 0);
    return { span: { start, end: type.to }, declaration: '', type: text.slice(start, type.to) };
  }
  const isProperty = definitionsIn(body, 'FunctionDefinition').some((one) => nameOf(text, one) === 'utils');
  if (assigned || isProperty || /\bself\.utils\b/.test(written)) return undefined;
  const end = body.from + written.length;
  const [, indentation] = /\n([ \t]+)\S/.exec(written) ?? [];
  // The body of a single-line class is empty.
  return indentation === undefined
    ? { span: { start: body.from, end }, declaration: ':\n    utils: ', type: '' }
    : { span: { start: end, end }, declaration: `\n${indentation}utils: `, type: '' };
}

/** Returns definitions with and without decorators. */
function definitionsIn(node: SyntaxNode, kind: string): readonly SyntaxNode[] {
  const decorated = node.getChildren('DecoratedStatement').flatMap((one) => one.getChildren(kind));
  return [...node.getChildren(kind), ...decorated];
}

function nameOf(text: string, node: SyntaxNode): string {
  const name = node.getChild('VariableName');
  return name ? text.slice(name.from, name.to) : '';
}
