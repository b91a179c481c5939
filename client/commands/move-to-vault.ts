import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { App } from '../app.ts';
import { placesIn } from '../explain-model.ts';
import { showCreateSecretPanel } from '../panels/create-secret-panel.ts';
import { HeldLiteral } from '../panels/literal.ts';
import type { LiteralProblem } from '../panels/literal-model.ts';
import { variableBefore } from '../snippet-model.ts';
import { reported } from './reported.ts';
import { signedInAccount } from './signed-in-account.ts';
import { secretOfAgentIn } from './subject.ts';

/** Opens the Create panel for a literal: of a finding, or at the cursor. The panel never gets the text. */
export async function moveToVault(app: App, argument?: unknown): Promise<void> {
  const account = await signedInAccount(app, 'secrets:write');
  const place = placeOf(argument) ?? selectedPlace();
  if (!account || !place) return;
  const literal = await HeldLiteral.at(place);
  if (typeof literal === 'string') {
    void vscode.window.showWarningMessage(problemText(literal));
    return;
  }
  const given = secretOfAgentIn(argument);
  const agentId = given?.agentId ?? app.currentAgent.agent?.agentId;
  const name = given?.name ?? variableBefore(literal.lineBefore);
  const prefill = { name, agentIds: agentId === undefined ? [] : [agentId], fields: [], literal };
  await reported(app, () => showCreateSecretPanel(app.panels, account, prefill));
}

/** Any extension may run a command with anything. */
function placeOf(argument: unknown): Place | undefined {
  if (typeof argument !== 'object' || argument === null || !('literal' in argument)) return undefined;
  const { literal } = argument;
  if (typeof literal !== 'object' || literal === null || !('uri' in literal) || !('range' in literal))
    return undefined;
  return placesIn({ uri: literal.uri, ranges: [literal.range] })[0];
}

function selectedPlace(): Place | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { start, end } = editor.selection;
  return { uri: editor.document.uri.toString(), range: { start, end } };
}

function problemText(problem: LiteralProblem): string {
  switch (problem) {
    case 'no-literal':
      return vscode.l10n.t('Put the cursor into the text in quotes that shall move into the vault.');
    case 'not-plain':
      return vscode.l10n.t(
        'Only a plain text in quotes can move: one line, without escapes and placeholders.',
      );
    case 'no-conv':
      return vscode.l10n.t(
        'A secret is read through the conversation: move the text into a function that gets “conv” first (in JavaScript an async one).',
      );
  }
}
