import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { visible } from '../../../contracts/visible-text.ts';
import { CliError, exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import type { CatalogOptions } from '../../knowledge/catalogs.ts';
import { vaultUrl } from '../../knowledge/vault-connection.ts';
import { addVaultOptions, confirm, yesOption } from '../common/options.ts';
import { type AssistantClient, assistantClients } from './assistant-clients.ts';
import { mergedSettings, newSettings, type ServerStart } from './merged-settings.ts';

type ClientName = keyof typeof assistantClients;

interface InstallOptions extends CatalogOptions {
  readonly client?: ClientName;
  readonly write?: boolean;
  readonly yes?: boolean;
}

const names = Object.keys(assistantClients).filter((name): name is ClientName =>
  Object.hasOwn(assistantClients, name),
);

/** `agent-secrets mcp install`: the configuration of clients. It contains no key. */
export function addInstall(mcp: Command, host: CliHost, done: (code: number) => void): void {
  const command = mcp
    .command('install')
    .description('print or write the configuration that makes a client start this server')
    .addOption(new Option('--client <name>', 'only for this client').choices(names))
    .option('--write', 'add it to the client’s file, after showing the change and asking')
    .option(...yesOption)
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault');
  addVaultOptions(command).action(async (_options: unknown, given: Command) => {
    const options = given.optsWithGlobals<InstallOptions>();
    if (options.write !== true) {
      for (const name of options.client === undefined ? names : [options.client]) print(name, options, host);
    } else if (options.client === undefined) {
      throw new CliError(`Name the client: --client ${names.join('|')}.`);
    } else {
      await write(assistantClients[options.client], options, host);
    }
    done(exitCodes.clean);
  });
}

function print(name: ClientName, options: InstallOptions, host: CliHost): void {
  const client: AssistantClient = assistantClients[name];
  const file = fileOf(client, host);
  const place = file ?? 'the file that it opens under Settings, Developer';
  const note = client.note === undefined ? '' : `\n${client.note}`;
  host.print(
    `${client.title}: ${visible(place)}${note}\n\n${newSettings(startFor(client, options, host), client)}\n`,
  );
}

async function write(client: AssistantClient, options: InstallOptions, host: CliHost): Promise<void> {
  const file = fileOf(client, host);
  if (file === undefined)
    throw new CliError(
      `${client.title} has no known settings file on this system. Run the command without --write.`,
    );
  const target = realPath(path.resolve(host.cwd, file));
  const before = readIfThere(target);
  const start = startFor(client, options, host);
  const after = mergeInto(target, before ?? '', start, client);
  if (after === undefined) {
    host.print(`${visible(target)} already contains this server.\n`);
    return;
  }
  if (client.note !== undefined) host.note(client.note);
  const change =
    before === undefined ? 'is created with' : 'gets these lines; everything else stays unchanged';
  host.print(`${visible(target)} ${change}:\n\n${newSettings(start, client)}\n`);
  await confirm(host, 'Write it?', options.yes);
  if (readIfThere(target) !== before) throw new CliError(`${target} has changed in the meantime. Try again.`);
  replace(target, after);
  host.print(`Wrote ${visible(target)}.\n`);
}

function mergeInto(target: string, before: string, start: ServerStart, client: AssistantClient) {
  try {
    return mergedSettings(before, start, client);
  } catch (error) {
    if (error instanceof CliError) throw new CliError(`Cannot change ${target}. ${error.message}`);
    throw error;
  }
}

/**
 * A project's file is shared, so it contains nothing of this machine. Clients with a file of the user start
 * servers in any folder and may not know the user's PATH.
 */
function startFor(client: AssistantClient, options: InstallOptions, host: CliHost): ServerStart {
  const isShared = !path.isAbsolute(fileOf(client, host) ?? path.sep);
  const source = sourceOf(options, host, isShared);
  if (isShared) return { command: 'agent-secrets', args: ['mcp', ...source] };
  return { command: host.node, args: [path.join(host.bundles, 'cli.js'), 'mcp', ...source, host.cwd] };
}

function sourceOf(options: InstallOptions, host: CliHost, isShared: boolean): string[] {
  if (options.catalog !== undefined) return ['--catalog', pathOf(options.catalog, host, isShared)];
  const key = options.keyFile === undefined ? [] : ['--key-file', path.resolve(host.cwd, options.keyFile)];
  return options.vault === undefined ? key : ['--vault', vaultUrl(options, host), ...key];
}

/** Clients start the server of a project's file in the project's folder. */
function pathOf(file: string, { cwd }: CliHost, isShared: boolean): string {
  const whole = path.resolve(cwd, file);
  const relative = path.relative(cwd, whole);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return isShared && isInside ? relative.replaceAll(path.sep, '/') : whole;
}

function fileOf(client: AssistantClient, { env }: CliHost): string | undefined {
  const home = env['HOME'] ?? os.homedir();
  return client.file({ home, platform: process.platform, appData: env['APPDATA'] });
}

/** The file that a link leads to, so that the link stays. */
function realPath(file: string): string {
  return statSync(file, { throwIfNoEntry: false }) ? realpathSync(file) : file;
}

function readIfThere(file: string): string | undefined {
  if (!statSync(file, { throwIfNoEntry: false })) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch {
    throw new CliError(`Cannot read ${file} as UTF-8 text. Nothing was changed.`);
  }
}

/** The file is either the old or the new one at any time. */
function replace(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const mode = (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777;
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(temporary, text, { mode, flag: 'wx', flush: true });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
