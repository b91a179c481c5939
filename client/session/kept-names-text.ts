import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { isCatalogAnswer } from '../../vault-client/index.ts';
import { placeOf, type StoredSession } from './stored-sessions.ts';
import { parseJson } from '../../contracts/guards.ts';

/** The cached part of a catalog: names, kinds, fields and access; no descriptions, which are free text. */
export function keptText(catalog: CatalogAnswer): string {
  const secrets = catalog.secrets.map((secret) => ({ ...secret, description: '' }));
  return JSON.stringify({ ...catalog, secrets });
}

/**
 * Undefined unless the text is the catalog of this agent: the file may be incomplete or from another version.
 */
export function readKeptText(text: string, agentId: string): CatalogAnswer | undefined {
  const value = parseJson(text);
  return isCatalogAnswer(value) && value.agentId === agentId ? value : undefined;
}

/** A folder for each account of each vault, whose name reveals neither. */
export function folderOf(session: Pick<StoredSession, 'account' | 'url'>): Promise<string> {
  return digest(placeOf(session));
}

export async function fileOf(agentId: string): Promise<string> {
  return `${await digest(agentId)}.json`;
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
