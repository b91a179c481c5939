import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc';
import type { CatalogSnapshot } from '../contracts/catalog.ts';
import { type CatalogParams, type CatalogResult, lspMessages } from '../contracts/lsp-messages.ts';
import { readCatalogResult, readSnapshot } from './catalog-reader.ts';
import type { CatalogSource } from './catalogs.ts';

/** Requests catalogs from the editor, which has the key. */
export function clientCatalogSource(connection: MessageConnection): CatalogSource {
  return {
    ask: async (agentId, signal) => {
      const params: CatalogParams = { agentId };
      const cancellation = new CancellationTokenSource();
      signal.addEventListener('abort', () => cancellation.cancel(), { once: true });
      const answer: unknown = await connection.sendRequest(lspMessages.catalog, params, cancellation.token);
      const result = readCatalogResult(answer, agentId);
      if (result === undefined) throw new Error('the answer is not a catalog of that agent');
      return result;
    },
  };
}

/** Reads catalogs from a names-only file; `problem` is called with one sentence if it cannot be used. */
export function snapshotCatalogSource(
  path: string,
  readText: (path: string) => Promise<string>,
  problem: (sentence: string) => void,
): CatalogSource {
  const loading = loadSnapshot(path, readText, problem);
  return {
    ask: async (agentId) => knowledgeIn(await loading, agentId),
  };
}

async function loadSnapshot(
  path: string,
  readText: (path: string) => Promise<string>,
  problem: (sentence: string) => void,
): Promise<CatalogSnapshot | undefined> {
  try {
    const snapshot = readSnapshot(await readText(path));
    if (snapshot === undefined) problem(`The catalog file ${path} is not a catalog snapshot. ${advice}`);
    return snapshot;
  } catch {
    problem(`The catalog file ${path} cannot be read. ${advice}`);
    return undefined;
  }
}

const advice = '`agent-secrets catalog export` writes one; until then nothing is reported.';

/** A file gives no permissions: no signed-in user could grant or create anything. */
function knowledgeIn(snapshot: CatalogSnapshot | undefined, agentId: string): CatalogResult {
  const catalog = snapshot?.agents.find((agent) => agent.agentId === agentId);
  const environment = snapshot?.environment;
  const known = { mayGrant: false, mayCreate: false, ...(environment && { environment }) };
  return snapshot && catalog ? { ...known, catalog, asOf: snapshot.asOf } : known;
}
