import type * as lsp from 'vscode-languageserver';
import type { Analyzer, FileContext, ParsedFile, UserLanguage } from '../analysis/index.ts';
import type { SecretOfAgent } from '../contracts/ids.ts';
import { serverCommandIds } from '../contracts/server-command-ids.ts';
import type { Translate } from '../contracts/words.ts';

/**
 * Additional actions for the reference at `offset`. They change nothing, so they are neither fixes nor
 * refactorings; editors list actions without a kind under "More Actions". They are offered only when the user
 * opens the menu, so that not every name shows a light bulb.
 */
export function commandActions(
  analyzer: Analyzer,
  file: ParsedFile,
  offset: number,
  context: FileContext,
  { translate }: UserLanguage,
): readonly lsp.CodeAction[] {
  if (analyzer.documentHighlights(file, offset, context).length === 0) return [];
  const [name, ...others] = analyzer.namesAt(file, offset, context);
  const { agent } = context;
  const canShow = name !== undefined && others.length === 0 && agent !== undefined;
  const show = canShow ? [showAction({ name, agentId: agent.agentId }, translate)] : [];
  return [explainAction(translate), ...show];
}

function explainAction(translate: Translate): lsp.CodeAction {
  const title = translate('Explain this reference');
  return { title, kind: '', command: { title, command: serverCommandIds.explainReference } };
}

function showAction(argument: SecretOfAgent, translate: Translate): lsp.CodeAction {
  const title = translate('Show "{name}" in the Secrets view', { name: argument.name });
  return {
    title,
    kind: '',
    command: { title, command: serverCommandIds.showInSecretsView, arguments: [argument] },
  };
}
