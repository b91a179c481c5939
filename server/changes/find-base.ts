import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isRevision } from '../../contracts/changes.ts';

export interface FoundBase {
  /** The name that the user would use. */
  readonly name: string;
  /** The hash of its commit, which cannot be mistaken for an option. */
  readonly commit: string;
  /** The folder with `HEAD`; an absolute path. */
  readonly gitFolder: string;
}

/** Undefined if Git is not installed, the folder is not in a repository, or the base does not exist. */
export async function findBase(folder: string, base: string): Promise<FoundBase | undefined> {
  const gitFolder = await git(folder, 'rev-parse', '--absolute-git-dir');
  if (gitFolder === undefined) return undefined;
  for (const name of base === '' ? await defaultBranches(folder) : [base]) {
    const commit = await commitOf(folder, name);
    if (commit !== undefined) return { name, commit, gitFolder };
  }
  return undefined;
}

/** The most recent branches, local and remote, as Git shortens their names; empty without a repository. */
export async function branchesOf(folder: string): Promise<readonly string[]> {
  const options = ['--format=%(refname:short)', '--sort=-committerdate', '--count=100'];
  const names = await git(folder, 'for-each-ref', ...options, 'refs/heads', 'refs/remotes');
  return names?.split('\n').filter(isRevision) ?? [];
}

/** The remote's default branch, then the names that most repositories use. */
async function defaultBranches(folder: string): Promise<readonly string[]> {
  const remote = await git(folder, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  return [...(remote === undefined ? [] : [remote]), 'main', 'master'];
}

async function commitOf(folder: string, name: string): Promise<string | undefined> {
  if (!isRevision(name)) return undefined;
  return git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
}

const run = promisify(execFile);

/** The output without its line break; undefined if Git fails or prints nothing. */
async function git(folder: string, ...given: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['--no-optional-locks', ...given], {
      cwd: folder,
      windowsHide: true,
    });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
