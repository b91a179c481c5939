import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Assembled here, so that a search of the repository finds no credential. */
export const exampleCredential = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');

export interface ExampleHistory {
  readonly root: string;
  /** The commit from which the pull request was branched. */
  readonly base: string;
  readonly head: string;
}

const states = path.join(import.meta.dirname, 'example');
export const pullRequestBranch = 'loyalty';

/**
 * Writes a repository with two agents on `main` and a pull request that is checked out. The same files,
 * authors and dates always give the same hashes.
 * @param root an empty folder, or one that does not exist
 */
export function writeExampleHistory(root: string): ExampleHistory {
  mkdirSync(root, { recursive: true });
  const git = (...args: readonly string[]): string => runGit(root, args);
  git('init', '--quiet', '--initial-branch=main', '--object-format=sha1');

  lay('main', root);
  const base = commit(root, 'Two agents', '2026-11-16T09:00:00Z');

  git('switch', '--quiet', '--create', pullRequestBranch);
  rmSync(path.join(root, 'hotel-booking/functions/weather.py'));
  lay('pull-request', root);
  fillIn(path.join(root, 'order-support/functions/courier_label.py'));
  const head = commit(root, 'Loyalty points, gift cards and a fraud check', '2026-11-18T09:00:00Z');

  git('switch', '--quiet', 'main');
  lay('main-later', root);
  commit(root, 'Tell callers about delays', '2026-11-19T09:00:00Z');
  git('switch', '--quiet', pullRequestBranch);
  return { root, base, head };
}

function lay(state: string, root: string): void {
  cpSync(path.join(states, state), root, { recursive: true });
}

function fillIn(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace('{{token}}', exampleCredential));
}

function commit(root: string, message: string, date: string): string {
  runGit(root, ['add', '--all']);
  runGit(root, ['commit', '--quiet', '--message', message], date);
  return runGit(root, ['rev-parse', 'HEAD']).trim();
}

/** Runs Git without any configuration of the machine or the user. */
export function runGit(root: string, args: readonly string[], date = '2026-11-16T09:00:00Z'): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada Example',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: 'Ada Example',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_COMMITTER_DATE: date,
    },
  });
}
