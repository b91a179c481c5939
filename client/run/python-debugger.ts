import * as vscode from 'vscode';

const pythonDebugger = 'ms-python.debugpy';

/** Whether what debugs this type is there; else says which extension to install. The editor debugs Node.js itself. */
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
