import type { AgentFinding } from '../contracts/agent-findings.ts';
import type * as lsp from 'vscode-languageserver';
import type {
  CodeAction,
  Completion,
  CompletionKind,
  FeatureCommand,
  Finding,
  Hover,
  RelatedPlace,
  Severity,
  UserLanguage,
  TextEdit,
} from '../analysis/index.ts';
import type { Place, Range } from '../contracts/lsp-messages.ts';
import { rulePage } from '../contracts/rule-settings.ts';

/*
 * Converts analysis results to the protocol. The numbers are copied from the protocol, because its package
 * would add 120 KB of unrelated code.
 */

export const diagnosticSource = 'agent-secrets';

export function toDiagnostic(finding: Finding): lsp.Diagnostic {
  return {
    range: toRange(finding.range),
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: rulePage(finding.rule) },
    source: diagnosticSource,
    message: finding.message,
    ...(finding.deprecated ? { tags: [deprecatedDiagnostic] } : {}),
    ...(finding.related.length > 0 ? { relatedInformation: finding.related.map(toRelated) } : {}),
  };
}

/** A finding in a file that may not be open. */
export function toDiagnosticOfAgent({ place, severity, rule, message }: AgentFinding): lsp.Diagnostic {
  return {
    range: toRange(place.range),
    severity: severities[severity],
    code: rule,
    codeDescription: { href: rulePage(rule) },
    source: diagnosticSource,
    message,
  };
}

function toRelated({ message, ...place }: RelatedPlace): lsp.DiagnosticRelatedInformation {
  return { location: toLocation(place), message };
}

/** Undefined if the item only runs a command and the client has reported that it has no commands. */
export function toCompletionItem(
  completion: Completion,
  { commands, insertReplace, labelDetails }: CompletionSupport,
): lsp.CompletionItem | undefined {
  if (completion.kind === 'action' && !commands) return undefined;
  return {
    label: completion.label,
    kind: completionKinds[completion.kind],
    detail: completion.detail,
    sortText: completion.sortText,
    filterText: completion.filterText,
    textEdit: insertReplace ? toInsertReplace(completion) : toReplace(completion),
    ...(completion.documentation === '' ? {} : { documentation: markdown(completion.documentation) }),
    ...(completion.deprecated === true ? { tags: [deprecatedTag] } : {}),
    ...(completion.preselected === true ? { preselect: true } : {}),
    ...(labelDetails && completion.description !== undefined
      ? { labelDetails: { description: completion.description } }
      : {}),
    ...(completion.command && commands ? { command: toCommand(completion.command) } : {}),
  };
}

interface CompletionSupport {
  readonly commands: boolean;
  /**
   * Whether the user can choose between inserting a name and replacing the rest of the name after the cursor.
   */
  readonly insertReplace: boolean;
  /** Whether rows can show a description next to the label. */
  readonly labelDetails: boolean;
}

function toInsertReplace({ insert, replace, insertText }: Completion): lsp.InsertReplaceEdit {
  return { insert: toRange(insert), replace: toRange(replace), newText: insertText };
}

function toReplace({ replace, insertText }: Completion): lsp.TextEdit {
  return { range: toRange(replace), newText: insertText };
}

/** Other clients get no links, because they cannot run the commands. */
export function toHover({ range, markdown: text, commands }: Hover, hasCommands: boolean): lsp.Hover {
  const links = hasCommands ? commands.map((command) => `[${command.title}](${commandUri(command)})`) : [];
  const paragraphs = links.length === 0 ? [text] : [text, links.join(' · ')];
  return { range: toRange(range), contents: markdown(paragraphs.join('\n\n')) };
}

/** The argument is data, never code. Parentheses are encoded too, because they would end a Markdown link. */
export function commandUri({ id, argument }: FeatureCommand): string {
  const data = encodeURIComponent(JSON.stringify([argument]));
  return `command:${id}?${data.replaceAll('(', '%28').replaceAll(')', '%29')}`;
}

/** Undefined under the same condition as in {@link toCompletionItem}. */
export function toCodeAction(action: CodeAction, uri: string, commands: boolean): lsp.CodeAction | undefined {
  if (action.edit === undefined && !(action.command && commands)) return undefined;
  return {
    title: action.title,
    kind: action.kind,
    ...(action.finding ? { diagnostics: [toDiagnostic(action.finding)] } : {}),
    isPreferred: action.preferred,
    ...(action.edit ? { edit: toWorkspaceEdit(action.edit, uri) } : {}),
    ...(action.command && commands ? { command: toCommand(action.command) } : {}),
  };
}

/** Fixes all problems in the file that have exactly one clear fix, for `Fix All` and fix on save. */
export function toFixAll(
  edit: readonly TextEdit[],
  uri: string,
  { translate }: UserLanguage,
): lsp.CodeAction {
  const title = translate('Fix all Agent Secrets problems that have a single safe fix');
  return { title, kind: fixAllKind, edit: toWorkspaceEdit(edit, uri) };
}

export const fixAllKind = 'source.fixAll.agentSecrets';

export function toLocation({ uri, range }: Place): lsp.Location {
  return { uri, range: toRange(range) };
}

const severities = {
  error: 1,
  warning: 2,
  information: 3,
  hint: 4,
} as const satisfies Readonly<Record<Severity, lsp.DiagnosticSeverity>>;

/** `Value`, `Field`, `Variable` and `Event` of the protocol. */
const completionKinds = {
  secret: 12,
  field: 5,
  variable: 6,
  action: 23,
} as const satisfies Readonly<Record<CompletionKind, lsp.CompletionItemKind>>;

const deprecatedTag = 1 satisfies lsp.CompletionItemTag;
const deprecatedDiagnostic = 2 satisfies lsp.DiagnosticTag;

function toCommand({ id, title, argument }: FeatureCommand): lsp.Command {
  return { command: id, title, ...(argument && { arguments: [argument] }) };
}

function toWorkspaceEdit(edit: readonly TextEdit[], uri: string): lsp.WorkspaceEdit {
  const edits = edit.map(({ range, newText }) => ({ range: toRange(range), newText }));
  return { changes: { [uri]: edits } };
}

export function markdown(value: string): lsp.MarkupContent {
  return { kind: 'markdown', value };
}

export function toRange({ start, end }: Range): lsp.Range {
  return { start: { ...start }, end: { ...end } };
}
