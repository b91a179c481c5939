import { withoutUndefined } from '../../contracts/without-undefined.ts';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import type { AgentCatalog, CatalogSecret, CatalogSnapshot } from '../../contracts/catalog.ts';
import type { AddCommand } from './common/command.ts';
import { addVaultOptions } from './common/options.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { catalogIfVisible } from '../knowledge/catalogs.ts';
import { mapBounded } from '../../review/index.ts';
import { connectToVault, type VaultOption } from '../knowledge/vault-connection.ts';
import { counted } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { VaultClient } from '../../vault-client/index.ts';

interface ExportOptions extends VaultOption {
  readonly out?: string;
  readonly agent?: readonly string[];
}

export const addCatalogExport: AddCommand = (program, host, done) => {
  const command = program
    .command('catalog')
    .description('names, kinds and access of secrets, never their values')
    .command('export')
    .description('write a snapshot that `check --catalog` and the language server can use without a vault')
    .option('--out <file>', 'write to this file instead of standard output; overwrites the file')
    .option('--agent <ids...>', 'only these agents; default: all agents that the key can see');
  addVaultOptions(command).action(async (options: ExportOptions) => {
    const snapshot = await exportSnapshot(connectToVault(options, host), host, options.agent);
    if (options.agent && snapshot.agents.length === 0) {
      throw new CliError('None of these agents has a catalog, so no snapshot was written.');
    }
    const text = `${JSON.stringify(snapshot, null, 2)}\n`;
    if (options.out === undefined) host.print(text);
    else {
      await write(options.out, text, host);
      host.note(`Wrote the names of ${counted(snapshot.agents.length, 'agent')} to ${visible(options.out)}.`);
    }
    done(exitCodes.clean);
  });
};

async function write(out: string, text: string, host: CliHost): Promise<void> {
  try {
    await writeFile(path.resolve(host.cwd, out), text);
  } catch {
    throw new CliError(`${out} cannot be written. Choose another file with --out.`);
  }
}

/**
 * Exports the catalogs of these agents, or of every agent that the key can see. The snapshot's date is that
 * of its oldest catalog.
 */
async function exportSnapshot(
  vault: VaultClient,
  host: Pick<CliHost, 'now' | 'note'>,
  agentIds?: readonly string[],
): Promise<CatalogSnapshot> {
  const ids = agentIds ?? (await visibleAgents(vault));
  const answers = await mapBounded(ids, (id) =>
    catalogIfVisible(vault, id, (reason) => {
      host.note(`note: no catalog is available for the agent "${visible(id)}". ${reason}`);
    }),
  );
  const catalogs = answers.filter((answer) => answer !== undefined);
  const asOf = catalogs.map((catalog) => catalog.asOf).toSorted()[0] ?? host.now();
  return { version: 1, asOf, agents: catalogs.map(namesOnly).toSorted(byAgentId) };
}

/** An agent's key is only valid for that agent. */
async function visibleAgents(vault: VaultClient): Promise<readonly string[]> {
  const identity = await vault.me();
  if (identity.agentId !== undefined) return [identity.agentId];
  const agents = await vault.agents(identity.accountId);
  return agents.map(({ agentId }) => agentId);
}

/** Copies each field explicitly, so that nothing else in a response gets into the file. */
function namesOnly({ agentId, agentName, complete, secrets }: AgentCatalog): AgentCatalog {
  return { agentId, agentName, complete, secrets: secrets.map(secretNamesOnly) };
}

function secretNamesOnly(secret: CatalogSecret): CatalogSecret {
  const { name, kind, fields, description, access, updatedAt, deprecated } = secret;
  const { expiresOn, rotateBy, rotateEveryDays } = secret;
  const later = withoutUndefined({ deprecated, expiresOn, rotateBy, rotateEveryDays });
  return { name, kind, fields, description, access, updatedAt, ...later };
}

function byAgentId(one: AgentCatalog, other: AgentCatalog): number {
  return one.agentId < other.agentId ? -1 : Number(one.agentId > other.agentId);
}
