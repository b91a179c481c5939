import * as vscode from 'vscode';
import { kindOf, runTool, type ToolName } from '../../assistants/index.ts';
import { isRecord, isText } from '../../contracts/guards.ts';
import type { App } from '../app/app.ts';
import { askForValue, isUsableValue } from '../commands/ask-for-value.ts';
import { isEnabled } from '../common/configuration.ts';
import { confirms } from '../panels/confirm.ts';
import { createEditorHost, type ValueToAsk } from './editor-host.ts';
import { quoted } from './quoted.ts';
import { findInWorkspace, workspacePath } from './workspace-paths.ts';

/** Registers the tools for AI assistants. The manifest describes them to models. */
export function registerTools(app: App): vscode.Disposable[] {
  const host = createEditorHost({
    session: app.session,
    agents: () => app.currentAgent.all(),
    nearest: (name, names) => app.languageClient.nearest(name, names),
    code: {
      uses: (agentId) => app.languageClient.usesSoon(agentId),
      findings: (agentId) => app.languageClient.findingsSoon(agentId),
      pathOf: workspacePath,
      find: findInWorkspace,
    },
    askForValue: askAsAssistant,
    stored: (name) => {
      void app.environment.refresh();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) "{0}" saved', name), 5000);
    },
    reportBug: (error) => app.log.error('A tool for assistants failed.', kindOf(error)),
  });
  return tools.map((name) =>
    vscode.lm.registerTool<unknown>(name, {
      // For a value, the input box is the consent.
      ...(name === 'request_access' && { prepareInvocation: ({ input }) => confirmRequest(app, input) }),
      invoke: async ({ input }, token) => {
        // The manifest hides the tool, but other extensions can still call it.
        if (!isEnabled(name)) throw new Error('The user has turned off this tool in the settings.');
        const answer = await untilCancelled(token, (signal) => runTool(name, input, host, signal));
        // The editor passes an error's message to the model.
        if ('problem' in answer) throw new Error(answer.problem);
        const text = new vscode.LanguageModelTextPart(JSON.stringify(answer.result));
        return new vscode.LanguageModelToolResult([text]);
      },
    }),
  );
}

const tools = [
  'list_agent_secrets',
  'check_secret_access',
  'find_secret_references',
  'request_access',
  'request_secret',
] as const satisfies readonly ToolName[];

/** Before a request to an admin, shows the user what the assistant would send in their name. */
async function confirmRequest({ currentAgent }: App, input: unknown) {
  if (!isRecord(input) || !isText(input['name']) || !isText(input['reason'])) return undefined;
  const agents = (await currentAgent.all()).map(({ agentId }) => agentId).join(', ');
  const agent = isText(input['agent']) ? input['agent'] : agents;
  const sentence = vscode.l10n.t(
    'An assistant asks the account admins on your behalf to give "{0}" access to "{1}". The assistant’s reason: "{2}"',
    ...[agent, input['name'], input['reason']].map(quoted),
  );
  const place = isText(input['place']) ? [`"${quoted(input['place'])}"`] : [];
  return {
    confirmationMessages: {
      title: vscode.l10n.t('Request Access?'),
      message: new vscode.MarkdownString().appendText([sentence, ...place].join('\n\n')),
    },
  };
}

async function askAsAssistant(
  { name, purpose, replaces }: ValueToAsk,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (replaces && !(await confirmsReplacement(name))) return undefined;
  return askForValue(vscode.l10n.t('An Assistant Asks for the Value of {0}', name), isUsableValue, {
    prompt: vscode.l10n.t(
      'The value goes straight to the vault; the assistant never sees it. The assistant’s reason: "{0}"',
      quoted(purpose),
    ),
    ...(signal && { signal }),
  });
}

function confirmsReplacement(name: string): Promise<boolean> {
  const question = vscode.l10n.t('An assistant asks you to replace the value of {0}.', name);
  return confirms(question, vscode.l10n.t('Replace'));
}

async function untilCancelled<T>(
  token: vscode.CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancelled = new AbortController();
  if (token.isCancellationRequested) cancelled.abort();
  const subscription = token.onCancellationRequested(() => cancelled.abort());
  try {
    return await work(cancelled.signal);
  } finally {
    subscription.dispose();
  }
}
