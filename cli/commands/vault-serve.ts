import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { settings } from '../../contracts/settings.ts';
import { CliError, exitCodes } from '../cli-error.ts';
import type { AddCommand } from '../program.ts';
import type { RunningVault, Surroundings, VaultOptions } from '../surroundings.ts';

interface ServeOptions {
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly accountName?: string;
}

export const addVaultServe: AddCommand = (program, around, done) => {
  program
    .command('vault')
    .description('the vault itself')
    .command('serve')
    .description('run a vault until it is stopped; the first start creates the account and its admin key')
    .requiredOption('--data <dir>', 'folder of the database and the keys')
    .option('--port <number>', 'port to listen on; 0 takes a free one', portNumber, defaultPort)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--account-name <name>', 'name of the account that the first start creates')
    .action(async ({ data, ...options }: ServeOptions) => {
      const dataDir = path.resolve(around.cwd, data);
      const vault = await start({ ...options, dataDir }, around);
      around.print(`Vault: ${vault.url}\nKeys: ${dataDir}\n`);
      await around.untilStopped();
      await vault.close();
      done(exitCodes.clean);
    });
};

const defaultPort = Number(new URL(settings.vaultUrl.default).port);

async function start(options: VaultOptions, around: Surroundings): Promise<RunningVault> {
  try {
    return await around.loadVault().serve(options);
  } catch (error) {
    throw new CliError(reasonOf(error, options));
  }
}

function reasonOf(error: unknown, { host, port, dataDir }: VaultOptions): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is in use. Choose another with --port.`;
  if (code === 'EACCES') return `The vault may not use ${dataDir} or port ${port}. Choose others.`;
  if (code === 'MODULE_NOT_FOUND')
    return 'The vault is not installed beside this program: vault.js is missing.';
  return `The vault could not start: ${error instanceof Error ? error.message : String(error)}`;
}

function portNumber(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
