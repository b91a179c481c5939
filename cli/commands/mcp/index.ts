import path from 'node:path';
import { statSync } from 'node:fs';
import { commandLineHost, type UserVault } from './command-line-host.ts';
import { CliError, exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { type CatalogOptions, chooseCatalogs } from '../../knowledge/catalogs.ts';
import { connectToVault, vaultUrl } from '../../knowledge/vault-connection.ts';
import type { AddCommand } from '../common/command.ts';
import { addVaultOptions } from '../common/options.ts';
import { addInstall } from './install.ts';

/** `agent-secrets mcp`: the tools for assistants, over standard input and output. */
export const addMcp: AddCommand = (program, host, done) => {
  const command = program
    .command('mcp')
    .description('serve the tools for AI assistants over standard input and output (Model Context Protocol)')
    .argument('[path]', 'the folder with the code; default: the working directory')
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault');
  addInstall(command, host, done);
  addVaultOptions(command).action(async (given: string | undefined, options: CatalogOptions) => {
    const folder = folderFrom(given, host);
    const vault = options.catalog === undefined ? await userVault(options, host) : undefined;
    const catalogs = await chooseCatalogs(options, host);
    const tools = commandLineHost({ folder, catalogs, ...(vault && { vault }) }, host);
    const serving = host.loadMcp().serveMcp(tools, { version: host.version, note: host.note });
    await Promise.race([serving.closed, host.untilStopped()]);
    await serving.close();
    done(exitCodes.clean);
  });
};

/** @throws CliError */
function folderFrom(given: string | undefined, { cwd }: Pick<CliHost, 'cwd'>): string {
  const folder = path.resolve(cwd, given ?? '.');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CliError(`${given ?? folder} is not a folder.`);
  return folder;
}

/** Refuses an agent's token, because it can read values. @throws CliError, VaultError */
async function userVault(options: CatalogOptions, host: CliHost): Promise<UserVault> {
  const client = connectToVault(options, host, 'Or use a snapshot with --catalog FILE.');
  const { rights, name } = await client.me();
  if (rights.includes('value:read') || rights.includes('environment:read'))
    throw new CliError(
      'This key can read values, so an assistant must not use it. Log in as a user with `agent-secrets login`.',
    );
  return { client, url: vaultUrl(options, host), person: name };
}
