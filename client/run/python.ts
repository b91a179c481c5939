import * as vscode from 'vscode';

/** The interpreter that the user has selected for the file, if an extension provides one. */
export async function pythonFor(file: vscode.Uri, otherwise: string): Promise<string> {
  const extension = vscode.extensions.getExtension<unknown>('ms-python.python');
  const chosen = extension && pathFrom(await extension.activate(), file);
  return chosen ?? otherwise;
}

/** Validates the response, because it comes from another extension. */
function pathFrom(api: unknown, file: vscode.Uri): string | undefined {
  const environments = memberOf(api, 'environments');
  const ask = memberOf(environments, 'getActiveEnvironmentPath');
  if (typeof ask !== 'function') return undefined;
  const answer: unknown = Reflect.apply(ask, environments, [file]);
  const path = memberOf(answer, 'path');
  return typeof path === 'string' && path !== '' ? path : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const pythonDebugger = 'ms-python.debugpy';

/**
 * Whether a debugger of this type is installed; if not, shows which extension to install. The editor includes
 * a debugger for Node.js.
 */
export async function isInstalled(type: unknown): Promise<boolean> {
  if (type !== 'debugpy' || vscode.extensions.getExtension(pythonDebugger)) return true;
  const show = vscode.l10n.t('Show Extension');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('To debug Python, install the Python Debugger extension.'),
    show,
  );
  if (chosen === show) await vscode.commands.executeCommand('extension.open', pythonDebugger);
  return false;
}
