import type { EditSave } from '../../contracts/edit-secret-messages.ts';
import type { Translate } from '../../contracts/words.ts';
import { placeLines } from '../common/place-lines.ts';

/** Whether the form reported input for a value, but sent none: saving the rest would lose the value. */
export function lacksValue({ value, fields }: EditSave, typed: boolean): boolean {
  return typed && (value ?? '') === '' && Object.keys(fields?.set ?? {}).length === 0;
}

/** Says which value is current after a save, so that a save without a new value is never taken for one. */
export function savedText(
  { name, version }: { readonly name: string; readonly version: number },
  versionBefore: number,
  t: Translate,
): string {
  return version === versionBefore
    ? t('$(check) Secret "{0}" saved. Its value did not change.', name)
    : t('$(check) Secret "{0}" saved: version {1} is current', name, version);
}

interface Removal {
  readonly name: string;
  readonly fields: readonly string[];
  /** Labels of the locations in this workspace that read the secret. */
  readonly places: readonly string[];
}

/** The confirmation before fields are removed; undefined if no known code could fail. */
export function removalPrompt(
  { name, fields, places }: Removal,
  t: Translate,
): { readonly question: string; readonly detail: string } | undefined {
  if (fields.length === 0 || places.length === 0) return undefined;
  const [first = ''] = fields;
  const question =
    fields.length === 1
      ? t('Remove the field "{0}" of "{1}"?', first, name)
      : t('Remove the fields {0} of "{1}"?', quoted(fields), name);
  return { question, detail: consequenceLines(fields, places, t).join('\n') };
}

interface Restore {
  /** The fields that code can read now. */
  readonly current: readonly string[];
  readonly version: { readonly version: number; readonly fields: readonly string[] };
  /** Labels of the locations in this workspace that read the secret. */
  readonly places: readonly string[];
}

/** What restoring a version does; it removes the fields that the version does not have. */
export function restoreDetail(
  { current, version: { version, fields }, places }: Restore,
  t: Translate,
): string {
  const always = t('Its agents get that value on the next read. The current value stays in the history.');
  const lost = current.filter((field) => !fields.includes(field));
  const [first = ''] = lost;
  if (lost.length === 0 || places.length === 0) return always;
  const lack =
    lost.length === 1
      ? t('Version {0} does not have the field "{1}".', version, first)
      : t('Version {0} does not have the fields {1}.', version, quoted(lost));
  return [always, '', lack, ...consequenceLines(lost, places, t)].join('\n');
}

function consequenceLines(
  fields: readonly string[],
  places: readonly string[],
  t: Translate,
): readonly string[] {
  const consequence =
    fields.length === 1
      ? t('Code that reads this field fails with KeyError on its next run.')
      : t('Code that reads one of these fields fails with KeyError on its next run.');
  return [...placeLines(places, t), '', consequence];
}

function quoted(fields: readonly string[]): string {
  return fields.map((field) => `"${field}"`).join(', ');
}
