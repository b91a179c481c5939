import type { AgentEvidence, PanelPlace } from '../../contracts/panel-evidence.ts';
import type { RotationCheck, RotationRun } from '../../contracts/rotate-messages.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';

/** The progress of a rotation, as stored in the workspace: numbers and names only. */
export interface Rotation {
  readonly run: RotationRun;
  readonly tested: readonly string[];
}

/** Where the progress of a secret's rotation is stored. */
export function rotationKey(accountId: string, name: string): string {
  return `${rotationKeyOf(accountId)}${name}`;
}

/** The names of the account's secrets with a stored rotation, derived from all storage keys. */
export function namesInRotation(keys: readonly string[], accountId: string): readonly string[] {
  const start = rotationKeyOf(accountId);
  return keys
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length))
    .toSorted();
}

const rotationKeyOf = (accountId: string): string => `agentSecrets.rotation ${accountId} `;

/**
 * The stored rotation, if it is still valid. If a different version is current, someone else has changed the
 * secret.
 */
export function rotationOf(stored: unknown, versionNow: number): Rotation | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  if (!('run' in stored) || !('tested' in stored) || !Array.isArray(stored.tested)) return undefined;
  const run = runOf(stored.run);
  if (run?.now !== versionNow) return undefined;
  return { run, tested: stored.tested.filter((id) => typeof id === 'string') };
}

/** One check per file that uses the secret, and one for each other agent that may read it. */
export function rotationChecks(
  agents: readonly PanelAgent[],
  grantedIds: readonly string[],
  evidence: readonly AgentEvidence[],
): readonly RotationCheck[] {
  return grantedIds.flatMap((agentId) => {
    const agentName = agents.find((agent) => agent.agentId === agentId)?.agentName ?? agentId;
    const known = evidence.find((one) => one.agentId === agentId);
    const sure = checksOf(agentId, agentName, known?.places ?? [], false);
    const files = new Set(sure.map(({ file }) => file));
    const unsure = checksOf(agentId, agentName, known?.maybe ?? [], true).filter(
      ({ file }) => !files.has(file),
    );
    const checks = [...sure, ...unsure];
    return checks.length > 0 ? checks : [{ id: agentId, agentName, places: [], maybe: false }];
  });
}

function checksOf(
  agentId: string,
  agentName: string,
  places: readonly PanelPlace[],
  maybe: boolean,
): readonly RotationCheck[] {
  const byFile = Map.groupBy(places, ({ label }) => label.replace(/:\d+$/, ''));
  return [...byFile].map(([file, found]) => ({
    id: `${agentId} ${file}`,
    agentName,
    file,
    places: found,
    maybe,
  }));
}

function runOf(data: unknown): RotationRun | undefined {
  if (typeof data !== 'object' || data === null || !('before' in data) || !('now' in data)) return undefined;
  const { before, now } = data;
  return typeof before === 'number' && typeof now === 'number' ? { before, now } : undefined;
}
