import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { placeLines } from '../common/place-lines.ts';
import { translate } from '../common/translate.ts';
import { confirms } from '../panels/confirm.ts';
import { placeLabel, usesOfWorkspace } from '../panels/evidence.ts';
import { placesOfChoices } from '../panels/evidence-on-secret.ts';
import { lastReadOf } from '../session/last-read.ts';
import type { SignedIn } from '../session/session-state.ts';
import { relativeAge } from '../../contracts/relative-age.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import { type DeletionImpact, deletedText, impactLines } from './deletion-impact.ts';
import { doneOf } from './one-by-one.ts';
import { showDone } from './show-done.ts';
import { namesIn, pickSecret } from './subject.ts';

/**
 * Deletes the selected secrets of the account, after a single confirmation that shows who can read them, when
 * they were last read, and where this workspace reads them.
 */
export async function deleteSecret(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'secrets:write');
  if (!signedIn) return;
  const names = await namesToDelete(app, namesIn(argument, selected));
  if (names.length === 0) return;
  await withErrorMessage(app, async () => {
    const secrets = await secretsToDelete(app, signedIn, names);
    if (!(await confirmsDeletionOf(secrets.map(({ impact }) => impact)))) return;
    const tags = new Map(secrets.map(({ impact, etag }) => [impact.name, etag]));
    const { vault, accountId } = signedIn;
    const done = await doneOf(names, (name) =>
      vault.deleteSecret(accountId, name, tags.get(name) ?? 'unknown'),
    );
    app.session.changed();
    showDone(done, deletedText(done, translate));
  });
}

async function namesToDelete(app: App, given: readonly string[]): Promise<readonly string[]> {
  if (given.length > 0) return given;
  const picked = await pickSecret(app, vscode.l10n.t('Delete Which Secret?'));
  return picked === undefined ? [] : [picked];
}

/** With the ETags from before the confirmation, so that only the confirmed versions can be deleted. */
async function secretsToDelete(
  app: App,
  signedIn: SignedIn,
  names: readonly string[],
): Promise<readonly { readonly impact: DeletionImpact; readonly etag: string }[]> {
  const { vault, accountId } = signedIn;
  const [agentNames, uses] = await Promise.all([agentNamesOf(signedIn), usesOfWorkspace(app)]);
  const knowsReads = app.session.may('audit:read');
  return Promise.all(
    names.map(async (name) => {
      const reading = vault.secret(accountId, name);
      const [{ etag, agentIds }, places, lastRead] = await Promise.all([
        reading,
        app.languageClient.placesOf(name),
        reading.then((secret) => lastReadOf(knowsReads ? signedIn : undefined, secret)),
      ]);
      const agents = agentIds.map((agentId) => agentNames.get(agentId) ?? agentId);
      return {
        etag,
        impact: {
          name,
          agents,
          lastRead: lastRead && lastRead.at,
          places: places.map(placeLabel),
          maybe: placesOfChoices({ name, agentIds }, uses).map(placeLabel),
        },
      };
    }),
  );
}

/** IDs are shown if the names cannot be listed. */
async function agentNamesOf({ vault, accountId }: SignedIn): Promise<ReadonlyMap<string, string>> {
  const agents = await vault.agents(accountId).catch(() => []);
  return new Map(agents.map(({ agentId, agentName }) => [agentId, agentName]));
}

function confirmsDeletionOf(impacts: readonly DeletionImpact[]): Promise<boolean> {
  const [first] = impacts;
  const now = new Date();
  const ageOf = (time: string): string => relativeAge(time, now, vscode.env.language);
  const lines = impactLines(impacts, { t: translate, ageOf });
  const isOne = first && impacts.length === 1;
  const question = isOne
    ? vscode.l10n.t('Delete the secret "{0}"?', first.name)
    : vscode.l10n.t('Delete these {0} secrets?', impacts.length);
  const consequence = isOne
    ? vscode.l10n.t(
        'No agent can read it anymore. You can restore it for a week with Restore Deleted Secrets.',
      )
    : vscode.l10n.t(
        'No agent can read them anymore. You can restore them for a week with Restore Deleted Secrets.',
      );
  return confirms(question, vscode.l10n.t('Delete'), [...lines, '', consequence].join('\n'));
}

/** Asks the user to confirm a deletion, and lists the locations in this workspace that will fail. */
export async function confirmDeletion(
  question: string,
  places: readonly Place[],
  consequence: string,
): Promise<boolean> {
  const detail = [...placeLines(places.map(placeLabel), translate), '', consequence].join('\n');
  return confirms(question, vscode.l10n.t('Delete'), detail);
}
