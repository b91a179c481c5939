import { parser } from '@lezer/javascript';
import type { SyntaxNode } from '@lezer/common';
import type { SecretReference } from '../../reference.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { CompletionSite, Language } from '../language.ts';
import { wordsIn } from '../words.ts';
import { environmentAliases, environmentAt, isProcessEnvironment } from './environment.ts';
import { readsOf } from './reads.ts';

/** Which parts of the grammar a file may use. */
export type JavaScriptDialect = 'jsx' | 'ts' | 'ts jsx';

/** JavaScript and TypeScript: the environment dialect only. */
export function createJavaScript(dialect: JavaScriptDialect): Language {
  return {
    parser: parser.configure({ dialect }),
    mayHoldReferences: (text) => /\benv\b/.test(text) && /\bprocess\b|import\.meta/.test(text),
    references,
    completionSite,
    uses: () => [],
    fieldsUsed: () => [],
  };
}

function references(file: SourceFile): readonly SecretReference[] {
  const aliases = environmentAliases(file);
  const found = new Map<number, SecretReference>();
  for (const { at } of wordsIn(file.text, new Set(['env', ...aliases]))) {
    const environment = environmentAt(file, file.tree.resolveInner(at, 1), aliases);
    for (const read of environment ? readsOf(file, environment) : []) found.set(read.span.start, read);
  }
  return [...found.values()].toSorted((left, right) => left.span.start - right.span.start);
}

/** `process.env.N|`, `process.env["N|"]`, and both on `import.meta.env`; an alias is not looked for here. */
function completionSite(file: SourceFile, offset: number): CompletionSite | undefined {
  const node = file.tree.resolveInner(offset, -1);
  const member = node.parent?.name === 'MemberExpression' ? node.parent : node;
  const object = member.name === 'MemberExpression' ? member.firstChild : null;
  if (object === null || object.to > offset || !isProcessEnvironment(file, object)) return undefined;
  return node.name === 'String' ? siteInString(file, node, offset) : siteAfterDot(file, node, offset);
}

function siteInString(file: SourceFile, string: SyntaxNode, offset: number): CompletionSite | undefined {
  const start = string.from + 1;
  const mark = file.text.charAt(string.from) === "'" ? "'" : '"';
  const isClosed = string.to > start && file.text.charAt(string.to - 1) === mark;
  const end = isClosed ? string.to - 1 : offset;
  if (offset < start || offset > end) return undefined;
  return {
    kind: 'name',
    dialect: 'environment',
    target: { span: { start, end }, quote: mark, quoted: true },
  };
}

function siteAfterDot(file: SourceFile, node: SyntaxNode, offset: number): CompletionSite | undefined {
  const isName = node.name === 'PropertyName';
  if (!isName && !/^(?:\.|\?\.)$/.test(file.text.slice(node.from, node.to)) && !node.type.isError)
    return undefined;
  const span = isName ? { start: node.from, end: node.to } : { start: offset, end: offset };
  return { kind: 'name', dialect: 'environment', target: { span, quote: '', quoted: false } };
}
