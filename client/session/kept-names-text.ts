import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { isCatalogAnswer } from '../../vault-client/index.ts';
import { placeOf, type StoredSession } from './stored-sessions.ts';
import { parseJson } from '../../contracts/guards.ts';

/** What is written down of a catalog: names, kinds, fields and access; no descriptions, which people write freely. */
export function keptText(catalog: CatalogAnswer): string {
  const secrets = catalog.secrets.map((secret) => ({ ...secret, description: '' }));
  return JSON.stringify({ ...catalog, secrets });
}

/** Anything but the catalog of this agent counts as none: the file may be half-written or another version's. */
export function readKeptText(text: string, agentId: string): CatalogAnswer | undefined {
  const value = parseJson(text);
  return isCatalogAnswer(value) && value.agentId === agentId ? value : undefined;
}

/** A folder for each account of each vault, whose name tells neither. */
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
