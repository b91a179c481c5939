import { looksLikeCredential } from '../../contracts/credential-shape.ts';
import {
  conventionalName,
  followsConvention,
  limits,
  nameProblem,
  type NameProblem,
} from '../../contracts/secret.ts';
import { t } from './words.ts';

export interface NameFeedback {
  /** Why the vault would reject the name. An empty name is a problem only when the form is submitted. */
  readonly problem?: string;
  /** A hint that does not block saving. */
  readonly hint?: string;
  readonly suggestion?: string;
}

export function nameFeedback(
  name: string,
  takenNames: readonly string[],
  deletedNames: readonly string[] = [],
): NameFeedback {
  if (name === '') return {};
  const problem = refusalOf(name, takenNames, deletedNames);
  if (problem !== undefined) return { problem };
  return remarkOn(name, takenNames);
}

/** Why the name cannot be sent; also rejects an empty name. */
export function refusalOf(
  name: string,
  takenNames: readonly string[],
  deletedNames: readonly string[] = [],
): string | undefined {
  const refusal = unfitName(name, 'name');
  if (refusal !== undefined) return refusal;
  if (deletedNames.includes(name))
    return t('A deleted secret has this name. Restore it, or choose another name.');
  return takenNames.includes(name)
    ? t('A secret with this name already exists. Choose another name.')
    : undefined;
}

/** Why the vault would reject the name of a secret or field; `subject` determines which. */
export function unfitName(name: string, subject: 'name' | 'field name'): string | undefined {
  if (looksLikeCredential(name)) {
    return subject === 'name'
      ? t(
          'This looks like a credential. Names cannot be changed and are visible to everyone. Enter the credential as the value.',
        )
      : t(
          'This looks like a credential. Field names are visible to everyone. Enter the credential as the value.',
        );
  }
  const problem = nameProblem(name);
  return problem && (subject === 'name' ? nameRefusal(problem) : fieldNameRefusal(problem));
}

/** Complete sentences, because other languages inflect the words around a noun. */
function nameRefusal(problem: NameProblem): string {
  const texts: Readonly<Record<NameProblem, string>> = {
    empty: t('Enter a name.'),
    'too-long': t('The name is longer than {0} characters. Shorten it.', limits.nameLength),
    'outer-space': t('Remove the space before or after the name.'),
    'not-printable': t(
      'The name contains a character that cannot be printed, such as a line break. Remove it.',
    ),
  };
  return texts[problem];
}

function fieldNameRefusal(problem: NameProblem): string {
  const texts: Readonly<Record<NameProblem, string>> = {
    empty: t('Enter a field name.'),
    'too-long': t('The field name is longer than {0} characters. Shorten it.', limits.nameLength),
    'outer-space': t('Remove the space before or after the field name.'),
    'not-printable': t(
      'The field name contains a character that cannot be printed, such as a line break. Remove it.',
    ),
  };
  return texts[problem];
}

function remarkOn(name: string, takenNames: readonly string[]): NameFeedback {
  const twin = takenNames.find((taken) => taken.toLowerCase() === name.toLowerCase());
  if (twin !== undefined)
    return { hint: t('"{0}" already exists; the names differ only in upper and lower case.', twin) };
  if (followsConvention(name)) return {};
  const suggestion = conventionalName(name);
  const hint = t('This name works. Most are lowercase with underscores, like stripe_api_key.');
  return suggestion === undefined || takenNames.includes(suggestion) ? { hint } : { hint, suggestion };
}
