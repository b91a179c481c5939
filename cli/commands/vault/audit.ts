import { InvalidArgumentError } from 'commander';
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
  operatorCommand,
  vaultPhases,
} from './target.ts';
import { verdictText } from './verdict-text.ts';
import { exitCodes } from '../../host/cli-error.ts';
import { type Column, counted, table } from '../../output/table.ts';
import { toJson } from '../../output/visible-text.ts';

interface VerifyOptions extends TargetOptions {
  readonly checkpoints?: string;
  readonly segments?: string;
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
    .option('--segments <place>', 'folder or s3://… of exported segments, to verify pruned entries too');
  operatorCommand<VerifyOptions>(verify, host, done, async ({ operator, target, options, onProgress }) => {
    const { checkpoints, segments } = options;
    const place = checkpoints === undefined ? {} : { checkpoints: placeOf(checkpoints, host) };
    const exported = segments === undefined ? undefined : segmentPlaceOf(segments, host);
    const verdict = await operator.verifyAudit({ ...target, ...place }, onProgress, exported);
    const { fault, rows, damage } = verdict;
    const intact = fault === undefined && rows.length === 0 && damage === undefined;
    const text = verdictText(verdict, segments !== undefined);
    return { json: { intact, ...verdict }, text, code: intact ? exitCodes.clean : exitCodes.findings };
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
        host.print(json ? toJson(kept) : `${keptText('exported', kept)}\n`);
      }
      done(exitCodes.clean);
    });
  for (const add of [addSeal, addPrune, addSegments]) add(group, host, done);
};

function entryNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use an entry number of at least 1.');
}

interface PruneOptions extends TargetOptions {
  readonly keepDays: number;
  readonly from?: string;
}

const addSeal: AddCommand = (group, host, done) => {
  const command = group
    .command('seal')
    .description('sign all entries that are not in a segment yet, as segments that can be exported');
  operatorCommand(addTargetOptions(command), host, done, async ({ operator, target, onProgress }) => {
    const kept = await operator.sealLog(target, onProgress);
    return { json: kept, text: keptText('sealed', kept) };
  });
};

const addPrune: AddCommand = (group, host, done) => {
  const command = group
    .command('prune')
    .description('remove old entries from the log, after reading back and verifying their exported segments');
  addTargetOptions(command)
    .requiredOption('--keep-days <days>', 'keep segments with entries from the last days', days)
    .option(
      '--from <place>',
      'folder or s3://… with the exported segments; default: the place of the running vault',
    );
  operatorCommand<PruneOptions>(command, host, done, async ({ operator, target, options, onProgress }) => {
    const { keepDays, from } = options;
    const settings = { keepDays, from: from === undefined ? undefined : segmentPlaceOf(from, host) };
    const kept = await operator.pruneLog(target, settings, onProgress);
    return { json: kept, text: keptText('pruned', kept) };
  });
};

const addSegments: AddCommand = (group, host, done) => {
  const command = group
    .command('segments')
    .description('list segments with their entries, and whether they are exported and pruned');
  operatorCommand(addTargetOptions(command), host, done, async ({ operator, target }) => {
    const segments = await operator.listSegments(target);
    return { json: segments, text: table(columns, segments, host, 'There are no segments yet.') };
  });
};

/** Summarizes the operation in one line. */
function keptText(what: 'exported' | 'pruned' | 'sealed', { segments, through }: LogKept): string {
  const now = through === 0 ? 'No entries are' : `Entries 1 to ${through.toLocaleString('en')} are`;
  return `${now} ${what}: ${counted(segments, 'segment')} now.`;
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

/** Parses a whole number of days. @throws InvalidArgumentError */
export function days(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a number of days, such as 400.');
}
