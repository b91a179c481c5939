import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import type { RunnableFunction } from '../../contracts/lsp-messages.ts';
import type { App } from '../app/app.ts';
import { isEnabled } from '../common/configuration.ts';
import { toRange } from '../common/show-places.ts';
import { languages } from '../language/language-client.ts';
import type { FunctionArgument } from './function.ts';

/**
 * **Run**, **Debug** and **Run with Fakes** above functions and scripts. Not available in a browser, which
 * cannot run programs.
 */
export function registerRunLenses({ programs, languageClient, currentAgent }: App): vscode.Disposable[] {
  if (!programs) return [];
  const changes = new vscode.EventEmitter<void>();
  const refresh = (): void => changes.fire();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changes.event,
    provideCodeLenses: async (document) => {
      if (!isEnabled('runLens', document)) return [];
      const functions = await languageClient.functions(document.uri);
      return functions.flatMap((one) => lensesOf(document.uri, one));
    },
  };
  return [
    changes,
    vscode.languages.registerCodeLensProvider(
      languages.map((language) => ({ language, scheme: 'file' })),
      provider,
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('agentSecrets.codeLens')) refresh();
    }),
    currentAgent.onDidChangeProjects(refresh),
  ];
}

/** Scripts have no **Run with Fakes**, because they read variables, not an agent's secrets. */
function lensesOf(uri: vscode.Uri, { name, range }: RunnableFunction): vscode.CodeLens[] {
  const argument: FunctionArgument = { uri: uri.toString(), ...(name !== undefined && { name }) };
  const place = toRange(range);
  const lens = (title: string, tooltip: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(place, { title, tooltip, command, arguments: [argument] });
  const shown = name ?? vscode.workspace.asRelativePath(uri);
  return [
    lens(
      vscode.l10n.t('Run'),
      vscode.l10n.t('Run {0} with the secrets of its agent', shown),
      commandIds.runFunction,
    ),
    lens(
      vscode.l10n.t('Debug'),
      vscode.l10n.t('Debug {0} with the secrets of its agent', shown),
      commandIds.debugFunction,
    ),
    ...(name === undefined
      ? []
      : [
          lens(
            vscode.l10n.t('Run with Fakes'),
            vscode.l10n.t('Run {0} with fake values, without a vault', shown),
            commandIds.runFunctionWithFakes,
          ),
        ]),
  ];
}
