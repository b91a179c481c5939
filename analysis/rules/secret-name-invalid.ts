import { limits, type NameProblem, nameProblem } from '../../contracts/secret.ts';
import type { SecretReference } from '../reference.ts';
import { hasKnownNames } from './of-references.ts';
import type { Report, Rule, RuleContext, RuleDocumentation } from './rule.ts';

/** No vault can have such a secret: known from the code alone. */
export const secretNameInvalid: Rule = {
  id: 'secret-name-invalid',
  severity: 'warning',
  summary: 'What stands at the name can never be the name of a secret.',
  check,
};

export const documentation: RuleDocumentation = {
  why:
    `A name is printable text of 1 to ${limits.nameLength} characters without outer spaces. With ` +
    'anything else the call fails as soon as it runs, in every account.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key ")  # a space at the end',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent:
    'Nothing is said about names that are chosen at run time, when one of several possible names is ' +
    'valid, or about functions from the settings, which may take more than a name.',
};

function* check({ references, known }: RuleContext): Generator<Report> {
  for (const reference of references) {
    const message = messageFor(reference, (name) => known?.index.find(name) !== undefined);
    if (message !== undefined) {
      yield { span: reference.span, message, names: reference.names, reference };
    }
  }
}

function messageFor(reference: SecretReference, exists: (name: string) => boolean): string | undefined {
  if (reference.dialect === 'agent' && reference.invalid !== undefined) {
    return 'The name of a secret is text. Write it in quotes.';
  }
  if (!hasKnownNames(reference) || reference.names.some(exists)) return undefined;
  const problems = reference.names.map(nameProblem);
  const [first] = problems;
  return first === undefined || problems.includes(undefined) ? undefined : sentences[first];
}

const sentences: Readonly<Record<NameProblem, string>> = {
  empty: 'The name of the secret is empty. Write which secret is meant.',
  'too-long': `The name of the secret is longer than ${limits.nameLength} characters. Check what is passed here.`,
  'outer-space': 'The name of the secret begins or ends with a space. Remove it.',
  'not-printable': 'The name of the secret holds characters that cannot be seen. Write it anew.',
};
