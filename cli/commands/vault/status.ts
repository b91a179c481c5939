import type { VaultStatus } from '../../../vault/control/messages.ts';
import { type AddCommand, vaultGroup } from '../common/command.ts';
import { addTargetOptions, targetOf, withVaultModule, operatorCommand } from './target.ts';
import { exitCodes } from '../../host/cli-error.ts';
import { age, ahead } from '../../output/ages.ts';
import { counted, facts } from '../../output/table.ts';
import { visible } from '../../../contracts/visible-text.ts';

const codes = { open: exitCodes.clean, sealed: exitCodes.sealed, stopped: exitCodes.stopped } as const;

export const addStatus: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('status')
    .description('show the state of a vault; exit code 0 if it is open, 3 if sealed, 4 if not running');
  operatorCommand(addTargetOptions(command), host, done, async ({ operator, target }) => {
    const status = await operator.vaultStatus(target);
    return { json: status, text: statusText(status, host.now()), code: codes[status.state] };
  });
};

/** Formats a vault's status. `now` is ISO 8601. */
export function statusText(status: VaultStatus, now: string): string {
  const { advice, address, process, lastCheckpoint } = status;
  return facts([
    ['State', stateOf(status)],
    ['Advice', advice],
    ['Clock', clockOf(status)],
    ['Address', address],
    ['Process', process && `${String(process.id)}, started ${age(process.startedAt, now) ?? ''}`],
    ['Storage', `${status.storage}, schema ${String(status.schemaVersion)}`],
    ['Holds', holdings(status)],
    [
      'Audit log',
      status.auditEntries === 1 ? '1 entry' : `${status.auditEntries.toLocaleString('en')} entries`,
    ],
    [
      'Last checkpoint',
      lastCheckpoint
        ? `entry ${String(lastCheckpoint.entry)}, signed ${age(lastCheckpoint.at, now) ?? ''}`
        : 'none yet',
    ],
    [
      'Keys expiring soon',
      status.expiringKeys
        ?.map(({ id, name, expiresAt }) => `${visible(name)} (${id}) ends ${ahead(expiresAt, now)}`)
        .join('; '),
    ],
    ['Key terms', status.terms.map(({ term, state }) => `term ${String(term)}: ${state}`).join(', ')],
    ['Seed', seedOf(status)],
    ['Root key', rootKeys[status.rootKey] ?? status.rootKey],
  ]);
}

/** A running vault reports its setting. For a stopped vault, its records show it. Both use the same names. */
const rootKeys: Readonly<Record<string, string>> = {
  file: 'key file',
  transit: 'key service (transit)',
  'aws-kms': 'key service (AWS KMS)',
  'gcp-kms': 'key service (Google Cloud KMS)',
};

function clockOf({ clockAheadSeconds, state }: VaultStatus): string | undefined {
  if (clockAheadSeconds === undefined) return undefined;
  const days = (clockAheadSeconds / 86_400).toFixed(1);
  const effect =
    state === 'stopped' ? 'it will not destroy anything at first' : 'nothing is destroyed or pruned';
  return `${days} days ahead of the time that the vault knows: ${effect}. If the clock is right, run: agent-secrets vault confirm-clock`;
}

function seedOf({ seed }: VaultStatus): string | undefined {
  if (seed === undefined) return undefined;
  const rotation = seed.isRotating
    ? '. Its rotation is not finished: run agent-secrets vault rotate-keys --seed'
    : '';
  return `generation ${String(seed.generation)}${rotation}`;
}

function stateOf({ state, sealed }: VaultStatus): string {
  if (state === 'open') return 'open';
  return sealed ? `sealed. ${sealed.sentence}` : 'not running';
}

function holdings({ accounts, agents, secrets }: VaultStatus): string {
  return [counted(accounts, 'account'), counted(agents, 'agent'), counted(secrets, 'secret')].join(', ');
}

export const addSeal: AddCommand = (program, host, done) => {
  vaultGroup(program)
    .command('seal')
    .description(
      'for emergencies: make the running vault erase its keys; it stays sealed until it is restarted',
    )
    .requiredOption('--data <dir>', 'folder of the vault')
    .action(async (options: { readonly data: string }) => {
      const target = targetOf(options, { ...host, env: {} });
      await withVaultModule(host, ({ operator }) => operator.sealRunning(target));
      host.print(
        'Sealed. The vault opens when it is restarted. Other vaults on the same database keep running.\n',
      );
      done(exitCodes.clean);
    });
};

export const addConfirmClock: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('confirm-clock')
    .description(
      "confirm that the machine's clock is right, so that the vault destroys and prunes old data again",
    );
  operatorCommand(addTargetOptions(command), host, done, async ({ operator, target }) => {
    await operator.confirmClock(target);
    const confirmed = host.now();
    const text = `The clock is confirmed: it is ${confirmed}. The vault destroys and prunes old data again.`;
    return { json: { confirmed }, text };
  });
};
