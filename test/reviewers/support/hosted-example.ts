import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ExampleHistory, pullRequestBranch, runGit, writeExampleHistory } from '../example-history.ts';

export interface HostedExample extends ExampleHistory {
  /** The tip of `main`, which is newer than `base`. */
  readonly main: string;
  /** What GitHub creates for a pull request: its merge into the tip of `main`. */
  readonly merge: string;
}

/** The example as a server has it: both branches, and the merge commit of pull request 7. */
export function hostExample(root: string): HostedExample {
  const example = writeExampleHistory(root);
  const git = (...args: readonly string[]): string => runGit(root, args).trim();
  const main = git('rev-parse', 'main');
  git('switch', '--quiet', '--detach', 'main');
  git('merge', '--quiet', '--no-ff', '--message', 'Merge', pullRequestBranch);
  const merge = git('rev-parse', 'HEAD');
  git('update-ref', 'refs/pull/7/merge', merge);
  git('switch', '--quiet', 'main');
  // As GitHub does, so that single commits can be fetched.
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  return { ...example, main, merge };
}

/** Checks out as actions/checkout does: one ref, without any branch. @param depth 0 for the entire history */
export function checkOut(root: string, from: string, ref: string, depth: number): void {
  runGit(path.dirname(root), ['init', '--quiet', root]);
  const git = (...args: readonly string[]): string => runGit(root, args);
  git('remote', 'add', 'origin', `file://${from}`);
  const all = '+refs/heads/*:refs/remotes/origin/*';
  const wanted = `+${ref}:refs/remotes/checked-out`;
  if (depth === 0) git('fetch', '--quiet', '--no-tags', 'origin', all, wanted);
  else git('fetch', '--quiet', '--no-tags', `--depth=${String(depth)}`, 'origin', wanted);
  git('checkout', '--quiet', '--detach', 'refs/remotes/checked-out');
}

/** Writes the payload of an event to a file. */
export function eventFile(folder: string, payload: unknown): string {
  const file = path.join(folder, 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  return file;
}

/** The part of the payload of `pull_request` that counts. */
export function pullRequestOf({ base }: Pick<ExampleHistory, 'base'>, from = 'example/agents'): unknown {
  return {
    repository: { full_name: 'example/agents' },
    pull_request: { number: 7, base: { sha: base }, head: { repo: { full_name: from } } },
  };
}
