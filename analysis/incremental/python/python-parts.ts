import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { detached } from '../../source/detached.ts';
import { hashedWords } from '../../source/hashed-words.ts';
import type { Division, Part } from '../../source/part.ts';
import { givenNames } from './given-names.ts';

/** Python files are divided into the statements of the module that begin a line. */
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

/** The statements of one part; the last one may continue in the next part. */
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
    pointing: statements.some(runsAtOnce) ? all : pointing,
    ...givenNames({ file, statements, from, text }),
    shape: shapeOf(group),
    everywhere: everywhere(text, from, file),
    isUnruly: unruly.test(text),
  };
}

/**
 * Code other than definitions decides which bindings are in force at the end of the module, and whether
 * control gets there.
 */
function runsAtOnce({ name }: SyntaxNode): boolean {
  return !/^(?:FunctionDefinition|ClassDefinition|DecoratedStatement|ImportStatement|Comment)$/.test(name);
}

/** By text: what sets or finds things by names that cannot be determined. */
const unruly =
  /\b(?:exec|eval|setattr|delattr|vars|globals|metaclass)\b|\bimport[\s\\]*\*|\bimport\b[^\n(]*\([^)]*$/;

/**
 * By text: imports, and code that decides whether the file's conversations and attributes are what they
 * appear to be.
 */
const telling =
  /\bimport(?:_module)?\b[^\n(]*(?:\([^)]*\))?|\b(?:getattr|attrgetter|methodcaller)\b|__\w+__|conv(?:\.utils(?:\.get_secret)?)?[ \t]*(?::[^=\n]*)?=(?!=)|\b(?:def|class)[ \t]+_?conv\b/g;

/**
 * The lines that contain any of it, and the enclosing code: half-typed code can turn an import into a call.
 */
function everywhere(text: string, from: number, { tree }: SourceFile): string {
  const lines: string[] = [];
  for (const { index, 0: match } of text.matchAll(telling)) {
    const end = text.indexOf('\n', index + match.length);
    lines.push(text.slice(text.lastIndexOf('\n', index) + 1, end === -1 ? text.length : end));
    const owner = tree.resolveInner(from + index, 1).parent;
    lines.push(owner?.name ?? '', owner?.parent?.name ?? '');
  }
  return detached(lines.join('\n'));
}
