import { createAnalysisContext } from './analysis-context.ts';
import type { Analyzer } from './model/analyzer.ts';
import { codeActions, fixAll } from './features/code-actions.ts';
import { codeLenses } from './features/code-lens.ts';
import {
  createVariablesInProject,
  knownVariables,
  type KnownVariables,
} from './features/complete-variables.ts';
import { completion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { documentHighlights } from './features/document-highlights.ts';
import { documentLinks } from './features/document-links.ts';
import { explainSilence, silence } from './features/explain-silence.ts';
import { findings } from './features/findings.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { namesAt } from './features/reference-at.ts';
import { runnableFunctions } from './features/runnable-functions.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { workspaceSymbols } from './features/workspace-symbols.ts';
import { createFacts } from './facts.ts';
import { StepBudget } from './flow/step-budget.ts';
import type { CompletionTarget } from './source/language.ts';
import { createLanguages } from './languages/languages.ts';
import type { Place, Range } from '../contracts/lsp-messages.ts';
import type { SecretReference } from './model/reference.ts';
import type { ParsedFile } from './model/parsed-file.ts';
import type { Span } from './model/span.ts';

export interface AnalyzerOptions {
  /**
   * Additional functions that take a secret's name as first argument, by last or dotted name:
   * `my_utils.read_secret`.
   */
  readonly functions?: readonly string[];
  /** Limits how far names are followed. */
  readonly budget?: StepBudget;
  /** Called once for each place where following a name took too many steps; see {@link tooFarSentence}. */
  readonly gaveUp?: (place: Place) => void;
}

export function createAnalyzer(options: AnalyzerOptions = {}): Analyzer {
  const languages = createLanguages(options.functions ?? [], options.budget ?? new StepBudget());
  const facts = createFacts(languages, options.gaveUp);
  const { say, known, forRules, whyNoRules, forFixes, explanation } = createAnalysisContext(facts);
  const readIn = createVariablesInProject();

  return {
    mayHoldReferences: (text, languageId, dialect) =>
      languages.get(languageId)?.mayHoldReferences(text, dialect) ?? false,
    parse: (source, previous, changes) => facts.parse(source, previous, changes),
    prepare: (file, project) => facts.prepare(file, project),
    references: (file, project) => facts.references(file, project),
    findings: (file, context) => {
      const rules = forRules(file, context);
      return rules ? findings(rules, context.rules).map(({ finding }) => finding) : [];
    },
    complete: (file, offset, context, isAsked = true) => {
      const variables = (target: CompletionTarget): KnownVariables =>
        knownVariables(file, target, context, facts.references(file, context.project), readIn);
      return completion(facts.completionSite(file, offset), {
        file,
        known: known(context),
        say: say(context),
        isAsked,
        variables,
      });
    },
    hover: (file, offset, context) =>
      hover(file, facts.references(file, context.project), offset, {
        known: known(context),
        say: say(context),
        variables: context.knowledge?.environment,
        explain: () => explanation(file, offset, context),
      }),
    codeActions: (file, range, context) => {
      const rules = forRules(file, context);
      return rules ? codeActions(rules, spanOf(file, range), forFixes(file, context), context.rules) : [];
    },
    fixAll: (file, context) => {
      const rules = forRules(file, context);
      return rules ? fixAll(rules, forFixes(file, context), context.rules) : [];
    },
    definition: (file, offset, context) => definition(file, explanation(file, offset, context)),
    explain: explanation,
    explainSilence: (file, offset, context) => {
      const reason = whyNoRules(file, context);
      const rules = reason === undefined ? forRules(file, context) : undefined;
      return rules
        ? explainSilence(rules, offset, context.rules)
        : [silence(reason ?? 'not-analyzed', say(context))];
    },
    documentHighlights: (file, offset, { project }) =>
      documentHighlights(file, facts.references(file, project), offset),
    namesAt: (file, offset, context) =>
      namesAt(facts.references(file, context.project), offset, known(context)),
    codeLenses: (file, context) => {
      if (context.agent === undefined) return [];
      const references = facts.references(file, context.project);
      return codeLenses(file, references, (of) => facts.surroundings(file, of).functionName, say(context));
    },
    runnableFunctions: (file, { agent }) =>
      agent === undefined ? [] : runnableFunctions(file, agent.rootUri, () => facts.topFunctions(file)),
    inlayHints: (file, range, context) => {
      const references = facts.references(file, context.project);
      const variableOf = (of: SecretReference): Span | undefined => facts.surroundings(file, of).variable;
      return inlayHints(file, references, spanOf(file, range), known(context), variableOf);
    },
    documentLinks: (file, context) =>
      documentLinks(file, facts.references(file, context.project), context.agent, say(context)),
    semanticTokens: (file, range, { project }) =>
      semanticTokens(file, facts.references(file, project), spanOf(file, range)),
    workspaceSymbols,
  };
}

function spanOf(file: ParsedFile, { start, end }: Range): Span {
  return { start: file.offsetAt(start), end: file.offsetAt(end) };
}
