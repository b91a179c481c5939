import { InvalidArgumentError, Option } from 'commander';
import { codeOf, defaultUnreadDays, failedSentence } from '../../review/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import type { CatalogOptions } from '../knowledge/catalogs.ts';
import { finalPath, replaceFile } from '../reporters/replace-file.ts';
import type { AddCommand } from './common/command.ts';
import { addVaultOptions, formatOption, type FormatOption, pathsArgument } from './common/options.ts';
import { type UsageFormat, usageFormats } from './report/formats.ts';
import { knownSource } from './report/sources.ts';
import { reportOf } from './report/usage-report.ts';

interface ReportOptions extends CatalogOptions, FormatOption<UsageFormat> {
  readonly out?: string;
  readonly unreadDays: number;
}

export const addReport: AddCommand = (program, host, done) => {
  const command = program
    .command('report')
    .description('compare the access of every agent with what its code reads, and with what was read')
    .argument(...pathsArgument)
    .addOption(formatOption(Object.keys(usageFormats)))
    .option('--out <file>', 'write to this file instead of standard output; overwrites the file')
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault')
    .addOption(unreadDaysOption());
  addVaultOptions(command).action(async (paths: readonly string[], options: ReportOptions) => {
    const found = codeOf(paths, host);
    if (found.isElsewhere) throw new CliError(nothingThere(paths, host.cwd));
    const { known, ...source } = await knownSource(options, options.unreadDays, found, host);
    for (const file of found.failed) host.note(`error: ${failedSentence(file)}`);
    const report = reportOf({
      ...source,
      known,
      code: found.code,
      unreadDays: options.unreadDays,
      at: host.now(),
    });
    const { out } = options;
    const text = usageFormats[options.format](report, { colour: host.colour && out === undefined });
    if (out === undefined) host.print(text);
    else {
      await replaceFile(finalPath(out, host.cwd), text, host, { shown: out });
      host.note(`Wrote the report to ${visible(out)}.`);
    }
    done(found.failed.length > 0 ? exitCodes.couldNotRun : exitCodes.clean);
  });
};

/** The option with which a period without reads is set. */
export function unreadDaysOption(): Option {
  return new Option(
    '--unread-days <days>',
    'how long access must be unread to be revoked; 0 ignores the audit log',
  )
    .argParser(daysFrom)
    .default(defaultUnreadDays);
}

/** @throws InvalidArgumentError */
function daysFrom(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a whole number of days, from 0 to 9999.');
}

export function nothingThere(paths: readonly string[], cwd: string): string {
  const where = paths.length === 0 ? cwd : paths.join(', ');
  return `Nothing to compare in ${where}: no project.yaml and no code. Use the folder of an agent instead.`;
}
