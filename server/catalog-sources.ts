import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc';
import type { CatalogSnapshot } from '../contracts/catalog.ts';
import {
  type CatalogParams,
  type CatalogResult,
  lspMessages,
  type OpenRequest,
} from '../contracts/lsp-messages.ts';
import type { CatalogSource } from './catalogs.ts';
import { isRecord } from '../contracts/guards.ts';
import { readAgentCatalog, readCatalogSnapshot, readTexts } from '../contracts/read-catalog.ts';

/** Requests catalogs from the editor, which holds the key. */
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

/** Reads catalogs from a file of names. If the file cannot be used, `problem` is called with one sentence. */
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
    const snapshot = readCatalogSnapshot(await readText(path));
    if ('found' in snapshot) return snapshot.found;
    problem(`${path}: ${snapshot.problem}. ${advice}`);
    return undefined;
  } catch {
    problem(`The catalog file ${path} cannot be read. ${advice}`);
    return undefined;
  }
}

const advice = '`agent-secrets catalog export` writes such a file; until then nothing is reported.';

/** A file grants no permissions: without a signed-in user, nothing can be granted or created. */
function knowledgeIn(snapshot: CatalogSnapshot | undefined, agentId: string): CatalogResult {
  const catalog = snapshot?.agents.find((agent) => agent.agentId === agentId);
  const environment = snapshot?.environment;
  const known = { mayGrant: false, mayCreate: false, ...(environment && { environment }) };
  return snapshot && catalog ? { ...known, catalog, asOf: snapshot.asOf } : known;
}

/** Undefined if the response is malformed. */
export function readCatalogResult(answer: unknown, agentId: string): CatalogResult | undefined {
  if (!isRecord(answer)) return undefined;
  const known = {
    mayGrant: answer['mayGrant'] === true,
    mayCreate: answer['mayCreate'] === true,
    ...(answer['mayRequest'] === true && { mayRequest: true }),
    ...(typeof answer['asOf'] === 'string' && { asOf: answer['asOf'] }),
    ...(answer['old'] === true && { old: true }),
    ...(answer['signedOut'] === true && { signedOut: true }),
    ...readRequests(answer['requests']),
    ...readEnvironment(answer['environment']),
  };
  if (answer['catalog'] === undefined || answer['catalog'] === null) return known;
  const catalog = readAgentCatalog(answer['catalog']);
  if (!('found' in catalog) || catalog.found.agentId !== agentId) return undefined;
  return { ...known, catalog: catalog.found };
}

/** Empty if there are no open requests. */
function readRequests(value: unknown): { readonly requests?: readonly OpenRequest[] } {
  if (!Array.isArray(value)) return {};
  const requests = value.flatMap((one: unknown): readonly OpenRequest[] => {
    if (!isRecord(one)) return [];
    const { name, at, by } = one;
    if (typeof name !== 'string' || typeof at !== 'string') return [];
    return [{ name, at, ...(typeof by === 'string' && { by }) }];
  });
  return { requests };
}

/** Empty if the environment secrets are unknown. */
function readEnvironment(value: unknown): { readonly environment?: string[] } {
  const environment = readTexts(value);
  return 'found' in environment ? { environment: environment.found } : {};
}
