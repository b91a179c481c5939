import { createAnalyzer } from '../../analysis/index.ts';
import { collectFindings } from '../collect-findings.ts';
import { CliError, exitCodes } from '../cli-error.ts';
import { chooseCatalogs, type CatalogOptions } from '../knowledge/choose-catalogs.ts';
import { reporters } from '../reporters/index.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import type { AddCommand } from './add-command.ts';
import { addVaultOptions, formatOption, type FormatOption, pathsArgument } from './options.ts';

export const addCheck: AddCommand = (program, around, done) => {
  const command = program
    .command('check')
    .description('report secrets that the agents of this code do not have, or do not have access to')
    .argument(...pathsArgument)
    .addOption(formatOption())
    .option('--catalog <file>', 'a snapshot instead of a vault; `agent-secrets catalog export` writes it');
  addVaultOptions(command).action(
    async (paths: readonly string[], options: FormatOption & CatalogOptions) => {
      const catalogs = await chooseCatalogs(options, around);
      const analyzer = createAnalyzer();
      const workspace = openWorkspace(paths, analyzer, around);
      const { findings, nothingKnown } = await collectFindings(analyzer, workspace, catalogs);
      if (nothingKnown)
        throw new CliError('Nothing is known of any agent of this code, so nothing was checked.');
      const files = workspace.files.length;
      around.print(reporters[options.format].findings({ findings, files }, around));
      done(findings.length === 0 ? exitCodes.clean : exitCodes.findings);
    },
  );
};
