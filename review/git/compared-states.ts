import { existsSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { projectSettingsFileName } from '../../analysis/index.ts';
import { projectFileName } from '../../contracts/agent-project.ts';
import { visible } from '../../contracts/visible-text.ts';
import { diskTree, type FileTree } from '../files/file-tree.ts';
import { overlayTree } from '../files/overlay-tree.ts';
import type { ReviewHost } from '../host/review-host.ts';
import { commitOf, mergeBases } from './commits.ts';
import { git, namesIn, repositoryRoot, withoutFilters } from './git.ts';
import { smallBlobs, storedFiles } from './stored-files.ts';

/** The files before and after a change. All paths are absolute. */
export interface ComparedStates {
  /** The base as given by the user. */
  readonly name: string;
  /** The hash of the commit of `before`: usually where both histories last met. */
  readonly commit: string;
  readonly before: FileTree;
  readonly after: FileTree;
  /** Files that were changed, removed or renamed. */
  readonly changedBefore: ReadonlySet<string>;
  /** Files that were changed, added or renamed. */
  readonly changedAfter: ReadonlySet<string>;
  /** The new path of each renamed file, by its old path. */
  readonly renamed: ReadonlyMap<string, string>;
  /** What the change adds or changes that is not a regular file. */
  readonly others: readonly OtherChange[];
  /** Project files and settings that a sparse checkout leaves out, so that neither state has them. */
  readonly leftOut: readonly string[];
}

/** A change that no file tree lists: its content is elsewhere. */
export interface OtherChange {
  readonly path: string;
  /** `nameless`: the name is not valid UTF-8, so no file can be read by it. */
  readonly kind: 'link' | 'nameless' | 'submodule';
  /** Where a symbolic link leads. */
  readonly target?: string;
}

/** A change, and the commits from which it can have started. */
export interface ComparedRange {
  readonly root: string;
  /** The base as the user named it. */
  readonly name: string;
  /** Undefined for the files on disk. */
  readonly head: string | undefined;
  readonly bases: readonly [string, ...string[]];
  /** The base itself, which contains all of `bases`. */
  readonly tip: string;
}

/** Understands `main`, `main..topic` and `main...topic`. @throws ReviewError */
export async function comparedRange(range: string, cwd: string): Promise<ComparedRange> {
  const root = await repositoryRoot(cwd);
  const [name = '', head = ''] = range.split(/\.{2,3}/);
  const headCommit = await commitOf(root, head === '' ? 'HEAD' : head);
  const tip = await commitOf(root, name);
  const bases = await mergeBases(root, name, tip, headCommit);
  return { root, name, head: head === '' ? undefined : headCommit, bases, tip };
}

/**
 * Compares the files on disk, or those of a commit, with those of `commit`. Checks out nothing. @throws ReviewError
 */
export async function comparedStates(
  { root, name, head }: ComparedRange,
  commit: string,
  { note }: Pick<ReviewHost, 'note'>,
): Promise<ComparedStates> {
  const changes = await changesBetween(root, commit, head);
  for (const { to, from } of changes.files.filter(({ isSubmodule }) => isSubmodule))
    note(`note: ${visible(to ?? from ?? '')} is a submodule and was not compared.`);
  const changedFiles = changes.files.filter(({ isSubmodule }) => !isSubmodule);
  const absolute = (file: string): string => path.join(root, ...file.split('/'));
  const differences = head === undefined ? changes : await changesBetween(root, commit, undefined);
  return {
    name,
    commit,
    before: await treeOf(root, differences, absolute),
    after:
      head === undefined
        ? diskTree
        : await treeOf(root, await changesBetween(root, head, undefined), absolute),
    changedBefore: new Set(changedFiles.flatMap(({ from }) => (from === undefined ? [] : absolute(from)))),
    changedAfter: new Set(changedFiles.flatMap(({ to }) => (to === undefined ? [] : absolute(to)))),
    renamed: new Map(
      changedFiles.flatMap(({ from, to }) =>
        from === undefined || to === undefined || from === to
          ? []
          : [[absolute(from), absolute(to)] as const],
      ),
    ),
    others: await othersIn(root, changes, absolute),
    leftOut: await leftOutFiles(root, [projectFileName, projectSettingsFileName]),
  };
}

async function othersIn(
  root: string,
  { files }: Changes,
  absolute: (file: string) => string,
): Promise<readonly OtherChange[]> {
  const targets = await smallBlobs(
    root,
    files.flatMap(({ after }) => (after?.kind === 'link' ? (after.hash ?? []) : [])),
  );
  return files.flatMap(({ to, after }): readonly OtherChange[] => {
    if (to === undefined || after === undefined) return [];
    const file = absolute(to);
    if (to.includes('\uFFFD')) return [{ path: file, kind: 'nameless' }];
    if (after.kind === 'file') return [];
    if (after.kind === 'submodule') return [{ path: file, kind: 'submodule' }];
    const written = after.hash === undefined ? linkOnDisk(file) : targets.get(after.hash);
    const target = written && path.resolve(path.dirname(file), Buffer.from(written).toString('utf8'));
    return [{ path: file, kind: 'link', ...(target !== undefined && { target }) }];
  });
}

function linkOnDisk(file: string): Uint8Array | undefined {
  try {
    return readlinkSync(file, 'buffer');
  } catch {
    return undefined;
  }
}

interface FileChange {
  /** Relative to the root, with forward slashes; undefined if the file did not exist. */
  readonly from: string | undefined;
  /** Undefined if the file does not exist any more. */
  readonly to: string | undefined;
  /** The content before; undefined unless there was a regular file. */
  readonly hash: string | undefined;
  readonly isSubmodule: boolean;
  /** Undefined if the file does not exist any more. */
  readonly after:
    | {
        readonly kind: 'file' | 'link' | 'submodule';
        /** Undefined if the content is on disk. */
        readonly hash: string | undefined;
      }
    | undefined;
}

interface Changes {
  readonly files: readonly FileChange[];
}

/** The changes from one commit to another, or to the files on disk, including those that Git does not know. */
async function changesBetween(root: string, from: string, to: string | undefined): Promise<Changes> {
  const options = ['--raw', '-z', '--no-abbrev', '--find-renames', '--no-ext-diff', '--no-textconv'];
  const command = [
    'diff',
    ...options,
    '--ignore-submodules=dirty',
    from,
    ...(to === undefined ? [] : [to]),
    '--',
  ];
  const output = await git(root, command, to === undefined ? { env: await withoutFilters(root) } : {});
  const fields = output.toString('utf8').split('\0');
  const files: FileChange[] = [];
  for (let at = 0; at < fields.length - 1;) {
    const [modeBefore = '', modeAfter = '', hash = '', hashAfter = '', status = ''] = (fields[at] ?? '')
      .slice(1)
      .split(' ');
    const isTwo = status.startsWith('R') || status.startsWith('C');
    const [one = '', two = one] = fields.slice(at + 1, at + (isTwo ? 3 : 2));
    at += isTwo ? 3 : 2;
    files.push({
      from: status === 'A' ? undefined : one,
      to: status === 'D' ? undefined : two,
      hash: modeBefore.startsWith('100') ? hash : undefined,
      isSubmodule: modeBefore === submodule || modeAfter === submodule,
      after:
        status === 'D'
          ? undefined
          : { kind: kindOf(modeAfter), hash: /^0+$/.test(hashAfter) ? undefined : hashAfter },
    });
  }
  if (to !== undefined) return { files };
  const known = new Set(files.map((change) => change.to));
  for (const name of namesIn(await git(root, ['ls-files', '--others', '--exclude-standard', '-z'])))
    if (!known.has(name))
      files.push({
        from: undefined,
        to: name,
        hash: undefined,
        isSubmodule: false,
        after: { kind: linkOnDisk(path.join(root, name)) ? 'link' : 'file', hash: undefined },
      });
  files.push(
    ...(await assumedUnchanged(root, from, new Set(files.flatMap((one) => [one.from ?? '', one.to ?? ''])))),
  );
  return { files };
}

/**
 * Files that the index marks as unchanged without checking them. They are compared by the analysis, like all
 * files that were changed.
 */
async function assumedUnchanged(
  root: string,
  from: string,
  known: ReadonlySet<string>,
): Promise<readonly FileChange[]> {
  const names = namesIn(await git(root, ['ls-files', '-v', '-z']))
    .filter((line) => /^[a-z] /.test(line))
    .map((line) => line.slice(2))
    .filter((name) => !known.has(name) && existsSync(path.join(root, name)));
  const changes: FileChange[] = [];
  for (let at = 0; at < names.length; at += mostArguments) {
    const paths = names.slice(at, at + mostArguments).map((name) => `:(literal)${name}`);
    for (const line of namesIn(await git(root, ['ls-tree', '-z', '--full-tree', from, '--', ...paths]))) {
      const [, mode = '', hash = '', name = ''] = /^(\d+) \w+ (\w+)\t([^]*)$/.exec(line) ?? [];
      if (mode.startsWith('100'))
        changes.push({
          from: name,
          to: name,
          hash,
          isSubmodule: false,
          after: { kind: 'file', hash: undefined },
        });
    }
  }
  return changes;
}

const mostArguments = 500;

/** Files with these names that a sparse checkout leaves out. */
async function leftOutFiles(root: string, names: readonly string[]): Promise<readonly string[]> {
  const paths = names.map((name) => `:(glob)**/${name}`);
  return namesIn(await git(root, ['ls-files', '-t', '-z', '--', ...paths]))
    .filter((line) => line.startsWith('S '))
    .map((line) => path.join(root, line.slice(2)))
    .filter((file) => !existsSync(file));
}

const submodule = '160000';

function kindOf(mode: string): 'file' | 'link' | 'submodule' {
  if (mode === submodule) return 'submodule';
  return mode === '120000' ? 'link' : 'file';
}

/** The files of a commit: those on disk, except where the changes since then say otherwise. */
async function treeOf(root: string, changes: Changes, absolute: (file: string) => string): Promise<FileTree> {
  const files = changes.files.filter(({ isSubmodule }) => !isSubmodule);
  const contents = await storedFiles(
    root,
    files.flatMap(({ from, hash }) =>
      from === undefined || hash === undefined ? [] : { file: absolute(from), hash },
    ),
  );
  // Git names a folder with a repository of its own, which no commit contains, with a slash at the end.
  const replaced = new Set(
    files.flatMap(({ from, to }) => [from, to].flatMap((one) => (one === undefined ? [] : absolute(one)))),
  );
  return overlayTree(diskTree, contents, (file) => replaced.has(file) && !contents.has(file));
}
