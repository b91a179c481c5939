import { Option } from 'commander';
import { mayHoldCredentials, type Severity } from '../../analysis/index.ts';
import {
  collectFindings,
  credentialsInFiles,
  failedSentence,
  openAnalyzed,
  type ReportedFinding,
  uncheckedSentence,
} from '../../review/index.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import { chooseCatalogs, type CatalogOptions } from '../knowledge/catalogs.ts';
import { type Format, formats, reporters } from '../reporters/index.ts';
import type { CliHost } from '../host/cli-host.ts';
import type { AddCommand } from './common/command.ts';
import { addVaultOptions, formatOption, type FormatOption, pathsArgument } from './common/options.ts';

type FailOn = Severity | 'never';

type CheckOptions = FormatOption<Format> & CatalogOptions & { readonly failOn: FailOn };

export const addCheck: AddCommand = (program, host, done) => {
  const command = program
    .command('check')
    .description('report problems in code that reads secrets, such as missing secrets or access')
    .argument(...pathsArgument)
    .addOption(formatOption(formats))
    .addOption(failOnOption())
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault')
    .addHelpText('after', exitCodesHelp);
  addVaultOptions(command).action(async (paths: readonly string[], options: CheckOptions) => {
    const catalogs = await chooseCatalogs(options, host);
    const { analyzer, workspace, settings } = openAnalyzed(paths, host, mayHoldCredentials);
    const { findings, unchecked, nothingKnown, failed } = await collectFindings(
      analyzer,
      workspace,
      catalogs,
      (file) => settings.of(file),
      credentialsInFiles(host),
    );
    for (const agent of unchecked) host.note(`note: ${uncheckedSentence(agent)}`);
    for (const file of failed) host.note(`error: ${failedSentence(file)}`);
    // Leaks and credentials are found without a catalog, but code must not be reported as clean without one.
    if (nothingKnown && findings.length === 0)
      throw new CliError('No agent of this code has a catalog, so no names were checked.');
    const files = workspace.files.length;
    // As text, "No findings" would look like a clean result. Other formats still need a report to parse.
    if (!workspace.isElsewhere || options.format !== 'text')
      host.print(reporters[options.format].findings({ findings, unchecked, failed, files }, host));
    if (workspace.isElsewhere) throw new CliError(nothingThere(paths, host));
    if (isFailure(findings, options.failOn)) done(exitCodes.findings);
    else done(nothingKnown || failed.length > 0 ? exitCodes.couldNotRun : exitCodes.clean);
  });
};

const exitCodesHelp = `
Exit codes:
  0  no findings at or above the severity of --fail-on; a note names each agent without a catalog
  1  at least one such finding
  2  no such findings, and something could not be checked: invalid arguments, no code or agent
     found, no answer from the vault, no agent with a catalog, or a file that failed`;

function nothingThere(paths: readonly string[], { cwd }: Pick<CliHost, 'cwd'>): string {
  const where = paths.length === 0 ? cwd : paths.join(', ');
  return `Nothing to check in ${where}: no project.yaml, and no Python, JavaScript, TypeScript or JSON file. Check the folder of an agent instead.`;
}

/** From lowest to highest severity. */
const loudness: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'exit with 1 if a finding has at least this severity')
    .choices([...loudness, 'never'])
    .default('warning');
}

function isFailure(findings: readonly ReportedFinding[], failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return findings.some(({ severity }) => loudness.indexOf(severity) >= loudness.indexOf(failOn));
}
