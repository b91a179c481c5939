import { type Command, InvalidArgumentError } from 'commander';
import type { LogKept } from '../../../vault/control/messages.ts';
import type { ListedSegment } from '../../../vault/operator/keep-log.ts';
import { type AddCommand, commandGroup, vaultGroup } from '../common/command.ts';
import {
  addTargetOptions,
  placeOf,
  segmentPlaceOf,
  targetOf,
  type TargetOptions,
  withProgress,
  withVaultModule,
} from './target.ts';
import { vaultPhases, verdictText } from './verdict-text.ts';
import { exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { type Column, counted, table } from '../../output/table.ts';
import { toJson } from '../../output/visible-text.ts';

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

export const addAudit: AddCommand = (program, host, done) => {
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
  throw new InvalidArgumentError('Entries are counted from 1.');
}

type Done = (code: number) => void;
type Options = TargetOptions & { readonly json?: true };

/** The commands that limit the size of the audit log: `seal`, `prune` and `segments`. */
export function addAuditRetention(group: Command, host: CliHost, done: Done): void {
  addSeal(group, host, done);
  addPrune(group, host, done);
  addSegments(group, host, done);
}

function addSeal(group: Command, host: CliHost, done: Done): void {
  const command = group
    .command('seal')
    .description('sign all entries that are not in a segment yet, as segments that can be exported');
  addTargetOptions(command)
    .option('--json', 'print JSON, for programs')
    .action(async ({ json, ...options }: Options) => {
      const target = targetOf(options, host);
      const kept = await withVaultModule(host, ({ operator }) =>
        withProgress(host, vaultPhases, (onProgress) => operator.sealLog(target, onProgress)),
      );
      host.print(json ? toJson(kept) : keptText('sealed', kept));
      done(exitCodes.clean);
    });
}

function addPrune(group: Command, host: CliHost, done: Done): void {
  const command = group
    .command('prune')
    .description('remove old entries from the log, after reading back and verifying their exported segments');
  addTargetOptions(command)
    .requiredOption('--keep-days <days>', 'keep segments with entries from the last days', days)
    .option(
      '--from <place>',
      'folder or s3://… with the exported segments; default: the place of the running vault',
    )
    .option('--json', 'print JSON, for programs')
    .action(async (given: Options & { readonly keepDays: number; readonly from?: string }) => {
      const { json, keepDays, from, ...options } = given;
      const target = targetOf(options, host);
      const settings = { keepDays, from: from === undefined ? undefined : segmentPlaceOf(from, host) };
      const kept = await withVaultModule(host, ({ operator }) =>
        withProgress(host, vaultPhases, (onProgress) => operator.pruneLog(target, settings, onProgress)),
      );
      host.print(json ? toJson(kept) : keptText('pruned', kept));
      done(exitCodes.clean);
    });
}

function addSegments(group: Command, host: CliHost, done: Done): void {
  const command = group
    .command('segments')
    .description('list segments with their entries, and whether they are exported and pruned');
  addTargetOptions(command)
    .option('--json', 'print JSON, for programs')
    .action(async ({ json, ...options }: Options) => {
      const target = targetOf(options, host);
      const segments = await withVaultModule(host, ({ operator }) => operator.listSegments(target));
      const text = () =>
        segments.length === 0 ? 'No segment is sealed yet.' : table(columns, segments, host);
      host.print(json ? toJson(segments) : `${text()}\n`);
      done(exitCodes.clean);
    });
}

/** A one-line summary of what was done. */
export function keptText(what: 'exported' | 'pruned' | 'sealed', { segments, through }: LogKept): string {
  const now = through === 0 ? 'No entry is' : `Entries 1 to ${through.toLocaleString('en')} are`;
  return `${now} ${what}: ${counted(segments, 'segment')} now.\n`;
}

const columns: readonly Column<ListedSegment>[] = [
  { head: 'First', cell: ({ first }) => String(first), align: 'right' },
  { head: 'Last', cell: ({ last }) => String(last), align: 'right' },
  { head: 'From', cell: ({ firstAt }) => firstAt },
  { head: 'Until', cell: ({ lastAt }) => lastAt },
  { head: 'Bytes', cell: ({ bytes }) => String(bytes), align: 'right' },
  { head: 'State', cell: stateOf },
];

function stateOf({ exportedAt, pruned }: ListedSegment): string {
  if (pruned) return 'pruned';
  return exportedAt === undefined ? 'sealed' : 'exported';
}

/** Whole days. @throws InvalidArgumentError */
export function days(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a number of days, such as 400.');
}
