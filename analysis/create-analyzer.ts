import { createKnowAgent } from './catalog/known-agent.ts';
import type { Explanation, FoundDerivation, SecretReference } from './model/reference.ts';
import { asContradicted, explain, writtenAt } from './features/explain.ts';
import type { FileContext, ProjectFiles } from './model/file-context.ts';
import type { SilenceReason } from './model/finding.ts';
import { type RuleContext, ruleInputs } from './rules/rule.ts';
import { type Translate } from '../contracts/words.ts';
import { createUserLanguage } from './model/user-language.ts';
import type { CompletionTarget, Surroundings } from './source/language.ts';
import { codeActions, fixAll } from './features/code-actions.ts';
import type { FixContext } from './fixes/fix.ts';
import type { Analyzer } from './model/analyzer.ts';
import { codeLenses } from './features/code-lens.ts';
import {
  createVariablesInProject,
  knownVariables,
  type KnownVariables,
} from './features/complete-variables.ts';
import { completion } from './features/completion.ts';
import { definition, documentHighlights, documentLinks, workspaceSymbols } from './features/navigation.ts';
import { explainSilence, silence } from './features/on-demand.ts';
import { findings, suppressions } from './features/findings.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { namesAt } from './features/reference-at.ts';
import { runnableFunctions } from './features/runnable-functions.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { createFacts } from './facts.ts';
import { StepBudget } from './flow/step-budget.ts';
import { createLanguages } from './languages/languages.ts';
import { noProjectFunctions, type ProjectFunctions } from './libraries/project-functions.ts';
import type { Place, Range } from '../contracts/lsp-messages.ts';
import type { ParsedFile, Span } from './model/parsed-file.ts';

export interface AnalyzerOptions {
  /** What the settings of the project say about functions. */
  readonly functions?: Partial<ProjectFunctions>;
  /** Limits how far names are followed. */
  readonly budget?: StepBudget;
  /** Called once for each place where following a name took too many steps. See {@link tooFarSentence}. */
  readonly gaveUp?: (place: Place) => void;
  /** Called for each file in which following values exceeded the limit of steps or calls. */
  readonly gaveUpOnValues?: (uri: string) => void;
}

export function createAnalyzer(options: AnalyzerOptions = {}): Analyzer {
  const languages = createLanguages(
    { ...noProjectFunctions, ...options.functions },
    options.budget ?? new StepBudget(),
  );
  const facts = createFacts(languages, options.gaveUp, options.gaveUpOnValues);
  const known = createKnowAgent();
  const readIn = createVariablesInProject();
  const english = createUserLanguage();
  const translate = ({ userLanguage = english }: FileContext): Translate => userLanguage.translate;

  /**
   * Undefined if no rules apply, which is the case outside agents and in files that the user chose to ignore.
   */
  const forRules = (file: ParsedFile, context: FileContext, pace?: 'early'): RuleContext | undefined => {
    const { agent, project } = context;
    if (agent === undefined || whyNoRules(context) !== undefined) return undefined;
    return {
      file,
      agent,
      translate: translate(context),
      known: known(context),
      ...(pace === 'early'
        ? { references: facts.certainReferences(file, project), uses: () => [], isEarly: true }
        : { references: facts.references(file, project), uses: () => facts.uses(file, project) }),
      origins: (of) =>
        (of.contradicted === true
          ? undefined
          : facts.ask(file, (language, source) => language.writtenNames?.(source, of, project))) ?? [],
      loadsVariables: () => project?.loadsVariables === true,
      ...ruleInputs(context),
    };
  };

  /** Undefined if names are not followed in this language. */
  const derivations = (
    file: ParsedFile,
    of: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly FoundDerivation[] | undefined =>
    of.contradicted === true
      ? asContradicted(file, of)
      : facts.ask(file, (language, source) => language.derivations?.(source, of, project));

  const forFixes = (file: ParsedFile, context: FileContext): FixContext => {
    const { project } = context;
    return {
      file,
      known: known(context),
      translate: translate(context),
      fieldsUsed: (of) => facts.ask(file, (language, source) => language.fieldsUsed(source, of)) ?? [],
      spelled: (content, name) =>
        facts.ask(file, (language, source) => language.spelled(source, content, name)),
      held: () => facts.held(file, project).map(({ span }) => span),
      writtenAt: (of) => writtenAt(file, derivations(file, of, project)),
    };
  };

  const explanation = (file: ParsedFile, offset: number, context: FileContext): Explanation | undefined => {
    const { project } = context;
    const references = facts.references(file, project);
    return explain(file, references, offset, (of) => derivations(file, of, project), translate(context));
  };

  const surroundings = (file: ParsedFile, of: SecretReference): Surroundings =>
    facts.ask(file, (language, source) => language.surroundings?.(source, of)) ?? {};

  return {
    mayHoldReferences: (text, languageId, dialect) =>
      languages.get(languageId)?.mayHoldReferences(text, dialect) ?? false,
    parse: (source, previous, changes) => facts.parse(source, previous, changes),
    prepare: (file, project) => facts.prepare(file, project),
    references: (file, project) => facts.references(file, project),
    uses: (file, project) => facts.uses(file, project),
    follow: (file, project) => facts.follow(file, project),
    isFollowed: (file, project) => facts.isFollowed(file, project),
    earlyFindings: (file, context) => {
      const rules = forRules(file, context, 'early');
      return rules ? findings(rules, context.rules).map(({ finding }) => finding) : [];
    },
    findings: (file, context) => {
      const rules = forRules(file, context);
      return rules ? findings(rules, context.rules).map(({ finding }) => finding) : [];
    },
    suppressions: (file, context) => {
      const rules = forRules(file, context);
      return rules ? suppressions(rules, context.rules) : [];
    },
    complete: (file, offset, context, isAsked = true) => {
      const variables = (target: CompletionTarget): KnownVariables =>
        knownVariables(file, target, context, facts.references(file, context.project), readIn);
      const site = facts.ask(file, (language, source) => language.completionSite(source, offset));
      return completion(site, {
        file,
        known: known(context),
        translate: translate(context),
        isAsked,
        isSignedOut: context.knowledge?.signedOut === true,
        variables,
      });
    },
    hover: (file, offset, context) =>
      hover(file, facts.references(file, context.project), offset, {
        known: known(context),
        translate: translate(context),
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
      const reason = whyNoRules(context) ?? facts.whyNotAnalyzed(file);
      const rules = reason === undefined ? forRules(file, context) : undefined;
      return rules
        ? explainSilence(rules, offset, (noted) => findings(noted, context.rules))
        : [silence(reason ?? 'not-analyzed', translate(context))];
    },
    documentHighlights: (file, offset, { project }) =>
      documentHighlights(file, facts.references(file, project), offset),
    namesAt: (file, offset, context) =>
      namesAt(facts.references(file, context.project), offset, known(context)),
    codeLenses: (file, context) => {
      if (context.agent === undefined) return [];
      const references = facts.references(file, context.project);
      return codeLenses(file, references, (of) => surroundings(file, of).functionName, translate(context));
    },
    runnableFunctions: (file, { agent }) =>
      agent === undefined
        ? []
        : runnableFunctions(
            file,
            agent.rootUri,
            () => facts.ask(file, (language, source) => language.topFunctions?.(source)) ?? [],
          ),
    inlayHints: (file, range, context) => {
      const references = facts.references(file, context.project);
      const variableOf = (of: SecretReference): Span | undefined => surroundings(file, of).variable;
      return inlayHints(file, references, spanOf(file, range), known(context), variableOf);
    },
    documentLinks: (file, context) =>
      documentLinks(file, facts.references(file, context.project), context.agent, translate(context)),
    semanticTokens: (file, range, { project }) =>
      semanticTokens(file, facts.references(file, project), spanOf(file, range)),
    workspaceSymbols,
  };
}

function whyNoRules({ agent, ignored }: FileContext): SilenceReason | undefined {
  if (agent === undefined) return 'no-agent';
  return ignored === true ? 'ignored' : undefined;
}

function spanOf(file: ParsedFile, { start, end }: Range): Span {
  return { start: file.offsetAt(start), end: file.offsetAt(end) };
}
