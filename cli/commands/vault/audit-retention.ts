import { type Command, InvalidArgumentError } from 'commander';
import type { LogKept } from '../../../vault/control/messages.ts';
import type { ListedSegment } from '../../../vault/operator/keep-log.ts';
import type { CliHost } from '../../cli-host.ts';
import { exitCodes } from '../../cli-error.ts';
import { type Column, counted, table } from '../../output/table.ts';
import { toJson } from '../../output/visible-text.ts';
import { addTargetOptions, segmentPlaceOf, type TargetOptions, targetOf, withProgress } from './target.ts';
import { vaultPhases } from './verdict-text.ts';
import { withVaultModule } from './vault-module.ts';

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
        segments.length === 0 ? 'There are no segments yet.' : table(columns, segments, host);
      host.print(json ? toJson(segments) : `${text()}\n`);
      done(exitCodes.clean);
    });
}

/** A one-line summary of what was done. */
export function keptText(what: 'exported' | 'pruned' | 'sealed', { segments, through }: LogKept): string {
  const now = through === 0 ? 'No entries are' : `Entries 1 to ${through.toLocaleString('en')} are`;
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
  throw new InvalidArgumentError('Use a number of days, such as 400.');
}
