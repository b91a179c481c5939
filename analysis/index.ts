/** The public face of the analysis; its users import from here only. */
export type { Analyzer, AnalyzerOptions, SourceText } from './analyzer.ts';
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
} from './features/feature-types.ts';
export { movableLiteral } from './features/movable-literal.ts';
export type { Derivation, DerivationStep, Explanation } from './derivation.ts';
export type { Finding, RelatedPlace, Severity } from './finding.ts';
export type { FileContext, ProjectFiles } from './ports.ts';
export type { Span, TextChange } from './source/span.ts';
export type { Dialect, SecretReference } from './reference.ts';
export type { ParsedFile, Position } from './source/parsed-file.ts';
export type { Credential, DetectCredentials } from './hardcoded/credential.ts';
export { findCredentials } from './hardcoded/find-credentials.ts';
export { mayHoldCredentials } from './hardcoded/may-hold-credentials.ts';
export { createAnalyzer } from './create-analyzer.ts';
export { tooFarSentence } from './too-far.ts';
export { createAnalyzerByFile, type FunctionsByFile } from './project/analyzer-by-file.ts';
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
export { ruleDocumentation } from './rules/documentation.ts';
export { rules } from './rules/index.ts';
export { isCredential, shownName } from './rules/shown-name.ts';
export { decodeSource, utf16Of } from './source/decode-source.ts';
export { isAgentSettings, isGenerated, languageOf } from './source/language-id.ts';
export { typeStub, utilsClassIn } from './types/type-stub.ts';
export { createSpeech, type Speech } from './words.ts';
