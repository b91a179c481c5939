import type { CatalogSecret } from '../../contracts/catalog.ts';
import { dueText } from '../../contracts/due.ts';
import type { OpenRequest } from '../../contracts/lsp-messages.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Translate } from '../../contracts/words.ts';
import { code, plain } from './markdown.ts';

/** `key/value · 3 days ago`, shown next to the name in a list. */
export function secretDetail(secret: CatalogSecret, { translate, formatAge }: KnownAgent): string {
  const kind = secret.kind === 'single' ? translate('single') : translate('key/value');
  const age = formatAge(secret.updatedAt);
  const parts = [
    ...(secret.deprecated ? [translate('deprecated')] : []),
    kind,
    ...(age === undefined ? [] : [age]),
  ];
  return parts.join(' · ');
}

/** Returns the kind, fields, description and age as Markdown, without the name. */
export function secretDocumentation(
  secret: CatalogSecret,
  { index, translate, formatAge, dueOf }: KnownAgent,
): string {
  const age = formatAge(secret.updatedAt);
  const due = dueOf(secret);
  const shown = due ? `${dueText(due, translate)} (${due.date})` : undefined;
  return index.described(secret, `${age ?? ''} ${shown ?? ''}`, () =>
    documentation(secret, age, shown, translate),
  );
}

function documentation(
  secret: CatalogSecret,
  age: string | undefined,
  due: string | undefined,
  translate: Translate,
): string {
  const lines = [
    secret.kind === 'single' ? translate('Agent secret, single') : translate('Agent secret, key/value'),
  ];
  if (secret.deprecated !== undefined) lines.push(deprecationSentence(secret.deprecated, translate));
  if (due !== undefined) lines.push(translate('Due for renewal: {due}', { due }));
  if (secret.fields.length > 0)
    lines.push(translate('Fields: {fields}', { fields: secret.fields.map(code).join(', ') }));
  if (secret.description.trim() !== '') lines.push(plain(secret.description));
  if (age !== undefined) lines.push(translate('Updated {age}', { age }));
  return lines.join('\n\n');
}

function deprecationSentence(
  { replacement }: NonNullable<CatalogSecret['deprecated']>,
  translate: Translate,
): string {
  return replacement === undefined
    ? translate('Deprecated.')
    : translate('Deprecated: use {name} instead.', { name: code(replacement) });
}

/** States whether the named agent can read the secret, and until when. Markdown. */
export function accessSentence({ name, access, accessUntil }: CatalogSecret, known: KnownAgent): string {
  const { agent, translate, formatTime, requestFor } = known;
  const holes = { agent: plain(agent.agentName) };
  if (access !== 'granted') {
    const sentence = translate('Access: **{agent}** cannot read it yet.', holes);
    const request = requestFor(name);
    return request === undefined ? sentence : `${sentence} ${requestSentence(request, known)}`;
  }
  const time = accessUntil === undefined ? '' : formatTime(accessUntil);
  return time === ''
    ? translate('Access: **{agent}** can read it.', holes)
    : translate('Access: **{agent}** can read it until {time}.', { ...holes, time: plain(time) });
}

/** States who requested access or the new secret, and when. Markdown. */
export function requestSentence({ at, by }: OpenRequest, { translate, formatAge }: KnownAgent): string {
  const age = plain(formatAge(at) ?? '');
  return by === undefined
    ? translate('You requested it ({age}); an account admin decides.', { age })
    : translate('{person} requested it ({age}); an account admin decides.', { person: plain(by), age });
}

/** States how reliable the information is. Markdown. */
export function catalogNote(known: KnownAgent): string {
  const note = ageNote(known);
  return known.index.catalog.complete
    ? known.translate('*Catalog complete, {note}*', { note })
    : known.translate('*Catalog incomplete, {note}*', { note });
}

/** `as of 3 hours ago; the vault is unreachable` */
export function ageNote({ asOf, isOld, translate, formatAge }: KnownAgent): string {
  const age = (asOf === undefined ? undefined : formatAge(asOf)) ?? translate('an unknown time');
  if (isOld !== true) return translate('as of {age}', { age });
  return translate('as of {age}; the vault is unreachable', {
    age: age === 'now' ? translate('a moment ago') : age,
  });
}
