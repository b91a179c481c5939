import { InvalidArgumentError } from 'commander';
import { exitCodes } from '../../cli-error.ts';
import { toJson } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { commandGroup, vaultGroup } from '../common/command-group.ts';
import { addTargetOptions, placeOf, type TargetOptions, targetOf, withProgress } from './target.ts';
import { verdictText, verifyPhases } from './verdict-text.ts';
import { withVaultModule } from './vault-module.ts';

interface VerifyOptions extends TargetOptions {
  readonly checkpoints?: string;
  readonly json?: true;
}

export const addVaultAudit: AddCommand = (program, host, done) => {
  const group = commandGroup(vaultGroup(program), 'audit', 'the log of all decisions');
  const verify = group
    .command('verify')
    .description('read the whole log, its checkpoints and every secret; exit code 1 when anything is broken');
  addTargetOptions(verify)
    .option(
      '--checkpoints <place>',
      'checkpoints kept outside the database; those in the data folder by default',
    )
    .option('--json', 'for programs')
    .action(async ({ checkpoints, json, ...options }: VerifyOptions) => {
      const place = checkpoints === undefined ? {} : { checkpoints: placeOf(checkpoints, host) };
      const target = { ...targetOf(options, host), ...place };
      const verdict = await withVaultModule(host, ({ operator }) =>
        withProgress(host, verifyPhases, (onProgress) => operator.verifyAudit(target, onProgress)),
      );
      const isIntact = verdict.fault === undefined && verdict.rows.length === 0;
      host.print(json ? toJson({ intact: isIntact, ...verdict }) : `${verdictText(verdict)}\n`);
      done(isIntact ? exitCodes.clean : exitCodes.findings);
    });
  const exporting = group
    .command('export')
    .description('print all entries, oldest first, each a line of JSON; no entry holds a value');
  addTargetOptions(exporting)
    .option('--after <number>', 'only entries after this one', entryNumber, 0)
    .action(async ({ after, ...options }: TargetOptions & { readonly after: number }) => {
      const target = targetOf(options, host);
      await withVaultModule(host, async ({ operator }) => {
        for await (const entry of operator.exportAudit(target, after)) {
          host.print(`${JSON.stringify(entry)}\n`);
        }
      });
      done(exitCodes.clean);
    });
};

function entryNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Entries are counted from 1.');
}
