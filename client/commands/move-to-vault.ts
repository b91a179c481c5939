import * as vscode from 'vscode';
import { agentOfFile } from '../agents/agent-of-file.ts';
import type { App } from '../app/app.ts';
import { showCreateSecretPanel } from '../panels/create-secret-panel.ts';
import type { HeldLiteral } from '../language/held-literal.ts';
import { variableBefore } from '../snippets/snippet.ts';
import { literalPlace, readLiteral } from './literal-of-command.ts';
import { moveToEnvironment } from './move-to-environment.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInAccount } from '../app/signed-in-account.ts';
import { secretOfAgentIn } from './subject.ts';

/**
 * Opens the Create panel for a literal, of a finding or at the cursor. The panel never receives the text.
 * Where the code cannot read a secret of the agent, offers an environment secret instead.
 */
export async function moveToVault(app: App, argument?: unknown): Promise<void> {
  const place = literalPlace(argument);
  const literal = place && (await readLiteral(app, place));
  if (!literal) return;
  const name = secretOfAgentIn(argument)?.name ?? variableBefore(literal.lineBefore);
  if (!literal.seesConversation) return offerEnvironment(app, literal, name);
  const account = await signedInAccount(app, 'secrets:write');
  if (!account) return;
  const agentId =
    secretOfAgentIn(argument)?.agentId ?? (await agentOfFile(app, vscode.Uri.parse(place.uri)))?.agentId;
  const { fields } = literal;
  const prefill = {
    name: fields.length > 0 ? '' : name,
    agentIds: agentId === undefined ? [] : [agentId],
    fields,
    literal,
  };
  await withErrorMessage(app, () => showCreateSecretPanel(app.panels, account, prefill));
}

/** Module-level code and default values run before there is a conversation. */
async function offerEnvironment(app: App, literal: HeldLiteral, name: string): Promise<void> {
  const why = vscode.l10n.t(
    '`conv` is not available here, so agent secrets cannot be read. (In JavaScript, the function must also be `async`.)',
  );
  if (literal.fields.length > 0) {
    void vscode.window.showWarningMessage(why);
    return;
  }
  const move = vscode.l10n.t('Move to My Environment…');
  const detail = vscode.l10n.t(
    'Move the text into a function that takes "conv", or make it an environment secret.',
  );
  if ((await vscode.window.showWarningMessage(`${why} ${detail}`, move)) === move)
    await moveToEnvironment(app, literal, name);
}
