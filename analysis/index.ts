/** The public API of the analysis. Other code imports only from this file. */
export type { Analyzer, SourceText } from './model/analyzer.ts';
export type {
  CodeAction,
  CodeLens,
  Completion,
  CompletionKind,
  DocumentLink,
  FeatureCommand,
  Hover,
  InlayHint,
  SecretSymbol,
  TextEdit,
} from './model/feature-types.ts';
export type { Derivation, DerivationStep, Explanation } from './model/reference.ts';
export type { Finding, RelatedPlace, Severity } from './model/finding.ts';
export type { FileContext, ProjectFiles } from './model/file-context.ts';
export type { Silence, SilenceReason } from './model/finding.ts';
export type { Span, TextChange } from './model/parsed-file.ts';
export type { Dialect, SecretReference } from './model/reference.ts';
export type { ParsedFile, Position } from './model/parsed-file.ts';
export type { Credential, DetectCredentials } from './model/file-context.ts';
export { mayMatter } from './text-checks.ts';
export { mentions } from './project/word-places.ts';
export { NameSearch, nearestNames } from './catalog/nearest-names.ts';
export { movableLiteral, snippetPlace } from './features/on-demand.ts';
export { findCredentials } from './hardcoded/find-credentials.ts';
export { mayHoldCredentials } from './hardcoded/may-hold-credentials.ts';
export { type AnalyzerOptions, createAnalyzer } from './create-analyzer.ts';
export { tooFarSentence } from './flow/step-budget.ts';
export { createAnalyzerByFile, type FunctionsByFile } from './analyzer-by-file.ts';
export { noProjectFunctions, type ProjectFunctions } from './libraries/project-functions.ts';
export { parseAgentProject, type AgentProjectResult } from './project/agent-project.ts';
export { ProjectFileStore } from './project/project-file-store.ts';
export {
  type FileSettings,
  parseProjectSettings,
  type ProjectSettings,
  projectSettingsFileName,
  readRuleSettings,
  settingsFor,
} from './project/project-settings.ts';
export { createWorkspaceIndex, type WorkspaceIndex } from './project/workspace-index.ts';
export { rules } from './rules/index.ts';
export { isCredential, shownName } from './rules/rule.ts';
export { RecentFiles } from './project/recent-files.ts';
export { moduleUri } from './project/module-uri.ts';
export { filesMeant as scriptsMeant } from './flow/javascript/files-meant.ts';
export { isTestFile } from './project/test-files.ts';
export { disguiseIn } from './disguised-code.ts';
export { looseReaders, mentionsReader } from './loose-readers.ts';
export { loadsVariables } from './syntax/environment-variables.ts';
export { decodeSource, utf16Of } from './source/decode-source.ts';
export { isAgentSettings, isGenerated, languageOf } from './source/language-id.ts';
export { createUserLanguage, type UserLanguage } from './model/user-language.ts';
