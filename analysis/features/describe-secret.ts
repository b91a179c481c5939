import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import { code, dayOf, plain } from './markdown.ts';

/** `single · updated 2026-11-02`, beside the name in a list. */
export function secretDetail(secret: CatalogSecret): string {
  const day = dayOf(secret.updatedAt);
  const kind = secret.kind === 'single' ? 'single' : `key/value (${secret.fields.join(', ')})`;
  return day === undefined ? kind : `${kind} · updated ${day}`;
}

/** Kind, fields, description and age; without the name. Markdown. */
export function secretDocumentation(secret: CatalogSecret): string {
  const day = dayOf(secret.updatedAt);
  const lines = [secret.kind === 'single' ? 'Agent secret, single' : 'Agent secret, key/value'];
  if (secret.fields.length > 0) lines.push(`Fields: ${secret.fields.map(code).join(', ')}`);
  if (secret.description.trim() !== '') lines.push(plain(secret.description));
  if (day !== undefined) lines.push(`Updated ${day}`);
  return lines.join('\n\n');
}

/** Whether the agent can read it, by name. Markdown. */
export function accessSentence(secret: CatalogSecret, { agent }: KnownAgent): string {
  const name = plain(agent.agentName);
  return secret.access === 'granted'
    ? `Access: **${name}** can read it.`
    : `Access: **${name}** cannot read it yet.`;
}

/** How far the answer can be trusted. Markdown. */
export function catalogNote({ index, asOf }: KnownAgent): string {
  const age = asOf === undefined ? 'catalog of unknown age' : `catalog as of ${plain(asOf)}`;
  return index.catalog.complete ? `*From the complete ${age}*` : `*From an incomplete ${age}*`;
}
