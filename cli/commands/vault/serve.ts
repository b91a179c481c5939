import { withoutUndefined } from '../../../contracts/without-undefined.ts';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { settings } from '../../../contracts/settings.ts';
import { exitCodes } from '../../host/cli-error.ts';
import type { RunningVault, ServeOptions } from '../../../vault/main.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { type AddCommand, vaultGroup } from '../common/command.ts';
import {
  databaseAddress,
  folderOf,
  placeOf,
  segmentPlaceOf,
  streamPlaceOf,
  withVaultModule,
} from './target.ts';
import { days } from './audit.ts';

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
  readonly workloadIssuers?: string;
  readonly checkpoints?: string;
  readonly auditArchive?: string;
  readonly auditKeepDays?: number;
  readonly auditStream?: string;
  readonly proxy?: readonly string[];
  readonly metricsFrom?: readonly string[];
  readonly corsOrigin?: readonly string[];
  readonly maxTokenDays?: number;
  readonly maxAgentTokenDays?: number;
}

export const addVaultServe: AddCommand = (program, host, done) => {
  const file = (text: string): string => path.resolve(host.cwd, text);
  const place = (text: string): string => placeOf(text, host);
  const segmentPlace = (text: string): string => segmentPlaceOf(text, host);
  const streamPlace = (text: string): string => streamPlaceOf(text, host);
  vaultGroup(program)
    .command('serve')
    .description('run a vault until it is stopped; the first start creates the account and its admin key')
    .requiredOption('--data <dir>', 'folder of the database and the keys')
    .option('--port <number>', 'port to listen on; 0 selects a free port', portNumber, defaultPort)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--root-key <setting>', 'where the root key is; default: a file in the data folder')
    .option('--database <url>', 'PostgreSQL database; default: a file in the data folder')
    .option('--despite-move', 'serve a vault although it was moved to another place')
    .option('--tls-cert <file>', 'certificate chain (PEM); with it the vault serves HTTPS', file)
    .option('--tls-key <file>', 'key of the certificate (PEM)', file)
    .option('--openid <file>', 'OpenID Connect settings for sign-in (JSON file); default: only keys', file)
    .option(
      '--workload-issuers <file>',
      'issuers whose tokens workloads can sign in with (JSON file); none by default',
      file,
    )
    .option('--host-name <name...>', 'additional host names that clients can use')
    .option(
      '--checkpoints <place>',
      'file or https address for signatures of the log; default: a file in the data folder',
      place,
    )
    .option(
      '--audit-archive <place>',
      'folder or s3://BUCKET/PREFIX to which the log is exported in segments',
      segmentPlace,
    )
    .option(
      '--audit-keep-days <days>',
      'prune exported entries that are older; by default, nothing is pruned',
      days,
    )
    .option(
      '--audit-stream <place>',
      'file, syslog or https address to which every audit entry is sent',
      streamPlace,
    )
    .option('--proxy <network...>', 'networks of proxies whose X-Forwarded-For is trusted; none by default')
    .option('--metrics-from <network...>', 'networks that can read /metrics; default: only this machine')
    .option('--cors-origin <origin...>', 'web pages from which editors can call the vault; none by default')
    .option('--max-token-days <days>', 'longest lifetime of a new token; default: 366', Number)
    .option('--max-agent-token-days <days>', 'longest lifetime of a new agent token', Number)
    .option('--account-name <name>', 'name of the account that the first start creates')
    .action(async ({ data, ...options }: GivenOptions) => {
      const dataDir = folderOf(data, host);
      const serving = { ...serveOptions(options, host), dataDir, handleSignals: false };
      await withVaultModule(host, async (module) => {
        const vault = await module.serve(serving);
        host.print(welcome(vault, data, dataDir));
        await host.untilStopped();
        await vault.close();
      });
      done(exitCodes.clean);
    });
};

const defaultPort = Number(new URL(settings.vaultUrl.default).port);

function welcome(vault: RunningVault, data: string, dataDir: string): string {
  const more = `Stop it with Ctrl+C; see its state with: agent-secrets vault status --data ${data}`;
  const sealed = vault.sealed();
  const lines = [`Vault: ${vault.url}`, `Keys: ${dataDir}`, more];
  if (sealed !== undefined) lines.push(`Sealed until its root key is available. ${sealed}`);
  return `${lines.join('\n')}\n`;
}

function serveOptions(
  { hostName, database, openid, proxy, corsOrigin, ...options }: Omit<GivenOptions, 'data'>,
  { cwd, env }: CliHost,
): Omit<ServeOptions, 'dataDir'> {
  return {
    ...options,
    ...withoutUndefined({
      database: databaseAddress(database, { cwd, env }),
      hosts: hostName,
      openId: openid,
      proxies: proxy,
      origins: corsOrigin,
    }),
  };
}

function portNumber(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('Use a port from 0 to 65535.');
}
