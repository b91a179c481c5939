import * as vscode from 'vscode';

const pythonDebugger = 'ms-python.debugpy';

/**
 * Whether a debugger of this type is installed; else shows which extension to install. The editor includes
 * one for Node.js.
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
