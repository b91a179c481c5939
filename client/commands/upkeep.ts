import { limits } from '../../contracts/secret.ts';
import type { Upkeep, UpkeepChange } from '../../contracts/upkeep.ts';
import type { Translate } from '../../contracts/words.ts';
import { readableProblem } from '../common/readable-by-others.ts';

/** The properties that can be recorded about a secret, each edited separately. */
export type UpkeepPart = 'owner' | 'labels' | 'expiresOn' | 'rotateEveryDays';

/** The property as the user edits it; empty if it is not set. */
export function upkeepInput(part: UpkeepPart, upkeep: Upkeep): string {
  const value = upkeep[part];
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** The input that all secrets share; empty if they differ. */
export function commonInput(part: UpkeepPart, all: readonly Upkeep[]): string {
  const inputs = new Set(all.map((upkeep) => upkeepInput(part, upkeep)));
  const [only = ''] = inputs;
  return inputs.size === 1 ? only : '';
}

/** An empty input removes the part. */
export function upkeepChange(part: UpkeepPart, input: string): UpkeepChange {
  const text = input.trim();
  if (text === '') return { [part]: null };
  switch (part) {
    case 'owner':
    case 'expiresOn':
      return { [part]: text };
    case 'labels':
      return { labels: labelsIn(text) };
    case 'rotateEveryDays':
      return { rotateEveryDays: Number(text) };
  }
}

/** Why the vault would refuse the input; undefined if it would accept it, and for an empty input. */
export function upkeepProblem(part: UpkeepPart, input: string, t: Translate): string | undefined {
  const text = input.trim();
  if (text === '') return undefined;
  switch (part) {
    case 'owner':
      return text.includes(',') ? t('A comma is not allowed.') : readableProblem(text, limits.ownerLength, t);
    case 'labels':
      return labelsProblem(labelsIn(text), t);
    case 'expiresOn':
      return isDate(text) ? undefined : t('Enter a date such as {0}.', '2027-01-31');
    case 'rotateEveryDays':
      return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= limits.rotationDays
        ? undefined
        : t('Enter a number of days from 1 to {0}.', limits.rotationDays);
  }
}

function labelsProblem(labels: readonly string[], t: Translate): string | undefined {
  if (labels.length > limits.labels) return t('At most {0} labels.', limits.labels);
  if (labels.some(({ length }) => length > limits.labelLength))
    return t('A label has at most {0} characters.', limits.labelLength);
  return labels.map((label) => readableProblem(label, limits.labelLength, t)).find(Boolean);
}

function labelsIn(text: string): string[] {
  const labels = text.split(',').map((label) => label.trim());
  return [...new Set(labels.filter(Boolean))];
}

/** `Date` accepts nonexistent days, and shifts them. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
