import { type CodeOfPaths, type KnownAccess, accessOfCatalogs, type ReadLog } from '../../../review/index.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { CliError } from '../../host/cli-error.ts';
import { type CatalogOptions, snapshotIn } from '../../knowledge/catalogs.ts';
import { connectToVault } from '../../knowledge/vault-connection.ts';
import { normalizedVault } from '../../../sign-in/kept-keys-file.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { accessInVault } from './known-of-vault.ts';
import { readLogOf } from './read-log.ts';

export interface KnownSource {
  readonly known: KnownAccess;
  readonly asOf: string;
  readonly source: string;
  readonly log: ReadLog | undefined;
}

/**
 * Access and reads, from a file or a vault. The access is read first, so that the log shows
 * every read and grant that came before. @throws CliError, VaultError
 */
export async function knownSource(
  options: CatalogOptions,
  unreadDays: number,
  { code }: CodeOfPaths,
  host: CliHost,
): Promise<KnownSource> {
  if (options.catalog !== undefined) {
    if (options.vault !== undefined) throw new CliError('Use either --catalog or --vault, not both.');
    const { agents, asOf } = await snapshotIn(options.catalog, host.cwd);
    return { known: accessOfCatalogs(agents), asOf, source: visible(options.catalog), log: undefined };
  }
  const vault = connectToVault(options, host, 'Or use a snapshot with --catalog FILE.');
  const identity = await vault.me();
  const asOf = host.now();
  const ids = code.agents.map(({ agentId }) => agentId);
  const known = await accessInVault(vault, identity, ids, host);
  const source = `${normalizedVault(vault.url)} (${visible(identity.accountName)})`;
  if (unreadDays === 0) return { known, asOf, source, log: undefined };
  if (!identity.rights.includes('audit:read')) {
    host.note(
      `note: the role ${identity.role} cannot read the audit log, so the report does not show when secrets were last read. Use the key of a reviewer or an account admin.`,
    );
    return { known, asOf, source, log: undefined };
  }
  return { known, asOf, source, log: await readLogOf(vault, identity.accountId, unreadDays, host) };
}
