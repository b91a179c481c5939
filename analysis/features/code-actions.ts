import type { RuleSettings } from '../../contracts/rule-settings.ts';
import { fixes } from '../fixes/index.ts';
import type { Span } from '../model/span.ts';
import type { SecretReference } from '../model/reference.ts';
import type { LocatedFinding, RuleContext } from '../rules/rule.ts';
import type { CodeAction, TextEdit } from '../model/feature-types.ts';
import { findings } from './findings.ts';
import { clearEdits, fixAllOfRule } from './fix-all.ts';

/** What fixes need to know about a file and its references. */
export interface ReferenceFacts {
  /** `name` spelled for the literal whose content is at `content`; undefined if it cannot be written. */
  spelled(content: Span, name: string): string | undefined;
  /** Fields that the code reads from the secret. */
  fieldsUsed(reference: SecretReference): readonly string[];
  /** The literal of the file that supplies the name, if it is not in the call itself. */
  writtenAt(reference: SecretReference): Span | undefined;
}

/** The fixes for findings that touch `span`, followed by fixes for the same rule in the whole file. */
export function codeActions(
  context: RuleContext,
  span: Span,
  facts: ReferenceFacts,
  settings?: RuleSettings,
): readonly CodeAction[] {
  const located = findings(context, settings);
  const touching = located.filter(({ report }) => meet(report.span, span));
  const here = fixesFor(touching, context, facts);
  const clear = here.flatMap(({ finding, preferred, edit }) => (finding && preferred && edit ? finding : []));
  const ofSameRules = [...new Set(clear.map(({ rule }) => rule))].flatMap((rule) => {
    const same = located.filter(({ finding }) => finding.rule === rule);
    return fixAllOfRule(context, fixesFor(same, context, facts), rule);
  });
  return [...here, ...ofSameRules];
}

/** The edits for all findings that have exactly one clear fix. */
export function fixAll(
  context: RuleContext,
  facts: ReferenceFacts,
  settings?: RuleSettings,
): readonly TextEdit[] {
  return clearEdits(context.file, fixesFor(findings(context, settings), context, facts));
}

function meet(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

function fixesFor(
  located: readonly LocatedFinding[],
  { file, known, say }: RuleContext,
  facts: ReferenceFacts,
): readonly CodeAction[] {
  return located.flatMap((one) => {
    const { reference } = one.report;
    const fixContext = {
      file,
      known,
      say,
      spelled: (content: Span, name: string) => facts.spelled(content, name),
      fieldsUsed: () => (reference ? facts.fieldsUsed(reference) : []),
      writtenAt: () => reference && facts.writtenAt(reference),
    };
    return one.rule.fixes.flatMap((id) => fixes[id](one, fixContext));
  });
}
