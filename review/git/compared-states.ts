import path from 'node:path';
import { diskTree, type FileTree } from '../files/file-tree.ts';
import { overlayTree } from '../files/overlay-tree.ts';
import { ReviewError } from '../review-error.ts';
import type { ReviewHost } from '../review-host.ts';
import { blobsOf, git, gitOrNothing, namesIn, repositoryRoot } from './git.ts';

/** The files before and after a change. All paths are absolute. */
export interface ComparedStates {
  /** As the user named the base. */
  readonly name: string;
  /** The hash of the commit where both histories last met. */
  readonly commit: string;
  readonly before: FileTree;
  readonly after: FileTree;
  /** Files that were changed, removed or renamed. */
  readonly changedBefore: ReadonlySet<string>;
  /** Files that were changed, added or renamed. */
  readonly changedAfter: ReadonlySet<string>;
  /** The new path of each renamed file, by its old path. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Compares the files on disk, or those of a commit, with those of the merge base: `main`, `main..topic` or
 * `main...topic`. Checks out nothing. @throws ReviewError
 */
export function comparedStates(
  range: string,
  { cwd, note }: Pick<ReviewHost, 'cwd' | 'note'>,
): ComparedStates {
  const root = repositoryRoot(cwd);
  const [name = '', head = ''] = range.split(/\.{2,3}/);
  const headCommit = commitOf(root, head === '' ? 'HEAD' : head);
  const commit = mergeBase(root, name, commitOf(root, name), headCommit);
  const onDisk = head === '';
  const changes = changesBetween(root, commit, onDisk ? undefined : headCommit);
  for (const { to, from } of changes.submodules)
    note(`note: ${to ?? from ?? ''} is a submodule and was not compared.`);
  const absolute = (file: string): string => path.join(root, ...file.split('/'));
  const differences = onDisk ? changes : changesBetween(root, commit, undefined);
  return {
    name,
    commit,
    before: treeOf(root, differences, absolute),
    after: onDisk ? diskTree : treeOf(root, changesBetween(root, headCommit, undefined), absolute),
    changedBefore: new Set(changes.files.flatMap(({ from }) => (from === undefined ? [] : absolute(from)))),
    changedAfter: new Set(changes.files.flatMap(({ to }) => (to === undefined ? [] : absolute(to)))),
    renamed: new Map(
      changes.files.flatMap(({ from, to }) =>
        from === undefined || to === undefined || from === to
          ? []
          : [[absolute(from), absolute(to)] as const],
      ),
    ),
  };
}

/** @throws ReviewError if there is no such commit in this clone */
function commitOf(root: string, name: string): string {
  if (name === '') throw new ReviewError('Name the commit to compare with, such as --diff main.');
  const commit = gitOrNothing(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]);
  if (commit !== undefined) return commit;
  if (name === 'HEAD')
    throw new ReviewError('This repository has no commit yet, so there is nothing to compare.');
  const branch = name.replace(/^origin\//, '');
  const remote = gitOrNothing(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `origin/${branch}^{commit}`,
  ]);
  const shallow = isShallow(root) ? ' This is a shallow clone.' : '';
  throw new ReviewError(
    remote === undefined
      ? `"${name}" is not a commit or branch in this clone.${shallow} Fetch it first: ${fetchOf(branch)}`
      : `"${name}" is not a branch in this clone. Use origin/${branch}.`,
  );
}

/** Also works in a clone of a single branch. */
function fetchOf(branch: string, option = ''): string {
  return `git fetch ${option}origin ${branch}:refs/remotes/origin/${branch}, then compare with origin/${branch}.`;
}

function isShallow(root: string): boolean {
  return gitOrNothing(root, ['rev-parse', '--is-shallow-repository']) === 'true';
}

/** @throws ReviewError */
function mergeBase(root: string, name: string, base: string, head: string): string {
  const found = gitOrNothing(root, ['merge-base', base, head]);
  if (found !== undefined && found !== '') return found;
  throw new ReviewError(
    isShallow(root)
      ? `This shallow clone does not reach back to where the change left "${name}". Fetch more of the history first: ${fetchOf(name.replace(/^origin\//, ''), '--unshallow ')}`
      : `"${name}" and the change have no common history, so they cannot be compared.`,
  );
}

interface FileChange {
  /** Relative to the root, with forward slashes; undefined if the file did not exist. */
  readonly from: string | undefined;
  /** Undefined if the file does not exist any more. */
  readonly to: string | undefined;
  /** The content before; undefined unless there was a regular file. */
  readonly hash: string | undefined;
}

interface Changes {
  readonly files: readonly FileChange[];
  readonly submodules: readonly FileChange[];
}

/** The changes from one commit to another, or to the files on disk, including those that Git does not know. */
function changesBetween(root: string, from: string, to: string | undefined): Changes {
  const options = ['--raw', '-z', '--no-abbrev', '--find-renames', '--no-ext-diff', '--no-textconv'];
  const fields = git(root, [
    'diff',
    ...options,
    '--ignore-submodules=dirty',
    from,
    ...(to === undefined ? [] : [to]),
    '--',
  ])
    .toString('utf8')
    .split('\0');
  const [files, submodules]: [FileChange[], FileChange[]] = [[], []];
  for (let at = 0; at < fields.length - 1;) {
    const [modeBefore = '', modeAfter = '', hash = '', , status = ''] = (fields[at] ?? '')
      .slice(1)
      .split(' ');
    const isTwo = status.startsWith('R') || status.startsWith('C');
    const [one = '', two = one] = fields.slice(at + 1, at + (isTwo ? 3 : 2));
    at += isTwo ? 3 : 2;
    const change = {
      from: status === 'A' ? undefined : one,
      to: status === 'D' ? undefined : two,
      hash: modeBefore.startsWith('100') ? hash : undefined,
    };
    (modeBefore === '160000' || modeAfter === '160000' ? submodules : files).push(change);
  }
  if (to !== undefined) return { files, submodules };
  const known = new Set(files.map((change) => change.to));
  for (const name of namesIn(git(root, ['ls-files', '--others', '--exclude-standard', '-z'])))
    if (!known.has(name)) files.push({ from: undefined, to: name, hash: undefined });
  return { files, submodules };
}

/** The files of a commit: those on disk, except where the changes since then say otherwise. */
function treeOf(root: string, { files }: Changes, absolute: (file: string) => string): FileTree {
  const stored = blobsOf(
    root,
    files.flatMap(({ hash }) => hash ?? []),
  );
  const contents = new Map<string, () => Uint8Array>();
  for (const { from, hash } of files) {
    const content = hash === undefined ? undefined : stored.get(hash);
    if (from !== undefined && content !== undefined) contents.set(absolute(from), () => content);
  }
  // Git names a folder with a repository of its own, which no commit contains, with a slash at the end.
  const replaced = new Set(
    files.flatMap(({ from, to }) => [from, to].flatMap((one) => (one === undefined ? [] : absolute(one)))),
  );
  return overlayTree(diskTree, contents, (file) => replaced.has(file) && !contents.has(file));
}
