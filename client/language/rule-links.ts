import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';

/** The editor runs no commands from the links of findings, but it opens documents of any scheme. */
const scheme = 'agent-secrets-rule';

/** Makes the code of a finding link to the rule's page in the package, which opens without a network. */
export function linkToPackage(diagnostic: vscode.Diagnostic): void {
  const { code } = diagnostic;
  if (typeof code !== 'object') return;
  diagnostic.code = { ...code, target: vscode.Uri.from({ scheme, path: `/${code.value}` }) };
}

/** Shows the preview of a page instead of the document to which the links lead. */
export function registerRuleLinks(): vscode.Disposable[] {
  return [
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: () => '' }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor?.document.uri.scheme === scheme) void showPage(editor.document.uri);
    }),
  ];
}

async function showPage(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand(commandIds.openRulePage, uri.path.slice(1));
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const left = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === scheme,
  );
  await vscode.window.tabGroups.close(left);
}
