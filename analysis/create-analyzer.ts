import type { Analyzer, AnalyzerOptions, SourceText } from './analyzer.ts';
import { createKnowAgent } from './catalog/known-agent.ts';
import { codeActions, fixAll, type ReferenceFacts } from './features/code-actions.ts';
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
import { explain } from './features/explain.ts';
import { findings } from './features/findings.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { namesAt } from './features/reference-at.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { workspaceSymbols } from './features/workspace-symbols.ts';
import { writtenAt } from './features/written-at.ts';
import type { Explanation, FoundDerivation, WrittenName } from './derivation.ts';
import { createFacts } from './facts.ts';
import type { CompletionTarget } from './languages/language.ts';
import { createLanguages } from './languages/languages.ts';
import type { FileContext } from './ports.ts';
import type { Range } from '../contracts/lsp-messages.ts';
import type { SecretReference } from './reference.ts';
import { beside, type RuleContext } from './rules/rule.ts';
import type { ParsedFile } from './source/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';
import type { Span } from './source/span.ts';
import type { SecretUse } from './uses/secret-use.ts';
import { createSpeech, type Say } from './words.ts';

export function createAnalyzer(options: AnalyzerOptions = {}): Analyzer {
  const languages = createLanguages(options.functions ?? []);
  const facts = createFacts(languages);
  const know = createKnowAgent();
  const readIn = createVariablesInProject();
  const english = createSpeech();
  const sayFor = ({ speech = english }: FileContext): Say => speech.say;

  const ruleContext = (file: ParsedFile, context: FileContext): RuleContext | undefined => {
    const { agent, project } = context;
    if (agent === undefined || context.ignored === true) return undefined;
    const references = facts.references(file, project);
    const uses = (): readonly SecretUse[] => facts.uses(file, project);
    const origins = (of: SecretReference): readonly WrittenName[] => facts.writtenNames(file, of, project);
    return {
      file,
      agent,
      say: sayFor(context),
      known: know(context),
      references,
      uses,
      origins,
      ...beside(context),
    };
  };

  const explanation = (file: ParsedFile, offset: number, context: FileContext): Explanation | undefined => {
    const { project } = context;
    const derive = (of: SecretReference): readonly FoundDerivation[] | undefined =>
      facts.derivations(file, of, project);
    return explain(file, facts.references(file, project), offset, derive, sayFor(context));
  };

  const factsOf = (file: ParsedFile, { project }: FileContext): ReferenceFacts => ({
    fieldsUsed: (of) => facts.fieldsUsed(file, of),
    writtenAt: (of) => writtenAt(file, facts.derivations(file, of, project)),
  });

  return {
    mayHoldReferences: (text, languageId, dialect) =>
      languages.get(languageId)?.mayHoldReferences(text, dialect) ?? false,
    parse: (source: SourceText, previous, changes) => {
      const syntax = facts.languageFor(source);
      const canReuse = previous instanceof SourceFile && changes !== undefined;
      if (!canReuse || !previous.leadsTo(source, changes)) return new SourceFile(source, syntax);
      const file = previous.changed(source, syntax, changes);
      facts.follows(file, previous, changes);
      return file;
    },
    references: (file, project) => facts.references(file, project),
    findings: (file, context) => {
      const rules = ruleContext(file, context);
      return rules ? findings(rules, context.rules).map(({ finding }) => finding) : [];
    },
    complete: (file, offset, context, isAsked = true) => {
      const language = facts.languageFor(file);
      const site = file instanceof SourceFile ? language?.completionSite(file, offset) : undefined;
      const variables = (target: CompletionTarget): KnownVariables =>
        knownVariables(file, target, context, facts.references(file, context.project), readIn);
      return completion(site, { file, known: know(context), say: sayFor(context), isAsked, variables });
    },
    hover: (file, offset, context) => {
      const references = facts.references(file, context.project);
      return hover(file, references, offset, {
        known: know(context),
        say: sayFor(context),
        variables: context.knowledge?.environment,
        explain: () => explanation(file, offset, context),
      });
    },
    codeActions: (file, range, context) => {
      const rules = ruleContext(file, context);
      return rules ? codeActions(rules, spanOf(file, range), factsOf(file, context), context.rules) : [];
    },
    fixAll: (file, context) => {
      const rules = ruleContext(file, context);
      return rules ? fixAll(rules, factsOf(file, context), context.rules) : [];
    },
    definition: (file, offset, context) => definition(file, explanation(file, offset, context)),
    explain: (file, offset, context) => explanation(file, offset, context),
    documentHighlights: (file, offset, { project }) =>
      documentHighlights(file, facts.references(file, project), offset),
    namesAt: (file, offset, context) =>
      namesAt(facts.references(file, context.project), offset, know(context)),
    codeLenses: (file, context) => {
      const { agent, project } = context;
      if (agent === undefined) return [];
      return codeLenses(
        file,
        facts.references(file, project),
        (of) => facts.surroundings(file, of).functionName,
        sayFor(context),
      );
    },
    inlayHints: (file, range, context) => {
      const references = facts.references(file, context.project);
      const variableOf = (of: SecretReference): Span | undefined => facts.surroundings(file, of).variable;
      return inlayHints(file, references, spanOf(file, range), know(context), variableOf);
    },
    documentLinks: (file, context) =>
      documentLinks(file, facts.references(file, context.project), context.agent, sayFor(context)),
    semanticTokens: (file, range, { project }) =>
      semanticTokens(file, facts.references(file, project), spanOf(file, range)),
    workspaceSymbols,
  };
}

function spanOf(file: ParsedFile, { start, end }: Range): Span {
  return { start: file.offsetAt(start), end: file.offsetAt(end) };
}
