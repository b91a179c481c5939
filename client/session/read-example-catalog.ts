import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { isCatalogAnswer } from '../../vault-client/index.ts';
import { isRecord, parseJson } from '../../contracts/guards.ts';
import { withoutUndefined } from '../../contracts/without-undefined.ts';

/** The name of the catalog file that replaces the vault while no one is signed in. */
export const exampleCatalogFile = 'agent-secrets.catalog.json';

/** In bytes. A larger file is not a catalog. */
export const largestExampleCatalog = 1_000_000;

/**
 * The agent's catalog in a snapshot, as written by `agent-secrets catalog export`; undefined for any other
 * content. The file is untrusted, so only known properties are read. Values are not among them.
 */
export function readExampleCatalog(text: string, agentId: string): CatalogAnswer | undefined {
  const snapshot = parseJson(text);
  if (!isRecord(snapshot) || snapshot['version'] !== 1 || !Array.isArray(snapshot['agents']))
    return undefined;
  const agents: readonly unknown[] = snapshot['agents'];
  const agent = agents.find((one) => isRecord(one) && one['agentId'] === agentId);
  if (!isRecord(agent)) return undefined;
  const answer: unknown = { ...agent, asOf: snapshot['asOf'], version: 1 };
  return isCatalogAnswer(answer) ? knownParts(answer) : undefined;
}

function knownParts({ agentId, agentName, complete, secrets, asOf, version }: CatalogAnswer): CatalogAnswer {
  return { agentId, agentName, complete, asOf, version, secrets: secrets.map(knownPartsOf) };
}

function knownPartsOf(secret: CatalogSecret): CatalogSecret {
  const { name, kind, fields, description, access, updatedAt, deprecated } = secret;
  const { expiresOn, rotateBy, rotateEveryDays } = secret;
  return {
    name,
    kind,
    fields: [...fields],
    description,
    access,
    updatedAt,
    ...(deprecated && { deprecated: replacementOf(deprecated) }),
    ...withoutUndefined({ expiresOn, rotateBy, rotateEveryDays }),
  };
}

function replacementOf({ replacement }: NonNullable<CatalogSecret['deprecated']>): { replacement?: string } {
  return replacement === undefined ? {} : { replacement };
}
