import path from 'node:path';
import { readFile } from 'node:fs/promises';
import type { CatalogSnapshot } from '../../contracts/catalog.ts';
import { readCatalogSnapshot } from '../../contracts/read-catalog.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import type { Catalogs } from '../../review/index.ts';
import { CliError } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { connectToVault, type VaultOption } from './vault-connection.ts';
import { visible } from '../../contracts/visible-text.ts';
import { type VaultClient, VaultError } from '../../vault-client/index.ts';

/** Checks and exports only read. They never grant access or create secrets. */
const noRights = { mayGrant: false, mayCreate: false } as const;

export interface CatalogOptions extends VaultOption {
  readonly catalog?: string;
}

/** Chooses a file or a vault, depending on the options. */
export async function chooseCatalogs(options: CatalogOptions, host: CliHost): Promise<Catalogs> {
  return (await chooseCatalogSource(options, host)).catalogs;
}

/** Catalogs, and where they come from. */
export interface CatalogSource {
  readonly catalogs: Catalogs;
  /** Undefined for a vault, whose data is always current. */
  readonly snapshot?: {
    /** As given by the user. */
    readonly file: string;
    readonly asOf: string;
  };
}

/** Like `chooseCatalogs`, for a command that reports how old the catalogs are. */
export async function chooseCatalogSource(options: CatalogOptions, host: CliHost): Promise<CatalogSource> {
  if (options.catalog === undefined) return { catalogs: await reachableVault(options, host) };
  if (options.vault !== undefined) throw new CliError('Use either --catalog or --vault, not both.');
  return snapshotCatalogs(options.catalog, host.cwd);
}

/**
 * An agent that the key cannot see is unknown; an unreachable vault is an error. Identifies the caller first,
 * because otherwise an invalid key would go unnoticed, and the check would report "no findings", as long as
 * no code reads a secret.
 */
async function reachableVault(options: VaultOption, host: CliHost): Promise<Catalogs> {
  const vault = connectToVault(options, host, 'Or use a snapshot with --catalog FILE.');
  await vault.me();
  return async (agentId) => {
    let unknownBecause = '';
    const catalog = await catalogIfVisible(vault, agentId, (reason) => (unknownBecause = reason));
    return { ...noRights, ...(catalog ? { catalog, asOf: catalog.asOf } : { unknownBecause }) };
  };
}

const notInFile = 'The catalog file does not contain it.';

/** An agent that is missing from the file is unknown, so its names are not checked. */
async function snapshotCatalogs(file: string, cwd: string): Promise<CatalogSource> {
  const { agents, asOf, environment } = await snapshotIn(file, cwd);
  const byId = new Map(agents.map((catalog) => [catalog.agentId, catalog]));
  const catalogs: Catalogs = (agentId) => {
    const catalog = byId.get(agentId);
    const known = catalog ? { catalog, asOf } : { unknownBecause: notInFile };
    return Promise.resolve({ ...noRights, ...(environment && { environment }), ...known });
  };
  return { catalogs, snapshot: { file, asOf } };
}

/** Reads a file that `agent-secrets catalog export` has written. @throws CliError */
export async function snapshotIn(file: string, cwd: string): Promise<CatalogSnapshot> {
  return parseSnapshot(await readSnapshot(path.resolve(cwd, file), file), file);
}

async function readSnapshot(absolute: string, file: string): Promise<string> {
  try {
    return await readFile(absolute, 'utf8');
  } catch {
    throw new CliError(`The catalog file ${file} cannot be read. Check its path.`);
  }
}

function parseSnapshot(text: string, file: string): CatalogSnapshot {
  const snapshot = readCatalogSnapshot(text);
  if ('found' in snapshot) return snapshot.found;
  throw new CliError(`${file}: ${snapshot.problem}. Write the file with \`agent-secrets catalog export\`.`);
}

/** Returns undefined if the key cannot see this agent, and calls `hidden` with the reason. */
export async function catalogIfVisible(
  vault: VaultClient,
  agentId: string,
  hidden: (reason: string) => void,
): Promise<CatalogAnswer | undefined> {
  try {
    return await vault.catalog(agentId);
  } catch (error) {
    if (!isAboutThisAgent(error)) throw error;
    hidden(visible(error.message));
    return undefined;
  }
}

function isAboutThisAgent(error: unknown): error is VaultError {
  return error instanceof VaultError && (error.code === 'Forbidden' || error.code === 'NotFound');
}
