import { createKnowAgent, type KnowAgent } from './catalog/known-agent.ts';
import type { Explanation } from './model/derivation.ts';
import type { Facts } from './facts.ts';
import type { ReferenceFacts } from './features/code-actions.ts';
import { explain } from './features/explain.ts';
import { writtenAt } from './features/written-at.ts';
import type { FileContext } from './model/file-context.ts';
import type { SilenceReason } from './model/silence.ts';
import { ruleInputs, type RuleContext } from './rules/rule.ts';
import type { ParsedFile } from './model/parsed-file.ts';
import { createSpeech, type Say } from './model/translator.ts';

/** What features need to know about a file: facts from its text, combined with its project context. */
export interface AnalysisContext {
  readonly say: (context: FileContext) => Say;
  /** Undefined while no catalog of the agent is known. */
  readonly known: KnowAgent;
  /** Undefined if no rules apply: outside agents, and in files that the user chose to ignore. */
  readonly forRules: (file: ParsedFile, context: FileContext) => RuleContext | undefined;
  /** Undefined if rules apply to the file. */
  readonly whyNoRules: (file: ParsedFile, context: FileContext) => SilenceReason | undefined;
  readonly forFixes: (file: ParsedFile, context: FileContext) => ReferenceFacts;
  readonly explanation: (file: ParsedFile, offset: number, context: FileContext) => Explanation | undefined;
}

export function createAnalysisContext(facts: Facts): AnalysisContext {
  const known = createKnowAgent();
  const english = createSpeech();
  const say = ({ speech = english }: FileContext): Say => speech.say;

  return {
    say,
    known,
    whyNoRules: (file, context) => whyNoRules(context) ?? facts.whyNotAnalyzed(file),
    forRules: (file, context) => {
      const { agent, project } = context;
      if (agent === undefined || whyNoRules(context) !== undefined) return undefined;
      return {
        file,
        agent,
        say: say(context),
        known: known(context),
        references: facts.references(file, project),
        uses: () => facts.uses(file, project),
        origins: (of) => facts.writtenNames(file, of, project),
        ...ruleInputs(context),
      };
    },
    forFixes: (file, { project }) => ({
      fieldsUsed: (of) => facts.fieldsUsed(file, of),
      spelled: (content, name) => facts.spelled(file, content, name),
      writtenAt: (of) => writtenAt(file, facts.derivations(file, of, project)),
    }),
    explanation: (file, offset, context) => {
      const { project } = context;
      const references = facts.references(file, project);
      return explain(file, references, offset, (of) => facts.derivations(file, of, project), say(context));
    },
  };
}

function whyNoRules({ agent, ignored }: FileContext): SilenceReason | undefined {
  if (agent === undefined) return 'no-agent';
  return ignored === true ? 'ignored' : undefined;
}
