import { URI } from 'vscode-uri';
import type { ChangesParams, ChangesResult } from '../contracts/changes.ts';
import type { CatalogResult } from '../contracts/lsp-messages.ts';
import type { ServerSession } from './server-session.ts';

/** The changes in the code of a folder. The catalogs are those that the server already has. */
export async function changesOfFolder(
  session: ServerSession,
  { folderUri, base }: ChangesParams,
): Promise<ChangesResult> {
  const folder = URI.parse(folderUri);
  const { reviewChanges } = session;
  if (reviewChanges === undefined || folder.scheme !== 'file') return { state: 'absent' };
  const projects = await session.workspace.ready();
  await projects.scanned;
  const known = await Promise.all(
    projects
      .agentIds()
      .map(async (agentId): Promise<[string, CatalogResult | undefined]> => [
        agentId,
        await session.catalogs.knowledgeSoon(agentId),
      ]),
  );
  const catalogs = Object.fromEntries(
    known.flatMap(([agentId, catalog]) => (catalog === undefined ? [] : [[agentId, catalog]])),
  );
  return reviewChanges({ folder: folder.fsPath, base, catalogs });
}
