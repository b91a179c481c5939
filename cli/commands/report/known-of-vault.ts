import type { Identity } from '../../../contracts/vault-api/identity.ts';
import { accessOfCatalogs, type KnownAccess, mapBounded } from '../../../review/index.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import { visible } from '../../../contracts/visible-text.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { catalogIfVisible } from '../../knowledge/catalogs.ts';

/**
 * The access that the key can see: of the whole account for account admins and reviewers, and of the given
 * agents for others. @throws VaultError
 */
export async function accessInVault(
  vault: VaultClient,
  { accountId, rights }: Identity,
  agentIds: readonly string[],
  host: Pick<CliHost, 'note'>,
): Promise<KnownAccess> {
  if (!rights.includes('secrets:list')) return accessOfCatalogs(await catalogsOf(vault, agentIds, host));
  const agents = await vault.agents(accountId);
  const secrets = await vault.secrets(accountId);
  return {
    agents: agents.map(({ agentId, agentName, createdAt }) => ({
      agentId,
      agentName,
      createdAt,
      complete: true,
    })),
    secrets: secrets.map(({ name, createdAt, agentIds: granted, ends = [] }) => {
      const untilOf = new Map(ends.map(({ agentId, until }) => [agentId, until]));
      return {
        name,
        createdAt,
        grants: granted.map((agentId) => ({ agentId, until: untilOf.get(agentId) })),
      };
    }),
  };
}

async function catalogsOf(vault: VaultClient, agentIds: readonly string[], host: Pick<CliHost, 'note'>) {
  const answers = await mapBounded(agentIds, (id) =>
    catalogIfVisible(vault, id, (reason) => {
      host.note(`note: no catalog is available for the agent "${visible(id)}". ${reason}`);
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}
