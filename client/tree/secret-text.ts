import type { FormatAge } from '../../contracts/relative-age.ts';
import type { FormatTime } from '../../contracts/local-time.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { dueSoon, dueText } from '../../contracts/due.ts';
import type { Translate } from '../../contracts/words.ts';
import type { SecretNode } from './tree.ts';

/** Formats times in the user's language. Reuse it: creating the functions is expensive. */
export interface TimeFormats {
  readonly age: (then: string) => ReturnType<FormatAge>;
  /** "18m ago" instead of "18 minutes ago". */
  readonly shortAge: (then: string) => ReturnType<FormatAge>;
  readonly time: FormatTime;
  /** Without it, nothing is due. */
  readonly now?: Date;
}

interface RowText {
  readonly description: string;
  /** For screen readers. */
  readonly label: string;
}

/**
 * The description leaves out what the icon shows, and starts with what matters most, because it may be cut.
 */
export function secretText(node: SecretNode, formats: TimeFormats, t: Translate): RowText {
  const { secret, granted } = node;
  const marks = [
    ...(secret.deprecated === undefined ? [] : [t('deprecated')]),
    ...dueLabel(secret, formats, t),
  ];
  const facts = [...untilLabel(secret, formats, t), ...usesLabel(node, t)];
  const access = granted ? t('granted') : t('not granted to this agent');
  const label = [secret.name, ...marks, access, kindLabel(secret.kind, t), ...facts];
  return {
    description: [...marks, ...facts, formats.shortAge(secret.updatedAt)].join(' · '),
    label: [...label, formats.age(secret.updatedAt)].join(', '),
  };
}

/** The paragraphs below the name. Descriptions are untrusted, so all of them must be shown as plain text. */
export function secretHover(node: SecretNode, formats: TimeFormats, t: Translate): readonly string[] {
  const { secret } = node;
  const { description, fields, deprecated, updatedAt } = secret;
  return [
    ...(deprecated === undefined ? [] : [deprecation(deprecated, t)]),
    ...dates(secret, t),
    ...(description === '' ? [] : [description]),
    ...(fields.length === 0 ? [] : [t('Fields: {0}', fields.join(', '))]),
    accessSentence(node, formats, t),
    [...usesLabel(node, t), t('changed {0}', formats.time(updatedAt))].join(' · '),
  ];
}

export function kindLabel(kind: CatalogSecret['kind'], t: Translate): string {
  return kind === 'single' ? t('single') : t('key/value');
}

function deprecation({ replacement }: NonNullable<CatalogSecret['deprecated']>, t: Translate): string {
  const next =
    replacement === undefined
      ? t('Ask its owner what to use instead.')
      : t('Use {names} instead.', { names: `"${replacement}"` });
  return `${t('Deprecated.')} ${next}`;
}

function accessSentence(
  { agent: { agentName }, granted, secret: { accessUntil } }: SecretNode,
  { time }: TimeFormats,
  t: Translate,
): string {
  if (!granted) return t('{0} cannot read it.', agentName);
  if (accessUntil === undefined) return t('{0} can read it.', agentName);
  return t('{0} can read it until {1}.', agentName, time(accessUntil));
}

function dueLabel(secret: CatalogSecret, { now }: TimeFormats, t: Translate): readonly string[] {
  const due = now && dueSoon(secret, now);
  return due ? [dueText(due, t)] : [];
}

function dates({ expiresOn, rotateBy }: CatalogSecret, t: Translate): readonly string[] {
  return [
    ...(expiresOn === undefined ? [] : [t('The value expires on {0}.', expiresOn)]),
    ...(rotateBy === undefined ? [] : [t('The value is due for rotation by {0}.', rotateBy)]),
  ];
}

function untilLabel({ accessUntil }: CatalogSecret, { time }: TimeFormats, t: Translate): readonly string[] {
  return accessUntil === undefined ? [] : [t('until {0}', time(accessUntil))];
}

/** Empty if no use was found while files are still being analyzed, because "not used" could be wrong. */
function usesLabel({ uses, usesComplete }: SecretNode, t: Translate): readonly string[] {
  if (uses.length === 0) return usesComplete ? [t('not used')] : [];
  return [uses.length === 1 ? t('1 use') : t('{0} uses', uses.length)];
}
