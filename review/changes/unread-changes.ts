import path from 'node:path';
import { decodeSource, languageOf, utf16Of } from '../../analysis/index.ts';
import { displayPath } from '../files/disk-files.ts';
import type { FileTree } from '../files/file-tree.ts';
import { isOtherPython, mayMatter } from '../files/may-be-code.ts';
import { isNotebook } from '../files/notebook-cells.ts';
import type { FailedFile } from '../findings/file-by-file.ts';
import type { ComparedStates, OtherChange } from '../git/compared-states.ts';
import { agentFolderAbove, agentFoldersBelow } from './affected-folders.ts';
import type { CodeState } from './code-state.ts';

interface Given {
  readonly states: ComparedStates;
  readonly before: CodeState;
  readonly after: CodeState;
  /** The root of the repository. */
  readonly root: string;
  readonly cwd: string;
}

/**
 * Additions and changes in agents that may be code but were not analyzed in the new state: the author of a
 * change must not be able to choose a place that is not checked.
 */
export function unreadChanges(given: Given): readonly FailedFile[] {
  const { states, after, root, cwd } = given;
  const isOfAgent = (file: string): boolean =>
    [states.before, states.after].some(
      (tree) => agentFolderAbove(path.dirname(file), tree, root) !== undefined,
    );
  const others = new Set(states.others.map((one) => one.path));
  const files = [...states.changedAfter].filter((file) => !others.has(file));
  const code = files.filter((file) => isCode(file) && isOfAgent(file));
  const compiled = files.filter((file) => isCompiled(file) && isOfAgent(file));
  const found = [
    ...compiled.flatMap((file) => reported(file, states.after.kindOf(file) && 'is compiled code')),
    ...code.flatMap((file) => reported(file, reasonFor(file, states.after, after))),
    ...files
      .filter((file) => isOtherPython(file) && isOfAgent(file))
      .flatMap((file) => reported(file, reasonForOtherPython(file, states.after, after))),
    ...notCheckedOut(files, states).flatMap((file) => reported(file, 'is not checked out')),
    ...ignoredNow(given).flatMap((file) => reported(file, 'was moved to a place that the settings ignore')),
    ...states.others
      .filter(({ path: file, kind }) =>
        kind === 'nameless' ? mayMatter(file) : isOfAgent(file) || hasAgents(file, states.before),
      )
      .flatMap((one) => reported(one.path, reasonForOther(one, states.after, after, isOfAgent))),
  ];
  return found
    .map(({ file, reason }) => ({ path: displayPath(file, cwd), reason, isUnread: true as const }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** Files that determine the agent and the settings of a changed file, in a sparse checkout. */
function notCheckedOut(files: readonly string[], { leftOut, after }: ComparedStates): readonly string[] {
  const needed = leftOut.filter((file) =>
    files.some((one) => mayMatter(one) && one.startsWith(`${path.dirname(file)}${path.sep}`)),
  );
  return needed.filter((file) => after.kindOf(file) === undefined);
}

/** Code that read secrets, and was moved to an unchecked place. */
function ignoredNow({ states, before, after, cwd }: Given): readonly string[] {
  const reading = new Set(before.reads.map((read) => path.resolve(cwd, read.path)));
  return [...states.renamed].flatMap(([from, to]) => (reading.has(from) && after.isIgnored(to) ? [to] : []));
}

function hasAgents(folder: string, tree: FileTree): boolean {
  return agentFoldersBelow(folder, tree).length > 0;
}

function reported(file: string, reason: string | undefined) {
  return reason === undefined ? [] : [{ file, reason }];
}

/** Programs import such files like source code. */
function isCompiled(file: string): boolean {
  return /\.(?:py[cdo]|so|node|egg|whl|pyz)$/i.test(file);
}

function isCode(file: string): boolean {
  return isNotebook(file) || (languageOf(file) ?? 'json') !== 'json';
}

function reasonFor(file: string, tree: FileTree, after: CodeState): string | undefined {
  // A file that Git says exists, in a sparse checkout.
  if (tree.kindOf(file) === undefined) return 'is not checked out';
  const bytes = bytesIn(tree, file);
  const text = bytes && decodeSource(bytes, TextDecoder);
  if (text === undefined) return after.isListed(file) ? undefined : 'cannot be read';
  // Python and JavaScript read it as UTF-8, in which it is other code.
  if (utf16Of(bytes ?? new Uint8Array()) !== undefined && !/^(?:\xff\xfe|\xfe\xff)/.test(startOf(bytes)))
    return 'looks like UTF-16, but has no byte-order mark';
  if (isLargeFilePointer(text)) return 'is only a pointer to a file in Git LFS';
  if (after.isListed(file)) {
    const encoding = languageOf(file) === 'python' ? declaredEncoding(text) : undefined;
    if (encoding !== undefined && !isReadable(encoding)) return `is encoded in ${encoding}`;
    return after.isIgnored(file) ? undefined : after.whyUnseen(file, text);
  }
  if (!after.mayHoldFindings(file, text)) return undefined;
  return 'is in a folder whose files are not checked';
}

function reasonForOtherPython(file: string, tree: FileTree, after: CodeState): string | undefined {
  const bytes = tree.kindOf(file) === 'file' ? bytesIn(tree, file) : undefined;
  const text = bytes && decodeSource(bytes, TextDecoder);
  if (text === undefined || (path.extname(file) === '' && !/^#!.*python/.test(text))) return undefined;
  return after.mayHoldFindings(file, text) ? 'is Python code without the extension .py' : undefined;
}

function reasonForOther(
  { path: file, kind, target }: OtherChange,
  tree: FileTree,
  after: CodeState,
  isOfAgent: (file: string) => boolean,
): string | undefined {
  if (kind === 'nameless') return 'has a name that is not valid UTF-8';
  if (kind === 'submodule') return 'is a submodule';
  if (target !== undefined) {
    // A link to a file that is checked anyway, or that is not code under either name.
    if (after.isListed(target) && languageOf(target) === languageOf(file)) return undefined;
    if (tree.kindOf(target) === 'file' && !isCode(file) && isOfAgent(target)) return undefined;
  }
  return isCode(file) || leadsToFolder(target, tree) ? 'is a symbolic link' : undefined;
}

/** A target that does not exist here may be a folder elsewhere. */
function leadsToFolder(target: string | undefined, tree: FileTree): boolean {
  return target === undefined || tree.kindOf(target) !== 'file';
}

function startOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes?.subarray(0, 2) ?? []).toString('latin1');
}

function bytesIn(tree: FileTree, file: string): Uint8Array | undefined {
  try {
    return tree.read(file);
  } catch {
    return undefined;
  }
}

function isLargeFilePointer(text: string): boolean {
  return /^version https?:\/\/\S+\/spec\/v\d+\r?\n(?:ext-|oid )/.test(text);
}

/** The encoding declaration that Python reads in the first two lines of a file. */
function declaredEncoding(text: string): string | undefined {
  const [first = '', second = ''] = text.slice(0, 2_000).split(/\r\n?|\n/);
  const declaration = /^[ \t\f\uFEFF]*#.*?coding[:=][ \t]*([-\w.]+)/;
  return (declaration.exec(first) ?? declaration.exec(second))?.[1];
}

/** Whether each ASCII character means itself. In others, such as UTF-7, the same bytes can be different code. */
function isReadable(encoding: string): boolean {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  return /^(?:utf-?8(?:-sig)?|u8|(?:us-?)?ascii|latin-?\d+|l\d+|iso-?8859-?\d+(?:-\w+)?|(?:windows-?|cp)(?:125\d|874|932|936|949|950)|koi8-[rtu]|s(?:hift)?-?jis(?:-?\d+)?|euc-?(?:jp|kr|cn)(?:-\w+)?|gbk|gb2312|gb18030|big5(?:-?hkscs)?)$/.test(
    name,
  );
}
