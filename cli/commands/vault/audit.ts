import { InvalidArgumentError } from 'commander';
import { exitCodes } from '../../cli-error.ts';
import { toJson } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { commandGroup, vaultGroup } from '../common/command-group.ts';
import { addAuditRetention, keptText } from './audit-retention.ts';
import {
  addTargetOptions,
  placeOf,
  segmentPlaceOf,
  type TargetOptions,
  targetOf,
  withProgress,
} from './target.ts';
import { verdictText, vaultPhases } from './verdict-text.ts';
import { withVaultModule } from './vault-module.ts';

interface VerifyOptions extends TargetOptions {
  readonly checkpoints?: string;
  readonly segments?: string;
  readonly json?: true;
}

interface ExportOptions extends TargetOptions {
  readonly after: number;
  readonly to?: string;
  readonly json?: true;
}

export const addVaultAudit: AddCommand = (program, host, done) => {
  const group = commandGroup(vaultGroup(program), 'audit', 'the log of all decisions');
  const verify = group
    .command('verify')
    .description('verify the whole log, its checkpoints and every row; exits with 1 if anything is broken');
  addTargetOptions(verify)
    .option(
      '--checkpoints <place>',
      'checkpoints stored outside of the database; default: those in the data folder',
    )
    .option('--segments <place>', 'folder or s3://… of exported segments, to verify pruned entries too')
    .option('--json', 'print JSON, for programs')
    .action(async ({ checkpoints, segments, json, ...options }: VerifyOptions) => {
      const place = checkpoints === undefined ? {} : { checkpoints: placeOf(checkpoints, host) };
      const target = { ...targetOf(options, host), ...place };
      const exported = segments === undefined ? undefined : segmentPlaceOf(segments, host);
      const verdict = await withVaultModule(host, ({ operator }) =>
        withProgress(host, vaultPhases, (onProgress) => operator.verifyAudit(target, onProgress, exported)),
      );
      const { fault, rows, damage } = verdict;
      const isIntact = fault === undefined && rows.length === 0 && damage === undefined;
      const text = () => `${verdictText(verdict, segments !== undefined)}\n`;
      host.print(json ? toJson({ intact: isIntact, ...verdict }) : text());
      done(isIntact ? exitCodes.clean : exitCodes.findings);
    });
  const exporting = group
    .command('export')
    .description('print all entries as JSON lines, oldest first; with --to, export sealed segments');
  addTargetOptions(exporting)
    .option('--after <number>', 'print only entries after this one', entryNumber, 0)
    .option('--to <place>', 'folder or s3://BUCKET/PREFIX for segments that are not exported yet')
    .option('--json', 'with --to: print JSON, for programs')
    .action(async ({ after, to, json, ...options }: ExportOptions) => {
      const target = targetOf(options, host);
      if (to === undefined) {
        await withVaultModule(host, async ({ operator }) => {
          for await (const entry of operator.exportAudit(target, after)) {
            host.print(`${JSON.stringify(entry)}\n`);
          }
        });
      } else {
        const place = segmentPlaceOf(to, host);
        const kept = await withVaultModule(host, ({ operator }) =>
          withProgress(host, vaultPhases, (onProgress) => operator.exportLog(target, place, onProgress)),
        );
        host.print(json ? toJson(kept) : keptText('exported', kept));
      }
      done(exitCodes.clean);
    });
  addAuditRetention(group, host, done);
};

function entryNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use an entry number of at least 1.');
}
