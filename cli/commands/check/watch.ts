import path from 'node:path';
import { visible } from '../../../contracts/visible-text.ts';
import {
  baselineOf,
  compareWithBaseline,
  displayPath,
  type ReportedFinding,
  ReviewError,
} from '../../../review/index.ts';
import { VaultError } from '../../../vault-client/index.ts';
import { CliError, type ExitCode, exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { counted } from '../../output/table.ts';
import { FolderWatcher } from './folder-watcher.ts';
import type { CheckOptions } from './options.ts';
import { type CheckResult, runCheck } from './run-check.ts';
import { changesBetween, type WatchedFiles, watchedFiles } from './watched-files.ts';

/** Checks, and checks again whenever a file changes. Returns the exit code of the last check when stopped. */
export async function watchAndCheck(
  paths: readonly string[],
  options: CheckOptions,
  host: CliHost,
): Promise<ExitCode> {
  const stopped = host.untilStopped().then(() => 'stopped' as const);
  const absolute = (paths.length === 0 ? ['.'] : paths).map((given) => path.resolve(host.cwd, given));
  const further = [options.catalog, options.baseline].flatMap((file) =>
    file === undefined ? [] : [path.resolve(host.cwd, file)],
  );
  const look = (): WatchedFiles => watchedFiles(absolute, further);
  using watcher = new FolderWatcher();
  let files = look();
  let code: ExitCode = exitCodes.couldNotRun;
  let earlier: readonly ReportedFinding[] | undefined;
  for (;;) {
    const result = await Promise.race([attempt(paths, options, host), stopped]);
    if (result === 'stopped') return code;
    code = result.code;
    if (earlier && result.findings) host.note(difference(earlier, result.findings));
    earlier = result.findings;
    host.note('Watching for changes. Press Ctrl-C to stop.');
    const changed = await nextChange(files, look, watcher, stopped);
    if (changed === 'stopped') return code;
    host.note(`\n${changedLine(changesBetween(files, changed), host)}`);
    files = changed;
  }
}

/** Also finds what has changed since `files` was read, which is before the last check. */
async function nextChange(
  files: WatchedFiles,
  look: () => WatchedFiles,
  watcher: FolderWatcher,
  stopped: Promise<'stopped'>,
): Promise<WatchedFiles | 'stopped'> {
  for (;;) {
    watcher.follow(look().folders);
    const now = look();
    if (changesBetween(files, now).length > 0) return now;
    if ((await Promise.race([watcher.changed(), stopped])) === 'stopped') return 'stopped';
  }
}

/** A problem that the user can fix does not end the command. */
async function attempt(
  paths: readonly string[],
  options: CheckOptions,
  host: CliHost,
): Promise<Pick<CheckResult, 'code'> & Partial<CheckResult>> {
  try {
    return await runCheck({ paths, options }, host);
  } catch (error) {
    const isExpected =
      error instanceof CliError || error instanceof ReviewError || error instanceof VaultError;
    if (!isExpected) throw error;
    host.note(`error: ${visible(error.message)}`);
    return { code: exitCodes.couldNotRun };
  }
}

const shownFiles = 3;

function changedLine(files: readonly string[], { cwd }: Pick<CliHost, 'cwd'>): string {
  const shown = files.slice(0, shownFiles).map((file) => visible(displayPath(file, cwd)));
  const hidden = files.length - shown.length;
  return `Changed: ${shown.join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}`;
}

const same = (reported: string): string => reported;

function difference(earlier: readonly ReportedFinding[], now: readonly ReportedFinding[]): string {
  const before = baselineOf(earlier, [], same, () => true);
  const { added, fixedCount } = compareWithBaseline(now, before, same, () => true);
  if (added.length === 0 && fixedCount === 0) return 'The same findings as before.';
  return `${counted(added.length, 'new finding')}, ${fixedCount} fixed.`;
}
