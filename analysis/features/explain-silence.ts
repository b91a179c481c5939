import type { RuleId } from '../../contracts/rule-ids.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { NoteSilence, Silence, SilenceReason } from '../model/silence.ts';
import type { Span } from '../model/span.ts';
import type { Say } from '../model/translator.ts';
import type { RuleContext } from '../rules/rule.ts';
import { findings } from './findings.ts';
import { silenceMessage } from './on-demand.ts';
import { touches } from './reference-at.ts';

interface Note {
  readonly reason: SilenceReason;
  readonly span?: Span | undefined;
  readonly rule?: RuleId | undefined;
}

/**
 * Why nothing is reported at `offset`, or otherwise on its line. Runs the rules again, so that each reason
 * comes from the code that withheld the finding. Never empty.
 */
export function explainSilence(
  context: RuleContext,
  offset: number,
  settings: RuleSettings | undefined,
): readonly Silence[] {
  const { file, references, uses, say } = context;
  const notes: Note[] = [];
  const silent: NoteSilence = (reason, span, rule) => void notes.push({ reason, span, rule });
  for (const { rule, report } of findings({ ...context, silent }, settings))
    silent('reported', report.span, rule.id);

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
  return { reason, message: silenceMessage(reason, say, rule) };
}
