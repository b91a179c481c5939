import type { Analyzer, AnalyzerOptions, SourceText } from './analyzer.ts';
import { createKnowAgent } from './catalog/known-agent.ts';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { findings } from './features/findings.ts';
import { hover } from './features/hover.ts';
import type { Language } from './languages/language.ts';
import { createLanguages } from './languages/languages.ts';
import type { SecretReference } from './reference.ts';
import { isGenerated } from './source/language-id.ts';
import type { ParsedFile } from './source/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';

/** Longer texts are no source that people wrote; they are not parsed, and nothing is found in them. */
const maximumLength = 5_000_000;

export function createAnalyzer(options: AnalyzerOptions = {}): Analyzer {
  const languages = createLanguages(options.functions ?? []);
  const know = createKnowAgent();
  const known = new WeakMap<ParsedFile, readonly SecretReference[]>();

  const languageFor = (file: SourceText): Language | undefined =>
    isGenerated(file.uri) || file.text.length > maximumLength ? undefined : languages.get(file.languageId);

  const references = (file: ParsedFile): readonly SecretReference[] => {
    const found = known.get(file) ?? findReferences(file, languageFor(file));
    known.set(file, found);
    return found;
  };

  return {
    mayHoldReferences: (text, languageId) => languages.get(languageId)?.mayHoldReferences(text) ?? false,
    parse: (source, previous, changes) => {
      const syntax = languageFor(source);
      const canReuse = previous instanceof SourceFile && changes !== undefined;
      return canReuse ? previous.changed(source, syntax, changes) : new SourceFile(source, syntax);
    },
    references,
    findings: (file, context) =>
      findings(file, references(file), know(context)).map(({ finding }) => finding),
    complete: (file, offset, context) => {
      const language = languageFor(file);
      const site = file instanceof SourceFile ? language?.completionSite(file, offset) : undefined;
      return completion(file, site, know(context), () => references(file));
    },
    hover: (file, offset, context) => hover(file, references(file), offset, know(context)),
    codeActions: (file, range, context) =>
      codeActions(file, references(file), range, know(context), (reference) =>
        file instanceof SourceFile ? (languageFor(file)?.fieldsUsed(file, reference) ?? []) : [],
      ),
  };
}

function findReferences(file: ParsedFile, language: Language | undefined): readonly SecretReference[] {
  if (language === undefined || !(file instanceof SourceFile)) return [];
  return language.mayHoldReferences(file.text) ? language.references(file) : [];
}
