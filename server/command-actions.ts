import type * as lsp from 'vscode-languageserver';
import type { Analyzer, FileContext, ParsedFile, Speech } from '../analysis/index.ts';
import type { SecretOfAgent } from '../contracts/ids.ts';
import { serverCommandIds } from '../contracts/server-command-ids.ts';

/**
 * Further actions for the reference at `offset`. They change nothing, so they are neither fixes nor
 * refactorings: without a kind, editors list them under "More Actions". Only offered when the user opens the
 * menu, so that not every name shows a light bulb.
 */
export function commandActions(
  analyzer: Analyzer,
  file: ParsedFile,
  offset: number,
  context: FileContext,
  { say }: Speech,
): readonly lsp.CodeAction[] {
  if (analyzer.documentHighlights(file, offset, context).length === 0) return [];
  const [name, ...others] = analyzer.namesAt(file, offset, context);
  const { agent } = context;
  const canShow = name !== undefined && others.length === 0 && agent !== undefined;
  const show = canShow ? [showAction({ name, agentId: agent.agentId }, say)] : [];
  return [explainAction(say), ...show];
}

function explainAction(say: Speech['say']): lsp.CodeAction {
  const title = say('Explain this reference');
  return { title, kind: '', command: { title, command: serverCommandIds.explainReference } };
}

function showAction(argument: SecretOfAgent, say: Speech['say']): lsp.CodeAction {
  const title = say('Show "{name}" in the Secrets view', { name: argument.name });
  return {
    title,
    kind: '',
    command: { title, command: serverCommandIds.revealSecret, arguments: [argument] },
  };
}
