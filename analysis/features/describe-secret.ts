import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Say } from '../model/translator.ts';
import { code, plain } from './markdown.ts';

/** `key/value · 3 days ago`, shown next to the name in a list. */
export function secretDetail(secret: CatalogSecret, { say, tellAge }: KnownAgent): string {
  const kind = secret.kind === 'single' ? say('single') : say('key/value');
  const age = tellAge(secret.updatedAt);
  const parts = [
    ...(secret.deprecated ? [say('deprecated')] : []),
    kind,
    ...(age === undefined ? [] : [age]),
  ];
  return parts.join(' · ');
}

/** Kind, fields, description and age, without the name. Markdown. */
export function secretDocumentation(secret: CatalogSecret, { index, say, tellAge }: KnownAgent): string {
  const age = tellAge(secret.updatedAt);
  return index.described(secret, age ?? '', () => documentation(secret, age, say));
}

function documentation(secret: CatalogSecret, age: string | undefined, say: Say): string {
  const lines = [secret.kind === 'single' ? say('Agent secret, single') : say('Agent secret, key/value')];
  if (secret.deprecated !== undefined) lines.push(deprecationSentence(secret.deprecated, say));
  if (secret.fields.length > 0)
    lines.push(say('Fields: {fields}', { fields: secret.fields.map(code).join(', ') }));
  if (secret.description.trim() !== '') lines.push(plain(secret.description));
  if (age !== undefined) lines.push(say('Updated {age}', { age }));
  return lines.join('\n\n');
}

function deprecationSentence({ replacement }: NonNullable<CatalogSecret['deprecated']>, say: Say): string {
  return replacement === undefined
    ? say('Deprecated.')
    : say('Deprecated: use {name} instead.', { name: code(replacement) });
}

/** Whether the agent, which is named, can read the secret, and until when. Markdown. */
export function accessSentence(
  { access, accessUntil }: CatalogSecret,
  { agent, say, tellTime }: KnownAgent,
): string {
  const holes = { agent: plain(agent.agentName) };
  if (access !== 'granted') return say('Access: **{agent}** cannot read it yet.', holes);
  const time = accessUntil === undefined ? '' : tellTime(accessUntil);
  return time === ''
    ? say('Access: **{agent}** can read it.', holes)
    : say('Access: **{agent}** can read it until {time}.', { ...holes, time: plain(time) });
}

/** How far the information can be trusted. Markdown. */
export function catalogNote(known: KnownAgent): string {
  const note = ageNote(known);
  return known.index.catalog.complete
    ? known.say('*Catalog complete, {note}*', { note })
    : known.say('*Catalog incomplete, {note}*', { note });
}

/** `as of 3 hours ago; the vault is unreachable` */
export function ageNote({ asOf, isOld, say, tellAge }: KnownAgent): string {
  const age = (asOf === undefined ? undefined : tellAge(asOf)) ?? say('an unknown time');
  if (isOld !== true) return say('as of {age}', { age });
  return say('as of {age}; the vault is unreachable', { age: age === 'now' ? say('a moment ago') : age });
}
