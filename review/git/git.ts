import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { ReviewError } from '../host/review-error.ts';
import { runToEnd } from './run-to-end.ts';

/**
 * The root of the repository that contains `cwd`, in the spelling of `cwd`, which may lead through symbolic
 * links. @throws ReviewError
 */
export async function repositoryRoot(cwd: string): Promise<string> {
  const output = await git(cwd, ['rev-parse', '--is-bare-repository', '--show-toplevel']);
  const [isBare, top = ''] = output.toString('utf8').split(/\r?\n/);
  if (isBare === 'true') throw new ReviewError(bare(cwd));
  const below = path.relative(realpathSync(path.normalize(top)), realpathSync(cwd));
  return path.resolve(cwd, ...below.split(path.sep).map((part) => (part === '' ? '.' : '..')));
}

function bare(cwd: string): string {
  return `${cwd} is a bare repository, which has no files. Check a clone of it.`;
}

/** The names in a list that Git ended with NUL characters. */
export function namesIn(output: Buffer): readonly string[] {
  return output.toString('utf8').split('\0').filter(Boolean);
}

/**
 * Settings that keep Git from running the filters of a repository, such as `filter.lfs.clean`, which it would do
 * to compare files on disk. As environment variables, because names of filters can contain any character.
 */
export async function withoutFilters(root: string): Promise<NodeJS.ProcessEnv> {
  const set =
    (await gitOrNothing(root, ['config', '--name-only', '-z', '--get-regexp', String.raw`^filter\.`])) ?? '';
  // The caller of this program may have passed settings in the same way.
  const given = Number(process.env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const keys = [...new Set(set.split('\0').filter(Boolean))];
  const entries = keys.flatMap((key, at): readonly (readonly [string, string])[] => [
    [`GIT_CONFIG_KEY_${String(given + at)}`, key],
    [`GIT_CONFIG_VALUE_${String(given + at)}`, key.toLowerCase().endsWith('.required') ? 'false' : ''],
  ]);
  return { GIT_CONFIG_COUNT: String(given + keys.length), ...Object.fromEntries(entries) };
}

/** Neither the user's language nor a rewritten history changes the result. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', GIT_GRAFT_FILE: devNull };
}

/**
 * Settings of the user or the repository that would change what Git prints. Repositories can also configure
 * programs: no command here runs hooks, pagers, a file system monitor, external diffs or text conversions.
 */
const plain = [
  '--no-optional-locks',
  '--no-pager',
  '--no-replace-objects',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
];

/** Runs Git, which changes nothing. @throws ReviewError */
export async function git(
  cwd: string,
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Buffer> {
  const options = { cwd, input, env: { ...environment(), ...env } };
  const { status, stdout, stderr, error } = await runToEnd('git', [...plain, ...args], options);
  if (error?.code === 'ENOENT')
    throw new ReviewError(
      'Git is not installed, or is not on your PATH. Install it to compare or check states of Git.',
    );
  if (status === 0) return stdout;
  const [first = ''] = stderr.toString('utf8').split('\n');
  const reason = first.replace(/^(?:fatal|error): /, '');
  throw new ReviewError(sentenceFor(reason === '' ? String(error ?? status) : reason, cwd));
}

function sentenceFor(reason: string, cwd: string): string {
  if (/not a git repository/.test(reason))
    return `${cwd} is not in a Git repository. Run this command in one.`;
  if (/must be run in a work tree/.test(reason)) return bare(cwd);
  if (/dubious ownership/.test(reason))
    return `Git does not trust ${cwd}, because it belongs to another user. Run \`git config --global --add safe.directory ${cwd}\` if you do.`;
  return `Git failed: ${reason.replace(/\.$/, '')}.`;
}

/** Like `git`, but waits for the end. Undefined if Git fails, or prints more than `maxBuffer` bytes. */
export function gitNow(
  cwd: string,
  args: readonly string[],
  { input, maxBuffer }: { readonly input: string; readonly maxBuffer: number },
): Buffer | undefined {
  const options = { cwd, input, maxBuffer, env: environment(), windowsHide: true };
  const { status, stdout } = spawnSync('git', [...plain, ...args], options);
  return status === 0 ? stdout : undefined;
}

/** The output without spaces around it; undefined if Git fails or is not installed. */
export async function gitOrNothing(cwd: string, args: readonly string[]): Promise<string | undefined> {
  const options = { cwd, input: '', env: environment() };
  const { status, stdout } = await runToEnd('git', [...plain, ...args], options);
  return status === 0 ? stdout.toString('utf8').trim() : undefined;
}
