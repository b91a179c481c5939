import path from 'node:path';
import {
  diskTree,
  type FileTree,
  openAnalyzed,
  overlayTree,
  readFoundText,
  stagedFiles,
} from '../../../review/index.ts';
import type { ExitCode } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import type { CheckOptions } from './options.ts';
import { runCheck } from './run-check.ts';

/** In bytes; the same limit as for files. */
const largestInput = 5_000_000;

/** Checks standard input as the content of a file, in the context of its project. */
export async function checkStdin(
  _paths: readonly string[],
  options: CheckOptions,
  host: CliHost,
): Promise<ExitCode> {
  const { stdinFilepath = '' } = options;
  const file = path.resolve(host.cwd, stdinFilepath);
  const bytes = await host.input.readAll(largestInput);
  const tree = overlayTree(diskTree, new Map([[file, () => bytes]]));
  const open: typeof openAnalyzed = (paths, given, matters) => openAnalyzed(paths, given, matters, tree);
  const request = { paths: [stdinFilepath], options, open, sourceOf: sourceIn(tree, host) };
  return (await runCheck(request, host)).code;
}

/** Checks the staged files in the state that the next commit will have, with all other files in that state. */
export async function checkStaged(
  paths: readonly string[],
  options: CheckOptions,
  host: CliHost,
): Promise<ExitCode> {
  const { tree, changed } = await stagedFiles(host.cwd);
  const open: typeof openAnalyzed = (given, { cwd, note, leftOut }, matters) => {
    const ifStaged = (file: string, reason: string): void => {
      if (changed.has(path.resolve(cwd, file))) leftOut?.(file, reason);
    };
    const opened = openAnalyzed(given, { cwd, note, leftOut: ifStaged }, matters, tree);
    const { files, notebooks } = opened.workspace;
    const workspace = {
      ...opened.workspace,
      files: files.filter((file) => changed.has(file)),
      notebooks: notebooks.filter((file) => changed.has(file)),
      // A commit without code is fine.
      isElsewhere: false,
      isWhole: () => false,
    };
    return { ...opened, workspace };
  };
  return (await runCheck({ paths, options, open, sourceOf: sourceIn(tree, host) }, host)).code;
}

function sourceIn(tree: FileTree, { cwd }: Pick<CliHost, 'cwd'>): (reported: string) => string | undefined {
  return (reported) => {
    try {
      return readFoundText(path.resolve(cwd, reported), tree);
    } catch {
      return undefined;
    }
  };
}
