import type { RuleId } from '../../contracts/rule-ids.ts';
import type { NoteSilence, Silence, SilenceReason } from '../model/finding.ts';
import type { Span } from '../model/parsed-file.ts';
import type { Say } from '../model/translator.ts';
import type { LocatedFinding, RuleContext } from '../rules/rule.ts';
import { touches } from './reference-at.ts';

interface Note {
  readonly reason: SilenceReason;
  readonly span?: Span | undefined;
  readonly rule?: RuleId | undefined;
}

/**
 * Why nothing is reported at `offset`, or otherwise on its line. Runs the rules again through `findings`, so
 * that each reason comes from the code that withheld the finding. Never empty.
 */
export function explainSilence(
  context: RuleContext,
  offset: number,
  findings: (context: RuleContext) => readonly LocatedFinding[],
): readonly Silence[] {
  const { file, references, uses, say } = context;
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
  if (!places.some(isHere)) return [silence('not-a-read', say)];
  const here = notes.filter(isHere);
  const reported = here.filter(({ reason }) => reason === 'reported');
  const shown = (reported.length > 0 ? reported : here).map(({ reason, rule }) => silence(reason, say, rule));
  return shown.length > 0
    ? [...new Map(shown.map((one) => [one.message, one])).values()]
    : [silence('correct', say)];
}

export function silence(reason: SilenceReason, say: Say, rule = ''): Silence {
  return { reason, message: silenceMessages[reason](say, rule) };
}

export const silenceMessages: Readonly<Record<SilenceReason, (say: Say, rule: string) => string>> = {
  'no-agent': (say) =>
    say('The file belongs to no agent. Open the folder that contains the project.yaml of the agent.'),
  ignored: (say) => say('The project settings ignore this file.'),
  generated: (say) => say('Generated files are not analyzed.'),
  'not-analyzed': (say) => say('The file is too large, or its language is not supported.'),
  'test-file': (say) => say('Tests, fixtures and examples have no findings.'),
  'not-a-read': (say) => say('No secret is read or used here.'),
  'catalog-unknown': (say) =>
    say('The names that can be read are unknown. Sign in, or reconnect to the vault.'),
  'catalog-incomplete': (say) => say('The catalog is incomplete, so the secret may exist.'),
  'name-dynamic': (say) => say('The name is not fully known before the code runs.'),
  guarded: (say) => say('The code checks for this case.'),
  caught: (say) => say('The code, or every known caller, catches the error.'),
  'value-changed': (say) => say('The value may have changed before it gets here.'),
  suppressed: (say, rule) => say('A comment suppresses {rule}.', { rule }),
  'rule-off': (say, rule) => say('The rule {rule} is off.', { rule }),
  reported: (say, rule) => say('A finding of {rule} is reported here.', { rule }),
  correct: (say) => say('No problem is known here.'),
};
