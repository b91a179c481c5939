import { createAnalyzer } from '../../analysis/index.ts';
import { collectReferences } from '../collect-references.ts';
import { exitCodes } from '../cli-error.ts';
import { reporters } from '../reporters/index.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import type { AddCommand } from './add-command.ts';
import { formatOption, type FormatOption, pathsArgument } from './options.ts';

export const addReferences: AddCommand = (program, around, done) => {
  program
    .command('references')
    .description('list every place that reads a secret, with its possible names')
    .argument(...pathsArgument)
    .addOption(formatOption())
    .action((paths: readonly string[], { format }: FormatOption) => {
      const analyzer = createAnalyzer();
      const references = collectReferences(analyzer, openWorkspace(paths, analyzer, around));
      around.print(reporters[format].references({ references }, around));
      done(exitCodes.clean);
    });
};
