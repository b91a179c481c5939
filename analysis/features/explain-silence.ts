import type { RuleId } from '../../contracts/rule-ids.ts';
import type { NoteSilence, Silence, SilenceReason } from '../model/finding.ts';
import type { Span } from '../model/parsed-file.ts';
import type { Translate } from '../../contracts/words.ts';
import type { LocatedFinding, RuleContext } from '../rules/rule.ts';
import type { AppliedRow, SecretUse, SecretUseKind } from '../model/secret-use.ts';
import { secretInLog } from '../rules/secret-in-log.ts';
import { secretInState } from '../rules/secret-in-state.ts';
import { secretToModel } from '../rules/secret-to-model.ts';
import { pathInProject } from '../source/path-in-project.ts';
import { touches } from './reference-at.ts';

interface Note {
  readonly reason: SilenceReason;
  readonly span?: Span | undefined;
  readonly rule?: RuleId | undefined;
}

/** What the sentence for a reason mentions. */
interface Mentioned {
  readonly rule?: string | undefined;
  /** The row of a table that says what a called function does. */
  readonly row?: string;
  /** The settings file with this row. Absent for the built-in tables. */
  readonly file?: string | undefined;
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
  const mentionedIn = ({ path, file: uri }: AppliedRow): Mentioned => ({
    row: path,
    file: uri === undefined ? undefined : pathInProject(uri, context.agent.rootUri).replace(/^file:\/\//, ''),
  });
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
  const rowOf = ({ span, rule }: Note): AppliedRow | undefined =>
    uses().find((use) => use.span.start === span?.start && use.span.end === span.end && isOf(use, rule))?.row;
  const shown = (reported.length > 0 ? reported : here).map((note) => {
    const row = note.reason === 'reported' ? rowOf(note) : undefined;
    return silence(note.reason, translate, { rule: note.rule, ...(row && mentionedIn(row)) });
  });
  const sanitized = uses().flatMap((use) =>
    use.kind === 'sanitized' && use.row && isHere(use)
      ? [silence('sanitized', translate, mentionedIn(use.row))]
      : [],
  );
  const all = shown.length > 0 ? [...shown, ...sanitized] : sanitized;
  return all.length > 0
    ? [...new Map(all.map((one) => [one.message, one])).values()]
    : [silence('correct', translate)];
}

/** The kinds of uses that each rule reports. */
const kindsOfRules: ReadonlyMap<string | undefined, SecretUseKind> = new Map([
  [secretInLog.id, 'log'],
  [secretInState.id, 'state'],
  [secretToModel.id, 'model'],
]);

function isOf({ kind }: SecretUse, rule: RuleId | undefined): boolean {
  return kindsOfRules.get(rule) === kind;
}

export function silence(reason: SilenceReason, translate: Translate, mentioned: Mentioned = {}): Silence {
  return { reason, message: silenceMessages[reason](translate, mentioned) };
}

export const silenceMessages: Readonly<
  Record<SilenceReason, (translate: Translate, mentioned: Mentioned) => string>
> = {
  'no-agent': (translate) =>
    translate('The file belongs to no agent. Open the folder that contains the project.yaml of the agent.'),
  ignored: (translate) => translate('The project settings ignore this file.'),
  generated: (translate) => translate('Generated files are not analyzed.'),
  'not-analyzed': (translate) => translate('The file is too large, or its language is not supported.'),
  'test-file': (translate) => translate('Tests, fixtures and examples have no findings.'),
  'not-a-read': (translate) =>
    translate(
      'No rule checks this line: it reads no secret, and no value of one is known to arrive in a place that a rule checks.',
    ),
  'catalog-unknown': (translate) =>
    translate('The names that can be read are unknown. Sign in, or reconnect to the vault.'),
  'catalog-incomplete': (translate) => translate('The catalog is incomplete, so the secret may exist.'),
  'name-dynamic': (translate) => translate('The name is not fully known before the code runs.'),
  guarded: (translate) => translate('The code checks for this case.'),
  caught: (translate) => translate('The code, or every known caller, catches the error.'),
  'value-changed': (translate) => translate('The value may have changed before it gets here.'),
  sanitized: (translate, { row = '', file = '' }) =>
    translate('{file} lists "{row}" as a sanitizer, so its result reveals nothing about the value.', {
      row,
      file,
    }),
  suppressed: (translate, { rule = '' }) => translate('A comment suppresses {rule}.', { rule }),
  'rule-off': (translate, { rule = '' }) => translate('The rule {rule} is off.', { rule }),
  reported: (translate, { rule = '', row, file }) => {
    if (row === undefined) return translate('A finding of {rule} is reported here.', { rule });
    return file === undefined
      ? translate('A finding of {rule} is reported here. The built-in tables list "{row}" as a sink.', {
          rule,
          row,
        })
      : translate('A finding of {rule} is reported here. {file} lists "{row}" as a sink.', {
          rule,
          row,
          file,
        });
  },
  correct: (translate) => translate('No problem is known here.'),
};
