import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import { code, plain } from './markdown.ts';

/** `key/value · 3 days ago`, beside the name in a list. */
export function secretDetail(secret: CatalogSecret, { tellAge }: KnownAgent): string {
  const kind = secret.kind === 'single' ? 'single' : 'key/value';
  const age = tellAge(secret.updatedAt);
  const parts = [...(secret.deprecated ? ['deprecated'] : []), kind, ...(age === undefined ? [] : [age])];
  return parts.join(' · ');
}

/** Kind, fields, description and age; without the name. Markdown. */
export function secretDocumentation(secret: CatalogSecret, { index, tellAge }: KnownAgent): string {
  const age = tellAge(secret.updatedAt);
  return index.described(secret, age ?? '', () => documentation(secret, age));
}

function documentation(secret: CatalogSecret, age: string | undefined): string {
  const lines = [secret.kind === 'single' ? 'Agent secret, single' : 'Agent secret, key/value'];
  if (secret.deprecated !== undefined) lines.push(deprecationSentence(secret.deprecated));
  if (secret.fields.length > 0) lines.push(`Fields: ${secret.fields.map(code).join(', ')}`);
  if (secret.description.trim() !== '') lines.push(plain(secret.description));
  if (age !== undefined) lines.push(`Updated ${age}`);
  return lines.join('\n\n');
}

function deprecationSentence({ replacement }: NonNullable<CatalogSecret['deprecated']>): string {
  return replacement === undefined ? 'Deprecated.' : `Deprecated: use ${code(replacement)} instead.`;
}

/** Whether the agent can read it, by name. Markdown. */
export function accessSentence(secret: CatalogSecret, { agent }: KnownAgent): string {
  const name = plain(agent.agentName);
  return secret.access === 'granted'
    ? `Access: **${name}** can read it.`
    : `Access: **${name}** cannot read it yet.`;
}

/** How far the answer can be trusted. Markdown. */
export function catalogNote(known: KnownAgent): string {
  const extent = known.index.catalog.complete ? 'complete' : 'incomplete';
  return `*Catalog ${extent}, ${ageNote(known)}*`;
}

/** `as of 3 hours ago; the vault cannot be reached` */
export function ageNote({ asOf, isOld, tellAge }: KnownAgent): string {
  const age = (asOf === undefined ? undefined : tellAge(asOf)) ?? 'an unknown time';
  if (isOld !== true) return `as of ${age}`;
  return `as of ${age === 'now' ? 'a moment ago' : age}; the vault cannot be reached`;
}
