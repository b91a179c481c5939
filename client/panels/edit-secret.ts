import type { EditSave } from '../../contracts/edit-secret-messages.ts';
import type { Translate } from '../../contracts/words.ts';
import { listed, placeLines } from '../common/place-lines.ts';

/** Whether the form reported input for a value, but sent none: saving the rest would lose the value. */
export function lacksValue({ value, fields }: EditSave, typed: boolean): boolean {
  return typed && (value ?? '') === '' && Object.keys(fields?.set ?? {}).length === 0;
}

/**
 * The message after a save: states which value is current, so that users never mistake a save without a new
 * value for a change.
 */
export function savedText(
  { name, version }: { readonly name: string; readonly version: number },
  versionBefore: number,
  t: Translate,
): string {
  return version === versionBefore
    ? t('$(check) Secret "{0}" saved. Its value did not change.', name)
    : t('$(check) Secret "{0}" saved: version {1} is current', name, version);
}

/** Labels of the locations in this workspace that read fields, and of the others that read their secret. */
export interface FieldPlaces {
  readonly fields: readonly string[];
  readonly others: readonly string[];
}

interface Removal {
  readonly name: string;
  readonly fields: readonly string[];
  readonly places: FieldPlaces;
}

/** The confirmation before fields are removed; undefined if no known code could fail. */
export function removalPrompt(
  { name, fields, places }: Removal,
  t: Translate,
): { readonly question: string; readonly detail: string } | undefined {
  if (fields.length === 0 || !isUsed(places)) return undefined;
  const [first = ''] = fields;
  const question =
    fields.length === 1
      ? t('Remove the field "{0}" of "{1}"?', first, name)
      : t('Remove the fields {0} of "{1}"?', quoted(fields), name);
  return { question, detail: consequenceLines(fields, places, t).join('\n') };
}

interface Restore {
  /** The fields that code can currently read. */
  readonly current: readonly string[];
  readonly version: { readonly version: number; readonly fields: readonly string[] };
  /** Needed only if the version lacks a field. */
  readonly places?: FieldPlaces | undefined;
}

/** The fields that restoring a version removes. */
export function fieldsLost(current: readonly string[], version: readonly string[]): readonly string[] {
  return current.filter((field) => !version.includes(field));
}

/** The effects of restoring a version, which removes the fields that the version lacks. */
export function restoreDetail(
  { current, version: { version, fields }, places }: Restore,
  t: Translate,
): string {
  const always = t('Its agents get that value on the next read. The current value stays in the history.');
  const lost = fieldsLost(current, fields);
  const [first = ''] = lost;
  if (lost.length === 0 || !places || !isUsed(places)) return always;
  const lack =
    lost.length === 1
      ? t('Version {0} does not have the field "{1}".', version, first)
      : t('Version {0} does not have the fields {1}.', version, quoted(lost));
  return [always, '', lack, ...consequenceLines(lost, places, t)].join('\n');
}

function isUsed({ fields, others }: FieldPlaces): boolean {
  return fields.length > 0 || others.length > 0;
}

function consequenceLines(
  removed: readonly string[],
  { fields, others }: FieldPlaces,
  t: Translate,
): readonly string[] {
  if (fields.length === 0) {
    const title = t('Code that reads the secret and may be affected:');
    return [t('No code in this workspace is known to be affected.'), '', title, ...listed(others, t)];
  }
  const consequence =
    removed.length === 1
      ? t('Code that reads this field fails with KeyError on its next run.')
      : t('Code that reads one of these fields fails with KeyError on its next run.');
  const title = t('Other code that reads the secret and may be affected:');
  const rest = others.length === 0 ? [] : ['', title, ...listed(others, t)];
  return [...placeLines(fields, t), '', consequence, ...rest];
}

function quoted(fields: readonly string[]): string {
  return fields.map((field) => `"${field}"`).join(', ');
}
