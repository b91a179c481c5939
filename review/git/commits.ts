import { ReviewError } from '../host/review-error.ts';
import { gitOrNothing } from './git.ts';

/** @throws ReviewError if there is no such commit in this clone */
export async function commitOf(root: string, name: string): Promise<string> {
  if (name === '') throw new ReviewError('Name the commit to compare with, such as --diff main.');
  const commit = await gitOrNothing(root, commitIn(name));
  if (commit !== undefined) return commit;
  if (name === 'HEAD')
    throw new ReviewError('This repository has no commit yet, so there is nothing to compare.');
  const early = await earlierThan(name, root);
  if (early !== undefined) throw new ReviewError(early);
  const branch = name.replace(/^origin\//, '');
  const remote = await gitOrNothing(root, commitIn(`origin/${branch}`));
  if (remote !== undefined)
    throw new ReviewError(`"${name}" is not a branch in this clone. Use origin/${branch}.`);
  throw new ReviewError(
    (await isShallow(root))
      ? `"${name}" is not a commit or branch in this shallow clone. ${fetchWithHistory(branch)}`
      : `"${name}" is not a commit or branch in this clone. Fetch it first: ${fetchOf(branch)}`,
  );
}

/** Advice for a missing commit that is not a branch: a hash, or an ancestor such as `HEAD~2`. */
async function earlierThan(name: string, root: string): Promise<string | undefined> {
  const [, start = '', steps = ''] = /^(.+?)((?:~\d*|\^1?(?!\d|\{))+)$/.exec(name) ?? [];
  const isKnown = start !== '' && (await gitOrNothing(root, commitIn(start))) !== undefined;
  if (!isKnown && !isHash(name)) return undefined;
  if (!(await isShallow(root)))
    return isKnown
      ? `"${name}" does not exist: the history of ${start} is shorter. Name a later commit.`
      : undefined;
  const generations = [...steps.matchAll(/~(\d*)|\^/g)].reduce((sum, [, n]) => sum + Number(n || 1), 0);
  const [command, depth] = isKnown
    ? [`git fetch --deepen=${String(generations)}`, String(generations + 1)]
    : ['git fetch --unshallow', '0'];
  return `"${name}" is not in this shallow clone. Run \`${command}\` first. With actions/checkout, set fetch-depth: ${depth}.`;
}

function isHash(name: string): boolean {
  return /^[\da-f]{7,64}$/i.test(name);
}

function commitIn(name: string): readonly string[] {
  return ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
}

/** Also works in a clone of a single branch. */
function fetchOf(branch: string, option = ''): string {
  return `git fetch ${option}origin ${branch}:refs/remotes/origin/${branch}, then compare with origin/${branch}.`;
}

/** Without the history, the next error would be that the merge base is missing. */
function fetchWithHistory(branch: string): string {
  return `Fetch it with its history: ${fetchOf(branch, '--unshallow ')} ${inPipelines}`;
}

const inPipelines =
  'In a pipeline, you can fetch everything instead: set fetch-depth: 0 for actions/checkout, or GIT_DEPTH: 0 on GitLab.';

async function isShallow(root: string): Promise<boolean> {
  return (await gitOrNothing(root, ['rev-parse', '--is-shallow-repository'])) === 'true';
}

/**
 * The commits where both histories last met: several if each was merged into the other since. @throws ReviewError
 */
export async function mergeBases(
  root: string,
  name: string,
  base: string,
  head: string,
): Promise<readonly [string, ...string[]]> {
  const output = (await gitOrNothing(root, ['merge-base', '--all', base, head])) ?? '';
  const [found, ...more] = output.split(/\s+/);
  if (found !== undefined && found !== '') return [found, ...more];
  if (!(await isShallow(root)))
    throw new ReviewError(`"${name}" and the change have no common history, so they cannot be compared.`);
  const isBranch = !/[~^]/.test(name) && !isHash(name);
  const advice = isBranch
    ? fetchWithHistory(name.replace(/^origin\//, ''))
    : `Fetch the history: git fetch --unshallow. ${inPipelines}`;
  throw new ReviewError(
    `This shallow clone does not reach back to where the change left "${name}". ${advice}`,
  );
}
