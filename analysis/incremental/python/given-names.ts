import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import { bindingAt } from '../../flow/python/binding.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import { childrenOf } from '../../syntax/python/syntax.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { hashOf } from '../../source/hashed-words.ts';
import type { Part } from '../../source/part.ts';

/** Some code of a file: whole top-level statements. */
export interface Code {
  readonly file: SourceFile;
  readonly statements: readonly SyntaxNode[];
  readonly from: number;
  readonly text: string;
}

/** Names that the code defines, as far as other parts of the file can see them. */
export function givenNames(code: Code): Pick<Part, 'shared' | 'plain' | 'attributes'> {
  const names = { shared: new Set<string>(), plain: new Set<string>() };
  for (const statement of code.statements) {
    const kind = isPlainConstant(code.file.text, statement) ? 'plain' : 'shared';
    addBoundOutside(code.file.text, statement, names[kind]);
  }
  for (const name of definedAnywhere(code.text)) names.shared.add(name);
  for (const name of shadowedBuiltins(code)) names.shared.add(name);
  return {
    shared: hashed(names.shared),
    plain: hashed(names.plain),
    attributes: hashed(attributesSet(code)),
  };
}

function hashed(names: Iterable<string>): ReadonlySet<number> {
  return new Set([...names].map(hashOf));
}

const makesPlain = /^(?:logging\.getLogger|getLogger|structlog\.get_logger|re\.compile)\s*\(/;

/** `TIMEOUT = 10`, `logger = logging.getLogger(__name__)`: using the name cannot change its value. */
function isPlainConstant(text: string, statement: SyntaxNode): boolean {
  if (statement.name !== 'AssignStatement') return false;
  const [name, operator, value, more] = childrenOf(statement);
  const isSingle = name?.name === 'VariableName' && operator?.name === 'AssignOp' && more === undefined;
  if (!isSingle || value === undefined) return false;
  if (/^(?:String|Number|Boolean|None)$/.test(value.name)) return true;
  return value.name === 'CallExpression' && makesPlain.test(text.slice(value.from, value.to));
}

/** Names that a statement binds outside functions: those of the module and of its classes. */
function addBoundOutside(text: string, statement: SyntaxNode, names: Set<string>): void {
  statement.cursor().iterate((found) => {
    if (isInside(found)) return false;
    const binding = found.name === 'VariableName' ? bindingAt(text, found.node) : undefined;
    if (binding !== undefined && binding.kind !== 'parameter') names.add(text.slice(found.from, found.to));
    return true;
  });
}

function isInside({ name, node }: SyntaxNodeRef): boolean {
  if (name === 'ImportStatement') return true;
  return name === 'Body' && node.parent?.name === 'FunctionDefinition';
}

/** By text: functions and classes at any depth, and names that functions borrow from enclosing scopes. */
function* definedAnywhere(text: string): Generator<string> {
  for (const match of text.matchAll(/\b(?:def|class)\b[\s\\]*([^\s\\(:[]+)/g)) yield match[1] ?? '';
  for (const match of text.matchAll(/\b(?:global|nonlocal)[ \t]+([^\r\n#;]+)/g)) {
    for (const name of (match[1] ?? '').split(',')) yield name.trim();
  }
}

/** Builtins that only count as such while nothing in the whole file has their name. */
const builtins =
  /\b(?:all|any|ascii|bool|bytes|dict|enumerate|frozenset|iter|len|list|max|min|next|p?print|repr|reversed|set|sorted|str|tuple|type)\b(?=\s*(?:=(?!=)|[:,)\]}|;#\\]|[-+*/%@&^<>]{1,2}=|in\b|as\b|$))/gm;

function* shadowedBuiltins({ file, text, from }: Code): Generator<string> {
  for (const { index, 0: word } of text.matchAll(builtins)) {
    const node = file.tree.resolveInner(from + index, 1);
    if (node.from === from + index && bindingAt(file.text, node) !== undefined) yield word;
  }
}

const mayBeSet = /\.[\s\\]*([^\W\d]\w*)(?=\s*(?:[-+*/%@&|^<>]{0,3}=(?!=)|[:,)\]}\\;#]|in\b|$))/gm;

/** Attributes that are assigned, on any object. */
function* attributesSet({ file, text, from }: Code): Generator<string> {
  for (const { index, 0: match, 1: word = '' } of text.matchAll(mayBeSet)) {
    const end = from + index + match.length;
    const member = file.tree.resolveInner(end - word.length, 1).parent;
    if (member !== null && isTarget(member)) yield word;
  }
}
