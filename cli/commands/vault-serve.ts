import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { settings } from '../../contracts/settings.ts';
import { CliError, exitCodes } from '../cli-error.ts';
import type { RunningVault, ServeOptions } from '../../vault/main.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AddCommand } from './add-command.ts';
import { vaultGroup } from './command-group.ts';
import { databaseAddress } from './vault/database-address.ts';
import { folderOf, placeOf } from './vault/target.ts';

interface GivenOptions {
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly accountName?: string;
  readonly rootKey?: string;
  readonly database?: string;
  readonly despiteMove?: boolean;
  readonly hostName?: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly openid?: string;
  readonly checkpoints?: string;
  readonly proxy?: readonly string[];
  readonly metricsFrom?: readonly string[];
  readonly corsOrigin?: readonly string[];
}

export const addVaultServe: AddCommand = (program, around, done) => {
  vaultGroup(program)
    .command('serve')
    .description('run a vault until it is stopped; the first start creates the account and its admin key')
    .requiredOption('--data <dir>', 'folder of the database and the keys')
    .option('--port <number>', 'port to listen on; 0 takes a free one', portNumber, defaultPort)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--root-key <setting>', 'what protects the keys; a file in the data folder by default')
    .option('--database <url>', 'PostgreSQL to keep everything in; a file in the data folder by default')
    .option('--despite-move', 'serve a vault that says it was moved elsewhere')
    .option('--tls-cert <file>', 'certificate chain (PEM); with it the vault serves HTTPS')
    .option('--tls-key <file>', 'key of the certificate (PEM)')
    .option('--openid <file>', 'whom people sign in with by OpenID Connect (JSON); keys alone by default')
    .option('--host-name <name...>', 'further host names to answer to')
    .option(
      '--checkpoints <place>',
      'file or https address for signatures of the log; a file in the data folder',
    )
    .option(
      '--proxy <network...>',
      'networks of proxies whose word on the sender is believed; none by default',
    )
    .option('--metrics-from <network...>', 'networks that may ask for /metrics; this machine by default')
    .option('--cors-origin <origin...>', 'web pages whose editors may ask; none by default')
    .option('--account-name <name>', 'name of the account that the first start creates')
    .action(async ({ data, ...options }: GivenOptions) => {
      const dataDir = folderOf(data, around);
      const vault = await start({ ...serveOptions(options, around), dataDir, handleSignals: false }, around);
      around.print(
        `Vault: ${vault.url}\nKeys: ${dataDir}\nStop it with Ctrl+C; ask for more with: agent-secrets vault status --data ${data}\n`,
      );
      const sealed = vault.sealed();
      if (sealed !== undefined) around.print(`Sealed until its root key is at hand. ${sealed}\n`);
      await around.untilStopped();
      await vault.close();
      done(exitCodes.clean);
    });
};

const oldestNode = 24;
const defaultPort = Number(new URL(settings.vaultUrl.default).port);

function serveOptions(
  {
    hostName,
    tlsCert,
    tlsKey,
    database,
    openid,
    checkpoints,
    proxy,
    corsOrigin,
    ...options
  }: Omit<GivenOptions, 'data'>,
  { cwd, env }: Surroundings,
): Omit<ServeOptions, 'dataDir'> {
  const from = databaseAddress(database, { cwd, env });
  return {
    ...options,
    ...(from !== undefined && { database: from }),
    ...(hostName && { hosts: hostName }),
    ...(proxy && { proxies: proxy }),
    ...(corsOrigin && { origins: corsOrigin }),
    ...(checkpoints !== undefined && { checkpoints: placeOf(checkpoints, { cwd }) }),
    ...(openid !== undefined && { openId: path.resolve(cwd, openid) }),
    ...(tlsCert !== undefined && { tlsCert: path.resolve(cwd, tlsCert) }),
    ...(tlsKey !== undefined && { tlsKey: path.resolve(cwd, tlsKey) }),
  };
}

async function start(options: ServeOptions, around: Surroundings): Promise<RunningVault> {
  // Its database driver does not refuse an older Node: it crashes there, without a word.
  if (around.nodeMajor < oldestNode) {
    throw new CliError(`The vault needs Node ${oldestNode} or newer; this is Node ${around.nodeMajor}.`);
  }
  try {
    return await around.loadVault().serve(options);
  } catch (error) {
    throw new CliError(reasonOf(error));
  }
}

/** The vault comes as a bundle of its own, so its errors are known by name, not by class. */
function reasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'StartError') return message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'MODULE_NOT_FOUND'
    ? 'The vault is not installed beside this program: vault.js is missing.'
    : `The vault could not start: ${message}`;
}

function portNumber(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
