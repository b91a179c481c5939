import type { VaultStatus } from '../../../vault/control/messages.ts';
import { age, ahead } from '../../output/ages.ts';
import { counted, facts } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';

/** A vault's status as text. `now` is ISO 8601. */
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

/** A running vault reports the setting, a stopped one what its records show; the wording is the same. */
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
