import { limits, type NameProblem, nameProblem } from '../../contracts/secret.ts';
import type { SecretReference } from '../model/reference.ts';
import { sentence, type Sentence } from '../../contracts/words.ts';
import { hasKnownNames } from './checks.ts';
import type { Report, Rule, RuleContext, RuleDocumentation } from './rule.ts';

/** The code alone shows that no vault can contain such a secret. */
export const secretNameInvalid: Rule = {
  id: 'secret-name-invalid',
  severity: 'warning',
  summary: 'The text can never be a valid secret name.',
  needs: 'code',
  attention: 'missing',
  fixes: ['ignore-rule'],
  aboutTypedText: true,
  check,
};

export const documentation: RuleDocumentation = {
  why:
    `A name is printable text of 1 to ${limits.nameLength} characters without outer spaces. With ` +
    'anything else the call fails as soon as it runs, in every account.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key ")  # a space at the end',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent:
    'The name is computed at run time; at least one of several possible names is valid; or the function comes from the settings and may accept more than a name.',
};

function* check({ references, known, translate }: RuleContext): Generator<Report> {
  for (const reference of references) {
    const message = messageFor(reference, (name) => known?.index.find(name) !== undefined);
    if (message !== undefined) {
      const said = translate(message.text, message.holes);
      yield { span: reference.span, message: said, names: reference.names, reference };
    }
  }
}

function messageFor(reference: SecretReference, exists: (name: string) => boolean): Sentence | undefined {
  if (reference.dialect === 'agent' && reference.invalid !== undefined) {
    return sentence('A secret name is a string. Write it in quotes.');
  }
  if (reference.guarded === true || !hasKnownNames(reference) || reference.names.some(exists))
    return undefined;
  const problems = reference.names.map(nameProblem);
  const [first] = problems;
  return first === undefined || problems.includes(undefined) ? undefined : sentences[first];
}

const sentences: Readonly<Record<NameProblem, Sentence>> = {
  empty: sentence('The secret name is empty. Enter a name.'),
  'too-long': sentence('The secret name is longer than {limit} characters. Check what is passed here.', {
    limit: limits.nameLength,
  }),
  'outer-space': sentence('The secret name begins or ends with a space. Remove it.'),
  'not-printable': sentence('The secret name contains invisible characters. Type it again.'),
};
