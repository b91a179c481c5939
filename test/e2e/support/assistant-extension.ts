// An extension for VS Code that acts as an AI assistant: it does what the test orders, one thing at a time. It runs
// in a process and in a browser.
import * as vscode from 'vscode';
import type { Order, Outcome } from './editor-assistant.ts';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const url = vscode.workspace.getConfiguration('testAssistant').get('url', '');
  const ended = new AbortController();
  subscriptions.push({ dispose: () => ended.abort() });
  void follow(url, ended.signal);
}

async function follow(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(`${url}/orders`, { signal });
    const { id, order } = (await answer.json()) as { readonly id: number; readonly order: Order };
    void carryOut(order).then((outcome) =>
      fetch(`${url}/outcomes/${id}`, { method: 'POST', body: JSON.stringify(outcome) }),
    );
  }
}

async function carryOut(order: Order): Promise<Outcome> {
  try {
    return { text: await textOf(order) };
  } catch (error) {
    return { error: String(error) };
  }
}

async function textOf(order: Order): Promise<string> {
  switch (order.what) {
    case 'tools':
      return JSON.stringify(vscode.lm.tools);
    case 'skills':
      return JSON.stringify(await vscode.commands.executeCommand('_listExtensionPromptFiles'));
    case 'set':
      await vscode.workspace
        .getConfiguration()
        .update(order.setting, order.value, vscode.ConfigurationTarget.Global);
      return '';
    case 'call': {
      const { tool, input } = order;
      const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
      return content
        .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '?'))
        .join('');
    }
  }
}
