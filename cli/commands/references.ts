import { collectReferences } from '../collect-references.ts';
import { exitCodes } from '../cli-error.ts';
import { failedSentence } from '../file-by-file.ts';
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
      const { references, failed } = collectReferences(analyzer, workspace);
      for (const file of failed) host.note(`error: ${failedSentence(file)}`);
      host.print(reporters[format].references({ references }, host));
      done(failed.length > 0 ? exitCodes.couldNotRun : exitCodes.clean);
    });
};
