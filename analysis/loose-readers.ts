import type { ParsedFile } from './model/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';

/** The names of the functions of the platform and of the run-time clients that read a secret. */
const usualReaders = [
  'get_secret',
  'get_secret_async',
  'getSecret',
  'secret_vault',
  'get_secret_vault_custom_secret',
];

/** Whether the text contains the name of such a function anywhere. A fast check. */
export function mentionsReader(text: string): boolean {
  return /get_?secret|secret_vault/i.test(text);
}

/**
 * Finds where the code names a function that reads secrets without calling it with a name that the analysis
 * has found: it passes the function on, unpacks its arguments, or calls it on an object of unknown type. Any
 * secret may be read there. Returns offsets. `known` contains the offsets where the names of found reads
 * start.
 */
export function looseReaders(
  file: ParsedFile,
  known: readonly number[],
  readers: readonly string[],
): readonly number[] {
  if (!(file instanceof SourceFile) || file.languageId === 'json') return [];
  const { text } = file;
  const words = [...new Set([...usualReaders, ...readers.map(lastPart)])].filter((word) => word !== '');
  const mention = new RegExp(String.raw`(?<![\w$])(?:${words.map(escaped).join('|')})(?![\w$])`, 'g');
  const open = [...text.matchAll(mention)].filter(
    ({ index, 0: word }) => !isFollowed(text, index + word.length, known),
  );
  if (open.length === 0) return [];
  const { tree } = file;
  return open
    .filter(({ index, 0: word }) => {
      const node = tree.resolveInner(index, 1);
      const content = text.slice(node.from, node.to);
      if (/Comment/.test(node.name)) return false;
      // In `getattr(utils, "get_secret")`, the string is the name of the function; in a sentence, it is not.
      if (/String|Template/.test(node.name)) return content.replaceAll(/^\w*["'`]+|["'`]+$/g, '') === word;
      if (/^(?:VariableDefinition|PropertyDefinition)$/.test(node.name))
        return !isDeclared(node.parent?.name);
      if (isDefinition(text, index) || isFollowedAlias(text, index, index + word.length, node, known))
        return false;
      return isRenamed(text, index + word.length) || !isImport(node);
    })
    .map(({ index }) => index);
}

/** From the end of the function's name to the start of its first argument, or to that of `partial` and `map`. */
const untilName =
  /^["']?\]?\s*(?:\?\.)?(?:<[^()]*>)?\s*[(,]\s*(?:\w+\s*=\s*)?[([{]?\s*\*{0,2}[a-z]{0,2}["'`]{0,3}$/i;

function isFollowed(text: string, end: number, known: readonly number[]): boolean {
  return known.some(
    (start) => start >= end && start - end < farthest && untilName.test(text.slice(end, start)),
  );
}

const farthest = 300;

function lastPart(reader: string): string {
  return reader.slice(reader.lastIndexOf('.') + 1);
}

function escaped(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

/** `def get_secret` only defines a function of this name. */
function isDefinition(text: string, at: number): boolean {
  return /(?:\bdef|\bfunction)\s+$/.test(text.slice(Math.max(0, at - 40), at));
}

/** A method or function of this name, not a variable that holds one. */
function isDeclared(parent: string | undefined): boolean {
  return parent === 'MethodDeclaration' || parent === 'FunctionDeclaration' || parent === 'PropertyType';
}

/**
 * `read = conv.utils.get_secret` in a function, if the analysis has followed every use of the variable. Outside a
 * function, other files could use it too.
 */
function isFollowedAlias(
  text: string,
  start: number,
  end: number,
  node: TreeNode,
  known: readonly number[],
): boolean {
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  const alias = /^\s+(?:(?:const|let|var)\s+)?([A-Za-z]\w*)\s*=\s*(?:[A-Za-z]\w*\.)*$/.exec(line)?.[1];
  if (alias === undefined || !/^[ \t]*;?[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 200))) return false;
  if (!isInFunction(node)) return false;
  const uses = [...text.matchAll(new RegExp(String.raw`(?<![\w$])${alias}(?![\w$])`, 'g'))];
  const declared = start - line.length + line.indexOf(alias);
  return uses.every(({ index }) => index === declared || isFollowed(text, index + alias.length, known));
}

/** Not directly in a class, whose variables can be used from outside. */
function isInFunction(node: TreeNode): boolean {
  for (let at: TreeNode | null = node; at !== null; at = at.parent) {
    if (at.name.startsWith('Class')) return false;
    if (
      /^(?:FunctionDefinition|FunctionDeclaration|FunctionExpression|ArrowFunction|MethodDeclaration)$/.test(
        at.name,
      )
    )
      return true;
  }
  return false;
}

/** `import get_secret as read` */
function isRenamed(text: string, end: number): boolean {
  return /^\s+as\s/.test(text.slice(end, end + 20));
}

interface TreeNode {
  readonly name: string;
  readonly parent: TreeNode | null;
}

/** The names that a file imports are found where it uses them, unless they have another name there. */
function isImport(node: TreeNode): boolean {
  for (let at: TreeNode | null = node; at !== null; at = at.parent) {
    if (/^Import(?:Statement|Declaration|Group)$/.test(at.name)) return true;
  }
  return false;
}
