import * as vscode from 'vscode';
import { agentOfFile } from '../agents/agent-of-file.ts';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { askForVariableName } from './ask-for-variable.ts';
import { placesIn } from './explain.ts';
import { secretOfAgentIn } from './subject.ts';
import { goneText, HeldLiteral, leftText } from '../language/held-literal.ts';
import { openCreate } from './panel-commands.ts';
import { variableBefore } from '../snippets/snippet.ts';
import { suggestedVariableName } from '../snippets/variable-name.ts';
import type { LiteralProblem, Place } from '../../contracts/lsp-messages.ts';

/**
 * Opens the Create panel for a literal, which a finding specifies or which is at the cursor. The panel never
 * receives the contents of the literal. If the code cannot read an agent secret at that location, offers an
 * environment secret instead.
 */
export async function moveToVault(app: App, argument?: unknown): Promise<void> {
  const place = literalPlace(argument);
  const literal = place && (await readLiteral(app, place));
  if (!literal) return;
  const name = secretOfAgentIn(argument)?.name ?? variableBefore(literal.lineBefore);
  if (!literal.seesConversation) return offerEnvironment(app, literal, name);
  const agentId =
    secretOfAgentIn(argument)?.agentId ?? (await agentOfFile(app, vscode.Uri.parse(place.uri)))?.agentId;
  const { fields } = literal;
  const prefill = {
    name: fields.length > 0 ? '' : name,
    agentIds: agentId === undefined ? [] : [agentId],
    fields,
    literal,
  };
  await openCreate(app, prefill);
}

/** Stores a literal that a finding specifies or that is at the cursor as an environment secret. */
export async function moveLiteralToEnvironment(app: App, argument?: unknown): Promise<void> {
  const place = literalPlace(argument);
  const literal = place && (await readLiteral(app, place));
  if (!literal) return;
  if (literal.fields.length > 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('An environment secret is a single string. Select the part that is the credential.'),
    );
    return;
  }
  await moveToEnvironment(
    app,
    literal,
    secretOfAgentIn(argument)?.name ?? variableBefore(literal.lineBefore),
  );
}

/** Module-level code and default values run before a conversation exists. */
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

/**
 * Stores the literal as one of the user's environment secrets, and replaces it with code that reads the
 * variable.
 */
async function moveToEnvironment(app: App, literal: HeldLiteral, proposed: string): Promise<void> {
  const signedIn = await signedInVault(app, 'environment:own');
  const { value } = literal;
  if (!signedIn || typeof value !== 'string') return;
  const taken = app.environment.items.map(({ name }) => name);
  const title = vscode.l10n.t('Move to My Environment');
  const name = await askForVariableName(title, taken, suggestedVariableName(proposed || 'api_key'));
  if (name === undefined) return;
  if (!(await literal.isThere())) {
    void vscode.window.showWarningMessage(goneText());
    return;
  }
  await withErrorMessage(app, async () => {
    await signedIn.vault.createVariable({ name, value });
    const isReplaced = await literal.replace({ name, dialect: 'environment' });
    if (!isReplaced) void vscode.window.showWarningMessage(leftText(name));
    await app.environment.refresh();
  });
}

/**
 * The location of a finding's literal, or the selection. Any extension can run a command with any argument.
 */
function literalPlace(argument: unknown): Place | undefined {
  if (typeof argument !== 'object' || argument === null || !('literal' in argument)) return selectedPlace();
  const { literal } = argument;
  if (typeof literal !== 'object' || literal === null) return undefined;
  if (!('uri' in literal) || !('range' in literal)) return undefined;
  return placesIn({ uri: literal.uri, ranges: [literal.range] })[0];
}

/** The literal at the cursor; shows a message if no literal there can be moved. */
async function readLiteral({ languageClient }: App, place: Place): Promise<HeldLiteral | undefined> {
  const literal = await HeldLiteral.at(place, languageClient);
  if (typeof literal !== 'string') return literal;
  void vscode.window.showWarningMessage(problemText(literal));
  return undefined;
}

function selectedPlace(): Place | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { start, end } = editor.selection;
  return { uri: editor.document.uri.toString(), range: { start, end } };
}

function problemText(problem: LiteralProblem): string {
  const texts: Readonly<Record<LiteralProblem, string>> = {
    'no-literal': vscode.l10n.t('Put the cursor in the string that you want to move to the vault.'),
    'not-plain': vscode.l10n.t(
      'Only an entire plain string literal can be moved: one without escapes that is not a regular expression or part of concatenated literals.',
    ),
    'select-part': vscode.l10n.t('Select the part of this string that is the credential.'),
  };
  return texts[problem];
}
