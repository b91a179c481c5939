import type { Analyzer, AnalyzerOptions, SourceText } from './analyzer.ts';
import { createKnowAgent } from './catalog/known-agent.ts';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { findings } from './features/findings.ts';
import { hover } from './features/hover.ts';
import { createFacts } from './facts.ts';
import { createLanguages } from './languages/languages.ts';
import type { FileContext } from './ports.ts';
import type { RuleContext } from './rules/rule.ts';
import type { ParsedFile } from './source/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';

export function createAnalyzer(options: AnalyzerOptions = {}): Analyzer {
  const languages = createLanguages(options.functions ?? []);
  const facts = createFacts(languages);
  const know = createKnowAgent();

  const ruleContext = (file: ParsedFile, context: FileContext): RuleContext | undefined => {
    const { agent, project } = context;
    if (agent === undefined) return undefined;
    const references = facts.references(file, project);
    return { file, agent, known: know(context), references, uses: () => facts.uses(file, project) };
  };

  return {
    mayHoldReferences: (text, languageId) => languages.get(languageId)?.mayHoldReferences(text) ?? false,
    parse: (source: SourceText, previous, changes) => {
      const syntax = facts.languageFor(source);
      const canReuse = previous instanceof SourceFile && changes !== undefined;
      return canReuse ? previous.changed(source, syntax, changes) : new SourceFile(source, syntax);
    },
    references: (file, project) => facts.references(file, project),
    findings: (file, context) => {
      const rules = ruleContext(file, context);
      return rules ? findings(rules, context.rules).map(({ finding }) => finding) : [];
    },
    complete: (file, offset, context) => {
      const language = facts.languageFor(file);
      const site = file instanceof SourceFile ? language?.completionSite(file, offset) : undefined;
      return completion(file, site, know(context), () => facts.references(file, context.project));
    },
    hover: (file, offset, context) =>
      hover(file, facts.references(file, context.project), offset, know(context)),
    codeActions: (file, range, context) => {
      const rules = ruleContext(file, context);
      const span = { start: file.offsetAt(range.start), end: file.offsetAt(range.end) };
      return rules ? codeActions(rules, span, (of) => facts.fieldsUsed(file, of), context.rules) : [];
    },
  };
}
