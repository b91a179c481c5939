import { spawnSync } from 'node:child_process';
import { ActionError } from './action-error.ts';
import type { RunEvent } from './event.ts';
import type { Inputs } from './inputs.ts';

/** Runs Git in the repository, without a shell. Returns its output, or undefined if it failed. */
export type Git = (...args: readonly string[]) => string | undefined;

export function gitIn(cwd: string, env: Readonly<Record<string, string | undefined>>): Git {
  return (...args) => {
    const { status, stdout } = spawnSync('git', args, {
      cwd,
      encoding: 'utf8',
      // Never waits for a password.
      env: { ...env, GIT_TERMINAL_PROMPT: '0' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return status === 0 ? stdout.trim() : undefined;
  };
}

/** The number of additional commits that each step requests, so that most repositories fetch little. */
const deepening = ['--deepen=50', '--deepen=500', '--deepen=5000', '--unshallow'];

/**
 * The commit to compare with, whose merge base with HEAD is in the clone; undefined to check everything.
 * Fetches commits that a shallow clone lacks. @throws ActionError if the base cannot be fetched
 */
export function baseOf(git: Git, { base }: Pick<Inputs, 'base'>, event: RunEvent): string | undefined {
  if (base === 'none') return undefined;
  if (base !== undefined) return reachable(git, base) ?? fail(base);
  if (event.isMerge) {
    // A clone of depth 1 lacks the parents.
    if (firstParent(git) === undefined && isShallow(git)) fetch(git, '--deepen=1', [headOf(git)]);
    const parent = firstParent(git);
    if (parent !== undefined) return parent;
  }
  const [wanted] = event.bases;
  if (wanted === undefined) return undefined;
  const found = reachable(git, wanted);
  // After a forced push, the previous commit may be gone. A whole check then reports at least as much.
  if (found === undefined && event.name !== 'push') return fail(wanted);
  return found;
}

/** Of a merge; undefined if a branch is checked out instead. */
function firstParent(git: Git): string | undefined {
  const isMerge = git('rev-parse', '--verify', '--quiet', 'HEAD^2') !== undefined;
  return isMerge ? git('rev-parse', '--verify', '--quiet', 'HEAD^1') : undefined;
}

/** The commit of the base, if the clone has its merge base with HEAD or can fetch it. */
function reachable(git: Git, base: string): string | undefined {
  const commit = commitOf(git, base) ?? fetchedCommit(git, base);
  if (commit === undefined) return undefined;
  const hasMergeBase = (): boolean => git('merge-base', commit, 'HEAD') !== undefined;
  for (const more of deepening) {
    if (hasMergeBase() || !isShallow(git)) break;
    if (!fetch(git, more, [commit, headOf(git)])) break;
  }
  return hasMergeBase() ? commit : undefined;
}

function fetchedCommit(git: Git, base: string): string | undefined {
  // A depth would make a complete clone shallow.
  if (!fetch(git, isShallow(git) ? '--depth=1' : undefined, [base])) return undefined;
  return git('rev-parse', '--verify', '--quiet', 'FETCH_HEAD^{commit}');
}

function isShallow(git: Git): boolean {
  return git('rev-parse', '--is-shallow-repository') === 'true';
}

function headOf(git: Git): string {
  return git('rev-parse', '--verify', 'HEAD') ?? 'HEAD';
}

/** Branches of the server are found under its name, as in a clone by actions/checkout. */
function commitOf(git: Git, base: string): string | undefined {
  const names = [`refs/remotes/origin/${base}`, base];
  for (const name of names) {
    const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
    if (commit !== undefined) return commit;
  }
  return undefined;
}

function fetch(git: Git, depth: string | undefined, commits: readonly string[]): boolean {
  const options = [
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    ...(depth === undefined ? [] : [depth]),
  ];
  return git('fetch', ...options, 'origin', ...commits) !== undefined;
}

function fail(base: string): never {
  throw new ActionError(
    `The history from the base ${base} to this change is not in the clone and could not be fetched. Set fetch-depth: 0 in the step that uses actions/checkout.`,
  );
}
