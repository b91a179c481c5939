import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../source/source-file.ts';
import type { CodeString } from './literal-strings.ts';

/**
 * Whether an expression can replace the strings. `node` is the expression that they form, if they form one.
 */
export function canBeReplaced(
  { text, languageId }: SourceFile,
  strings: readonly CodeString[],
  node: SyntaxNode | undefined,
): boolean {
  const [first, last] = [strings[0], strings.at(-1)];
  if (!first || !last) return false;
  // In `return"a"`, the new code would merge with the keyword. `t"a"` is an object rather than a string.
  if (/[\w$]/.test(text.charAt(first.start - 1) + text.charAt(last.end))) return false;
  if (node === undefined) return true;
  return languageId === 'python' ? canBeCall(text, node) : canBeExpression(node);
}

/** Excludes patterns, templates that are filled in later, and docstrings. */
function canBeCall(text: string, node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return false;
  switch (parent.name) {
    case 'ExpressionStatement':
      return !isFirst(parent);
    case 'BinaryExpression':
      return node.nextSibling === null || text.slice(node.nextSibling.from, node.nextSibling.to) !== '%';
    case 'MemberExpression': {
      const property = parent.getChild('PropertyName');
      return property === null || !text.startsWith('format', property.from);
    }
    default:
      return !/Pattern$|^MatchClause$/.test(parent.name);
  }
}

function isFirst({ prevSibling }: SyntaxNode): boolean {
  let before = prevSibling;
  while (before?.name === 'Comment') before = before.prevSibling;
  return before === null || before.name === ':';
}

/** Excludes property names, module names, directives, types and tagged templates. */
function canBeExpression(node: SyntaxNode): boolean {
  const { parent, prevSibling } = node;
  if (node.name === 'JSXAttributeValue') return true;
  if (parent === null) return false;
  switch (parent.name) {
    case 'Property':
      return prevSibling?.name === ':' || prevSibling?.name === '[';
    case 'PropertyDeclaration':
      return prevSibling?.name === 'Equals';
    case 'ExportDeclaration':
      return prevSibling?.name === 'default';
    case 'MemberExpression':
    case 'CallExpression':
      return prevSibling === null && parent.name === 'MemberExpression';
    case 'BinaryExpression':
    case 'PrefixCast':
      return parent.getChild('const') === null;
    default:
      return !notExpressions.test(parent.name);
  }
}

const notExpressions =
  /^(?:EnumBody|ExportGroup|ExpressionStatement|ImportDeclaration|ImportGroup|LiteralType|MethodDeclaration|NewExpression|PropertyType|Script|TaggedTemplateExpression)$/;

/** Whether the following operator binds more tightly than `await`. */
export function needsParentheses({ parent, nextSibling }: SyntaxNode): boolean {
  if (parent?.name === 'MemberExpression' || parent?.name === 'PostfixExpression') return true;
  return nextSibling?.name === 'ArithOp' && nextSibling.to - nextSibling.from === 2;
}

/** Whether the string is used as a value directly, without further operations on it. */
export function isUsedDirectly({ parent }: SyntaxNode): boolean {
  if (parent?.name === 'BinaryExpression') return parent.getChild('ArithOp') === null;
  return !/^(?:ContinuedString|MemberExpression|PostfixExpression)$/.test(parent?.name ?? '');
}

/**
 * Returns the innermost expression that has all the strings as operands. Undefined if any operation other
 * than `+` is applied to one of them first.
 */
export function sumOf(text: string, strings: readonly CodeString[]): SyntaxNode | undefined {
  const [first, last] = [strings[0]?.node, strings.at(-1)?.node];
  if (!first || !last) return undefined;
  let sum = first;
  while (sum.parent !== null && sum.to < last.to) sum = sum.parent;
  const areAdded = strings.every(({ node }) => {
    for (let at = node; at.from !== sum.from || at.to !== sum.to;) {
      if (at.parent === null || !isAddition(text, at.parent)) return false;
      at = at.parent;
    }
    return true;
  });
  return areAdded && isAddition(text, sum) ? sum : undefined;
}

function isAddition(text: string, node: SyntaxNode): boolean {
  const sign = node.name === 'BinaryExpression' ? node.getChild('ArithOp') : null;
  return sign !== null && text.slice(sign.from, sign.to) === '+';
}

/** Whether `conv` is available when the code runs and, in JavaScript, can be awaited. */
export function seesConversation({ text, languageId }: SourceFile, node: SyntaxNode): boolean {
  return languageId === 'python' ? seesInPython(text, node) : seesInJavaScript(text, node);
}

/** Default values and decorators run outside the function they belong to. */
function seesInPython(text: string, node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return false;
  const isInside = /^(?:FunctionDefinition|LambdaExpression)$/.test(parent.name) && node.name !== 'ParamList';
  const names = isInside ? (parent.getChild('ParamList')?.getChildren('VariableName') ?? []) : [];
  const hasConversation = names.some(
    (name) => isConversation(text, name) && name.prevSibling?.name !== 'AssignOp',
  );
  return hasConversation || seesInPython(text, parent);
}

/**
 * Only the innermost function determines whether the code can use `await`. Default values and class fields
 * cannot.
 */
function seesInJavaScript(text: string, node: SyntaxNode): boolean {
  let canWait: boolean | undefined;
  for (let at = node; at.parent !== null; at = at.parent) {
    const { parent } = at;
    const parameters = parent.getChild('ParamList');
    if (at.name === 'ClassBody' || at.name === 'ParamList') canWait ??= false;
    // A computed name is evaluated outside the method.
    if (parameters === null || at.from < parameters.to) continue;
    canWait ??= isAsync(text, parent);
    if (canWait && bindsConversation(text, parameters)) return true;
  }
  return false;
}

/** The grammar parses `async <T>(…) => …` as comparisons. */
function isAsync(text: string, node: SyntaxNode): boolean {
  return (
    node.getChild('async') !== null ||
    (node.name === 'ArrowFunction' &&
      /\basync\s*<[^()]*>\s*$/.test(text.slice(Math.max(0, node.from - 200), node.from)))
  );
}

function bindsConversation(text: string, pattern: SyntaxNode): boolean {
  for (let child = pattern.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === 'VariableDefinition' && isConversation(text, child)) return true;
    if (/Pattern|^PatternProperty$/.test(child.name) && bindsConversation(text, child)) return true;
  }
  return false;
}

function isConversation(text: string, { from, to }: SyntaxNode): boolean {
  return text.slice(from, to) === 'conv';
}
