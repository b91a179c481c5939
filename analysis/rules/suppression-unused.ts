import { adviceFor } from '../project/project-settings.ts';
import type { Span } from '../model/parsed-file.ts';
import type { UnusedSuppression } from '../model/suppression.ts';
import type { Translate } from '../../contracts/words.ts';
import type { Report, Rule, RuleContext, RuleDocumentation } from './rule.ts';

/** The only rule that examines the results of the other rules. */
export const suppressionUnused: Rule = {
  id: 'suppression-unused',
  severity: 'information',
  summary: 'A comment suppresses nothing.',
  needs: 'suppressions',
  fixes: ['remove-suppression'],
  check,
};

export const documentation: RuleDocumentation = {
  why: 'A suppression that is no longer needed hides the next problem on its line. A suppression for an unknown rule suppresses nothing, although it looks as if it did.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")  # agent-secrets: ignore[secret-not-found] new',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent:
    'The suppressed rule could not run: its severity is `off`, the catalog is unknown or incomplete, or a name is computed at run time. Suppressions of `secret-hardcoded` are never reported.',
};

function* check({ unused, translate }: RuleContext): Generator<Report> {
  for (const one of unused ?? []) {
    const message = messages[one.reason](translate, one.id?.written ?? '');
    yield { span: spanOf(one), message, names: [], unused: one };
  }
}

function spanOf({ suppression, id }: UnusedSuppression): Span {
  return id?.span ?? suppression.directive;
}

const messages: Readonly<Record<UnusedSuppression['reason'], (translate: Translate, id: string) => string>> =
  {
    unknown: (translate, id) => {
      const { text, holes } = adviceFor(id);
      return `${translate('Unknown rule "{id}". This comment suppresses nothing.', { id })} ${translate(text, holes)}`;
    },
    'nothing-to-silence': (translate, id) =>
      id === ''
        ? translate('No finding to suppress here. Remove the comment.')
        : translate('No {rule} finding to suppress here. Remove it from the comment.', { rule: id }),
    misplaced: (translate) =>
      translate(
        'This comment only works at the top of the file. Move it there, or write "ignore" for one line.',
      ),
    'names-no-rule': (translate) => translate('The brackets are empty. Name a rule, or remove the brackets.'),
  };
