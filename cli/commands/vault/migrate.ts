import { CliError, exitCodes } from '../../host/cli-error.ts';
import { type Progress, showProgress } from '../../output/progress.ts';
import type { CliHost } from '../../host/cli-host.ts';
import type { MigrateOptions, MigrationStep } from '../../../vault/main.ts';
import { type AddCommand, vaultGroup } from '../common/command.ts';
import { databaseAddress, folderOf, withVaultModule } from './target.ts';

interface GivenOptions {
  readonly from: string;
  readonly to?: string;
  readonly rootKey?: string;
  readonly withoutRootKey?: boolean;
  readonly startOver?: boolean;
  readonly json?: boolean;
}

export const addVaultMigrate: AddCommand = (program, host, done) => {
  vaultGroup(program)
    .command('migrate')
    .description('move a vault to another storage; run the same command again to resume')
    .requiredOption('--from <place>', 'folder of the vault, or postgres://…')
    .option('--to <place>', 'postgres://… or a folder; default: AGENT_SECRETS_DATABASE')
    .option('--root-key <setting>', 'where the root key is; default: a file in the folder')
    .option('--without-root-key', 'compare rows only: MACs and the audit log are not verified')
    .option('--start-over', 'discard what an earlier attempt has copied')
    .option('--json', 'print the result as JSON')
    .action(async ({ json, ...given }: GivenOptions) => {
      const options = optionsOf(given, host);
      const last = await withVaultModule(host, (vault) => follow(vault.migrateVault(options), host));
      const result = { rows: last.rows, resumed: last.resumed, verified: verification(options) };
      host.print(json ? `${JSON.stringify(result)}\n` : describe(result, options));
      done(exitCodes.clean);
    });
};

type Verification = 'rows' | 'rows-macs-audit';

function verification({ withoutRootKey }: MigrateOptions): Verification {
  return withoutRootKey ? 'rows' : 'rows-macs-audit';
}

function describe(
  { rows, verified }: { rows: number; verified: Verification },
  { to }: MigrateOptions,
): string {
  const sure =
    verified === 'rows'
      ? 'Every row matches its original. Without the root key, nothing else was verified.'
      : 'Every row matches its original and was verified, including every audit entry.';
  const next = isDatabase(to) ? '--data <the same folder> --database <the address>' : `--data ${to}`;
  return `Moved ${rows.toLocaleString('en')} rows. ${sure}\nStart the vault with: agent-secrets vault serve ${next}\n`;
}

function optionsOf(given: Omit<GivenOptions, 'json'>, { cwd, env }: CliHost): MigrateOptions {
  const { from, rootKey, ...flags } = given;
  const to = given.to ?? databaseAddress(undefined, { cwd, env });
  if (to === undefined) throw new CliError('Set the target with --to postgres://… or --to FOLDER.');
  const [source, target] = [from, to].map((place) => (isDatabase(place) ? place : folderOf(place, { cwd })));
  if (source === undefined || target === undefined) throw new CliError('Set both --from and --to.');
  return { ...flags, from: source, to: target, ...(rootKey !== undefined && { rootKey }) };
}

function isDatabase(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

async function follow(steps: AsyncIterable<MigrationStep>, host: CliHost): Promise<MigrationStep> {
  let phase = '';
  let progress: Progress | undefined;
  let last: MigrationStep = { phase: 'copying', rows: 0, of: 0, resumed: false };
  try {
    for await (const step of steps) {
      if (step.phase !== phase) {
        progress?.end();
        if (phase === '' && step.resumed) host.note('Resuming an earlier attempt.');
        phase = step.phase;
        progress = showProgress(host, phase === 'copying' ? 'Copying rows' : 'Verifying rows');
      }
      progress?.report(step.rows, step.of);
      last = step;
    }
    return last;
  } finally {
    progress?.end();
  }
}
