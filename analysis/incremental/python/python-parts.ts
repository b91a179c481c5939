import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { detached } from '../moved.ts';
import { hashedWords, hashOf } from '../../source/hashed-words.ts';
import type { Division, Part } from '../../source/part.ts';
import { bindingAt } from '../../flow/python/binding.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import { childrenOf } from '../../syntax/python/syntax.ts';

/** Divides Python files into the top-level statements that begin a line. */
export const pythonDivision: Division<SourceFile> = {
  partsIn: (file, from, to) => [...groupsIn(file, from, to)].map((group) => partOf(file, group)),
  isSame: (file, offset, part) => {
    const [group, more] = groupsIn(file, offset, offset + part.length);
    return group !== undefined && more === undefined && shapeOf(group) === part.shape;
  },
  firstSame: (file, offset, parts) => {
    const shapes = new Map<number, number>();
    for (const group of groupsIn(file, offset, file.text.length)) shapes.set(group.from, shapeOf(group));
    let start = file.text.length;
    for (let index = parts.length - 1; index >= 0; index--) {
      const part = parts[index];
      start -= part?.length ?? 0;
      if (shapes.get(start) !== part?.shape) return index + 1;
    }
    return 0;
  },
};

/** The statements of one part. The last statement may continue in the next part. */
interface Group {
  readonly statements: readonly SyntaxNode[];
  readonly from: number;
  readonly to: number;
}

function* groupsIn(file: SourceFile, from: number, to: number): Generator<Group> {
  let statements: SyntaxNode[] = [];
  let start = from;
  for (const statement of statementsIn(file, from, to)) {
    if (statement.from > start && begins(file.text, statement)) {
      yield { statements, from: start, to: statement.from };
      start = statement.from;
      statements = [];
    }
    statements.push(statement);
  }
  if (start < to) yield { statements, from: start, to };
}

function* statementsIn(file: SourceFile, from: number, to: number): Generator<SyntaxNode> {
  const first = from === 0 ? file.tree.topNode.firstChild : file.tree.topNode.childAfter(from);
  for (let node = first; node !== null && node.from < to; node = node.nextSibling) yield node;
}

function shapeOf({ statements, from, to }: Group): number {
  let shape = to - from;
  for (const { type, from: start, to: end } of statements)
    shape = Math.imul(Math.imul(Math.imul(shape, 31) + type.id, 31) + start - from, 31) + end - from;
  return shape;
}

function begins(text: string, { from, name, type }: SyntaxNode): boolean {
  if (type.isError || name === 'Comment') return false;
  return from === 0 || text[from - 1] === '\n' || text[from - 1] === '\r';
}

function partOf(file: SourceFile, group: Group): Part {
  const { statements, from, to } = group;
  const text = file.text.slice(from, to);
  const { all, pointing } = hashedWords(file.text, from, to);
  return {
    length: to - from,
    words: all,
    pointing: statements.some(runsOnImport) ? all : pointing,
    ...givenNames({ file, statements, from, text }),
    shape: shapeOf(group),
    everywhere: everywhere(text, from, file),
    isUnruly: unruly.test(text),
  };
}

/**
 * Code other than definitions determines which bindings apply at the end of the module, and whether control
 * gets there.
 */
function runsOnImport({ name }: SyntaxNode): boolean {
  return !/^(?:FunctionDefinition|ClassDefinition|DecoratedStatement|ImportStatement|Comment)$/.test(name);
}

/** Matches text that sets or looks up names that cannot be determined. */
const unruly =
  /\b(?:exec|eval|setattr|delattr|vars|globals|locals|f_globals|_value_|metaclass)\b|\bsys[\s\\]*\.[\s\\]*modules\b|\bimport[\s\\]*\*|\bimport\b[^\n(]*\([^)]*$/;

/**
 * Matches imports, and text that determines whether the conversations and attributes in the file are what
 * they appear to be.
 */
const decisive =
  /\bimport(?:_module)?\b[^\n(]*(?:\([^)]*\))?|\b(?:getattr|attrgetter|methodcaller)\b|__\w+__|conv(?:\.utils(?:\.get_secret)?)?[ \t]*(?::[^=\n]*)?=(?!=)|\b(?:def|class)[ \t]+_?conv\b/g;

/**
 * Returns the matching lines and the code around them, because incomplete code can turn an import into a
 * call.
 */
function everywhere(text: string, from: number, { tree }: SourceFile): string {
  const lines: string[] = [];
  for (const { index, 0: match } of text.matchAll(decisive)) {
    const end = text.indexOf('\n', index + match.length);
    lines.push(text.slice(text.lastIndexOf('\n', index) + 1, end === -1 ? text.length : end));
    const owner = tree.resolveInner(from + index, 1).parent;
    lines.push(owner?.name ?? '', owner?.parent?.name ?? '');
  }
  return detached(lines.join('\n'));
}

/** A piece of code from a file, consisting of complete top-level statements. */
interface Code {
  readonly file: SourceFile;
  readonly statements: readonly SyntaxNode[];
  readonly from: number;
  readonly text: string;
}

/** Returns the names that the code defines, as far as other parts of the file can see them. */
function givenNames(code: Code): Pick<Part, 'shared' | 'plain' | 'attributes'> {
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

/**
 * `TIMEOUT = 10`, `logger = logging.getLogger(__name__)`: code that uses the name cannot change its value.
 */
function isPlainConstant(text: string, statement: SyntaxNode): boolean {
  if (statement.name !== 'AssignStatement') return false;
  const [name, operator, value, more] = childrenOf(statement);
  const isSingle = name?.name === 'VariableName' && operator?.name === 'AssignOp' && more === undefined;
  if (!isSingle || value === undefined) return false;
  if (/^(?:String|Number|Boolean|None)$/.test(value.name)) return true;
  return value.name === 'CallExpression' && makesPlain.test(text.slice(value.from, value.to));
}

/**
 * Adds the names that a statement binds outside functions, which are names of the module and of its classes.
 */
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

/**
 * Finds functions and classes at any depth, and names that functions borrow from enclosing scopes, in the
 * text.
 */
function* definedAnywhere(text: string): Generator<string> {
  for (const match of text.matchAll(/\b(?:def|class)\b[\s\\]*([^\s\\(:[]+)/g)) yield match[1] ?? '';
  for (const match of text.matchAll(/\b(?:global|nonlocal)[ \t]+([^\r\n#;]+)/g)) {
    for (const name of (match[1] ?? '').split(',')) yield name.trim();
  }
}

/** Builtins that are only recognized if nothing in the file has the same name. */
const builtins =
  /\b(?:all|any|ascii|bool|bytes|dict|enumerate|frozenset|iter|len|list|max|min|next|p?print|repr|reversed|set|sorted|str|tuple|type)\b(?=\s*(?:=(?!=)|[:,)\]}|;#\\]|[-+*/%@&^<>]{1,2}=|in\b|as\b|$))/gm;

function* shadowedBuiltins({ file, text, from }: Code): Generator<string> {
  for (const { index, 0: word } of text.matchAll(builtins)) {
    const node = file.tree.resolveInner(from + index, 1);
    if (node.from === from + index && bindingAt(file.text, node) !== undefined) yield word;
  }
}

const mayBeSet = /\.[\s\\]*([^\W\d]\w*)(?=\s*(?:[-+*/%@&|^<>]{0,3}=(?!=)|[:,)\]}\\;#]|in\b|$))/gm;

/** Yields the attributes that are assigned on any object. */
function* attributesSet({ file, text, from }: Code): Generator<string> {
  for (const { index, 0: match, 1: word = '' } of text.matchAll(mayBeSet)) {
    const end = from + index + match.length;
    const member = file.tree.resolveInner(end - word.length, 1).parent;
    if (member !== null && isTarget(member)) yield word;
  }
}
