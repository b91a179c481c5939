import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc';
import type { AgentCatalog, CatalogSecret, CatalogSnapshot } from '../contracts/catalog.ts';
import { type CatalogParams, type CatalogResult, lspMessages } from '../contracts/lsp-messages.ts';
import type { CatalogSource } from './catalogs.ts';
import { isRecord, parseJson } from '../contracts/guards.ts';

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
    const snapshot = readSnapshot(await readText(path));
    if (snapshot === undefined) problem(`The catalog file ${path} is not a catalog snapshot. ${advice}`);
    return snapshot;
  } catch {
    problem(`The catalog file ${path} cannot be read. ${advice}`);
    return undefined;
  }
}

const advice = '`agent-secrets catalog export` writes one; until then nothing is reported.';

/** A file grants no permissions: without a signed-in user, nothing can be granted or created. */
function knowledgeIn(snapshot: CatalogSnapshot | undefined, agentId: string): CatalogResult {
  const catalog = snapshot?.agents.find((agent) => agent.agentId === agentId);
  const environment = snapshot?.environment;
  const known = { mayGrant: false, mayCreate: false, ...(environment && { environment }) };
  return snapshot && catalog ? { ...known, catalog, asOf: snapshot.asOf } : known;
}

/*
 * Copies external data field by field into a new object. Data of the wrong shape is rejected, and unexpected
 * fields, such as a value, are dropped. The code is handwritten because a schema validator would make up a
 * third of the server's bundle.
 */

/** Undefined if the response is malformed. */
export function readCatalogResult(answer: unknown, agentId: string): CatalogResult | undefined {
  if (!isRecord(answer)) return undefined;
  const known = {
    mayGrant: answer['mayGrant'] === true,
    mayCreate: answer['mayCreate'] === true,
    ...(answer['mayRequest'] === true && { mayRequest: true }),
    ...(typeof answer['asOf'] === 'string' && { asOf: answer['asOf'] }),
    ...(answer['old'] === true && { old: true }),
    ...readEnvironment(answer['environment']),
  };
  if (answer['catalog'] === undefined || answer['catalog'] === null) return known;
  const catalog = readAgentCatalog(answer['catalog']);
  return catalog?.agentId === agentId ? { ...known, catalog } : undefined;
}

/** Undefined if it is not a catalog snapshot. */
function readSnapshot(json: string): CatalogSnapshot | undefined {
  const value = parseJson(json.replace(/^\uFEFF/, ''));
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const { asOf } = value;
  const agents = readAll(value['agents'], readAgentCatalog);
  if (typeof asOf !== 'string' || agents === undefined) return undefined;
  return { version: 1, asOf, agents, ...readEnvironment(value['environment']) };
}

function readAgentCatalog(value: unknown): AgentCatalog | undefined {
  if (!isRecord(value)) return undefined;
  const { agentId, agentName, complete } = value;
  const secrets = readAll(value['secrets'], readSecret);
  if (typeof agentId !== 'string' || typeof agentName !== 'string') return undefined;
  if (typeof complete !== 'boolean' || secrets === undefined) return undefined;
  return { agentId, agentName, complete, secrets: [...secrets] };
}

function readSecret(value: unknown): CatalogSecret | undefined {
  if (!isRecord(value)) return undefined;
  const { name, kind, description, access, updatedAt } = value;
  const fields = readAll(value['fields'], readString);
  if (typeof name !== 'string' || typeof description !== 'string') return undefined;
  if (typeof updatedAt !== 'string' || fields === undefined) return undefined;
  if (kind !== 'single' && kind !== 'key_value') return undefined;
  if (access !== 'granted' && access !== 'missing') return undefined;
  const deprecated = readDeprecation(value['deprecated']);
  return { name, kind, fields, description, access, updatedAt, ...(deprecated && { deprecated }) };
}

function readDeprecation(value: unknown): CatalogSecret['deprecated'] {
  if (!isRecord(value)) return undefined;
  const { replacement } = value;
  return typeof replacement === 'string' ? { replacement } : {};
}

/** Empty if the environment secrets are unknown. */
function readEnvironment(value: unknown): { readonly environment?: string[] } {
  const environment = readAll(value, readString);
  return environment === undefined ? {} : { environment };
}

function readString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * One malformed item invalidates the entire list: with an incomplete catalog, existing secrets would be
 * reported as missing.
 */
function readAll<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one === undefined) return undefined;
    items.push(one);
  }
  return items;
}
