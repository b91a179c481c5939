import path from 'node:path';
import { statSync } from 'node:fs';
import { CliError } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { DiskProjects } from '../../../review/index.ts';
import type { VaultClient } from '../../../vault-client/index.ts';

/**
 * Finds an agent's id by its folder, id, or name. Without a name, uses the agent of the nearest
 * `project.yaml` in or above the working directory, if any. @throws CliError
 */
export async function agentToRunAs(
  named: string | undefined,
  vault: Pick<VaultClient, 'me' | 'agents'>,
  host: Pick<CliHost, 'cwd' | 'note'>,
): Promise<string | undefined> {
  const folder = path.resolve(host.cwd, named ?? '.');
  if (named === undefined) return agentOfFolder(folder, host);
  const found = isFolder(folder) ? agentOfFolder(folder, host) : undefined;
  return found ?? agentOfVault(named, vault);
}

/** Like `agentToRunAs`, but without a vault. Treats anything other than a folder as an id. */
export function agentIdNamed(
  named: string | undefined,
  host: Pick<CliHost, 'cwd' | 'note'>,
): string | undefined {
  const folder = path.resolve(host.cwd, named ?? '.');
  if (named === undefined) return agentOfFolder(folder, host);
  return (isFolder(folder) ? agentOfFolder(folder, host) : undefined) ?? named;
}

function agentOfFolder(folder: string, { note }: Pick<CliHost, 'note'>): string | undefined {
  return new DiskProjects([], note).agentOf(folder)?.agentId;
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Ids are unique, but several agents may have the same name. */
async function agentOfVault(named: string, vault: Pick<VaultClient, 'me' | 'agents'>): Promise<string> {
  const { accountId } = await vault.me();
  const agents = await vault.agents(accountId);
  const byId = agents.find(({ agentId }) => agentId === named);
  const byName = agents.filter(({ agentName }) => agentName === named);
  if (byId) return byId.agentId;
  const [only] = byName;
  if (only && byName.length === 1) return only.agentId;
  throw new CliError(
    byName.length > 1
      ? `Several agents are named ${visible(named)}. Use its id: ${byName.map(({ agentId }) => agentId).join(', ')}.`
      : `Agent ${visible(named)} not found. List agents with \`agent-secrets agents list\`; a folder needs a project.yaml.`,
  );
}
