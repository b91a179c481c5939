import type { RuleId } from '../../contracts/rule-ids.ts';
import type { NoteSilence, Silence, SilenceReason } from '../model/finding.ts';
import type { Span } from '../model/parsed-file.ts';
import type { Translate } from '../../contracts/words.ts';
import type { LocatedFinding, RuleContext } from '../rules/rule.ts';
import { touches } from './reference-at.ts';

interface Note {
  readonly reason: SilenceReason;
  readonly span?: Span | undefined;
  readonly rule?: RuleId | undefined;
}

/**
 * Explains why nothing is reported at `offset`, or elsewhere on its line. Runs the rules again through
 * `findings`, so that each reason comes from the code that withheld the finding. The result is never empty.
 */
export function explainSilence(
  context: RuleContext,
  offset: number,
  findings: (context: RuleContext) => readonly LocatedFinding[],
): readonly Silence[] {
  const { file, references, uses, translate } = context;
  const notes: Note[] = [];
  const silent: NoteSilence = (reason, span, rule) => void notes.push({ reason, span, rule });
  for (const { rule, report } of findings({ ...context, silent })) silent('reported', report.span, rule.id);

  const places = [...references, ...uses(), ...notes];
  const { line } = file.positionAt(offset);
  const isAt = ({ span }: Pick<Note, 'span'>): boolean => span === undefined || touches(span, offset);
  const isOnLine = ({ span }: Pick<Note, 'span'>): boolean => {
    const { start, end } = file.rangeOf(span ?? { start: offset, end: offset });
    return start.line <= line && line <= end.line;
  };
  const isHere = places.some(isAt) ? isAt : isOnLine;
  if (!places.some(isHere)) return [silence('not-a-read', translate)];
  const here = notes.filter(isHere);
  const reported = here.filter(({ reason }) => reason === 'reported');
  const shown = (reported.length > 0 ? reported : here).map(({ reason, rule }) =>
    silence(reason, translate, rule),
  );
  return shown.length > 0
    ? [...new Map(shown.map((one) => [one.message, one])).values()]
    : [silence('correct', translate)];
}

export function silence(reason: SilenceReason, translate: Translate, rule = ''): Silence {
  return { reason, message: silenceMessages[reason](translate, rule) };
}

export const silenceMessages: Readonly<
  Record<SilenceReason, (translate: Translate, rule: string) => string>
> = {
  'no-agent': (translate) =>
    translate('The file belongs to no agent. Open the folder that contains the project.yaml of the agent.'),
  ignored: (translate) => translate('The project settings ignore this file.'),
  generated: (translate) => translate('Generated files are not analyzed.'),
  'not-analyzed': (translate) => translate('The file is too large, or its language is not supported.'),
  'test-file': (translate) => translate('Tests, fixtures and examples have no findings.'),
  'not-a-read': (translate) => translate('No secret is read or used here.'),
  'catalog-unknown': (translate) =>
    translate('The names that can be read are unknown. Sign in, or reconnect to the vault.'),
  'catalog-incomplete': (translate) => translate('The catalog is incomplete, so the secret may exist.'),
  'name-dynamic': (translate) => translate('The name is not fully known before the code runs.'),
  guarded: (translate) => translate('The code checks for this case.'),
  caught: (translate) => translate('The code, or every known caller, catches the error.'),
  'value-changed': (translate) => translate('The value may have changed before it gets here.'),
  suppressed: (translate, rule) => translate('A comment suppresses {rule}.', { rule }),
  'rule-off': (translate, rule) => translate('The rule {rule} is off.', { rule }),
  reported: (translate, rule) => translate('A finding of {rule} is reported here.', { rule }),
  correct: (translate) => translate('No problem is known here.'),
};
