import { collectReferences } from '../collect-references.ts';
import { exitCodes } from '../cli-error.ts';
import { type ReferenceFormat, referenceFormats, reporters } from '../reporters/index.ts';
import { openAnalyzed } from '../workspace/open-analyzed.ts';
import type { AddCommand } from './common/add-command.ts';
import { formatOption, type FormatOption, pathsArgument } from './common/options.ts';

export const addReferences: AddCommand = (program, host, done) => {
  program
    .command('references')
    .description('list every place that reads a secret, with its possible names')
    .argument(...pathsArgument)
    .addOption(formatOption(referenceFormats))
    .action((paths: readonly string[], { format }: FormatOption<ReferenceFormat>) => {
      const { analyzer, workspace } = openAnalyzed(paths, host);
      const references = collectReferences(analyzer, workspace);
      host.print(reporters[format].references({ references }, host));
      done(exitCodes.clean);
    });
};
