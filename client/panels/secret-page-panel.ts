import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../../contracts/ids.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import {
  type FromSecretPage,
  isFromSecretPage,
  type SecretFacts,
  type SecretPageAction,
  type ToSecretPage,
} from '../../contracts/secret-page-messages.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { showPlaces } from '../common/show-places.ts';
import { lastReadOf } from '../session/last-read.ts';
import { followCode, placeLabel } from './evidence.ts';
import { evidenceOn, PlaceBook, type UsesOfAgent } from './evidence-on-secret.ts';
import { versionShown } from './history.ts';
import { knownNames } from './known-names.ts';
import type { Panel } from './panel.ts';
import {
  agentsByName,
  concernsAccess,
  messageOf,
  type PanelParts,
  type SecretPanelSubject,
} from './panel-parts.ts';
import { actionsOn, factsOf, requestsFor } from './secret-page.ts';
import type { Names } from './shown-events.ts';

const commandOf: Readonly<Record<SecretPageAction, CommandId>> = {
  'copy-name': commandIds.copyName,
  'copy-snippet': commandIds.copySnippet,
  edit: commandIds.editSecret,
  rotate: commandIds.rotateSecret,
  duplicate: commandIds.duplicateSecret,
  deprecate: commandIds.deprecateSecret,
  upkeep: commandIds.editUpkeep,
  access: commandIds.editAccess,
  'copy-access': commandIds.copyAccess,
  history: commandIds.viewHistory,
  delete: commandIds.deleteSecret,
  restore: commandIds.restoreSecrets,
};

/** What the vault last reported. */
interface Content {
  readonly secret: SecretMetadata;
  readonly facts: SecretFacts;
  readonly agents: readonly PanelAgent[];
}

/**
 * Opens the page of one secret. If it is already open, brings it to the front.
 * @throws VaultError
 */
export async function showSecretPage(parts: PanelParts, subject: SecretPanelSubject): Promise<void> {
  const { panels, session } = parts;
  if (!subject.tab && panels.reveal(subjectOf(subject))) return;
  const ask = async () => {
    const names = await knownNames({ ...parts, mayListPeople: session.may('people:list') });
    return { names, content: await contentOf(parts, subject.name, names) };
  };
  const answer = await panels.prepare(subjectOf(subject), ask, subject.tab);
  if (answer) new SecretPage(parts, subject, answer.names).open(answer.content);
}

function subjectOf({ name }: SecretPanelSubject): string {
  return `secret ${name}`;
}

/**
 * Also for a deleted secret that can be restored, which the vault describes only in lists.
 * @throws VaultError
 */
async function contentOf({ vault, accountId }: PanelParts, name: string, names: Names): Promise<Content> {
  const [agents, found] = await Promise.all([
    agentsByName({ vault, accountId }),
    vault.secrets(accountId, { prefix: name, includeDeleted: true }),
  ]);
  // If the list does not have it, this request says why.
  const secret = found.find((one) => one.name === name) ?? (await vault.secret(accountId, name));
  const stored = secret.deletedAt === undefined ? await vault.versions(accountId, name) : [];
  const versions = stored.map((version) => versionShown(version, names));
  return { secret, agents, facts: factsOf(secret, agents, versions) };
}

/** Has no input. Each action runs the command that the sidebar offers, with its confirmation and messages. */
class SecretPage {
  readonly #parts: PanelParts;
  readonly #subject: SecretPanelSubject;
  readonly #names: Names;
  readonly #book = new PlaceBook(placeLabel);
  readonly #reading = new CoalescedTask(() => this.#readAgain());
  readonly #asking = new CoalescedTask(() => this.#showLastRead());
  #content: Content | undefined;
  /**
   * Whether a page was already shown. If so, the page is new because the tab became visible again, and
   * everything is requested again.
   */
  #wasShown = false;
  #panel: Panel | undefined;
  #lookAtCode: () => Promise<void> = () => Promise.resolve();

  constructor(parts: PanelParts, subject: SecretPanelSubject, names: Names) {
    this.#parts = parts;
    this.#subject = subject;
    this.#names = names;
  }

  open(content: Content): void {
    const { name, tab } = this.#subject;
    const { session, requests, panels } = this.#parts;
    this.#content = content;
    const code = followCode(this.#parts, (uses) => this.#showEvidence(uses));
    this.#lookAtCode = () => code.look();
    const following = [
      code,
      requests.onDidChange(() => void this.#show()),
      // The user's rights may have changed.
      session.onDidChange(({ agentIds }) => {
        if (!agentIds && session.state.kind === 'ready') void this.#show();
      }),
      // A hidden tab requests everything again when it becomes visible.
      session.onDidReceive((event) => {
        if (concernsAccess(event, name) && this.#panel?.visible) void this.#reading.rerun();
      }),
    ];
    this.#panel = panels.open(subjectOf(this.#subject), {
      script: 'secret',
      title: vscode.l10n.t('Secret: {0}', name),
      ...(tab ? { tab } : {}),
      received: (message) => {
        if (isFromSecretPage(message)) void this.#receive(message);
      },
      closed: () => {
        for (const subscription of following) subscription.dispose();
      },
    });
  }

  async #receive(message: FromSecretPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#begin();
      case 'refresh':
        return this.#reading.rerun();
      case 'open-places':
        return showPlaces(this.#book.placesOf(message.ids));
      case 'act':
        if (!this.#actions().includes(message.action)) return;
        await vscode.commands.executeCommand(commandOf[message.action], { name: this.#subject.name });
        return;
      case 'decide': {
        const command =
          message.decision === 'approve' ? commandIds.approveRequest : commandIds.declineRequest;
        await vscode.commands.executeCommand(command, { request: { id: message.id } });
        return;
      }
    }
  }

  async #begin(): Promise<void> {
    const isOld = this.#wasShown;
    this.#wasShown = true;
    await this.#show();
    const rest = isOld ? this.#reading.rerun() : this.#asking.rerun();
    await Promise.all([rest, this.#lookAtCode()]);
  }

  #actions(): readonly SecretPageAction[] {
    const { session } = this.#parts;
    return this.#content ? actionsOn(this.#content.secret, (right) => session.may(right)) : [];
  }

  async #show(): Promise<void> {
    if (!this.#content) return;
    const { name } = this.#subject;
    const { facts, agents } = this.#content;
    await this.#post({
      type: 'show',
      name,
      facts,
      requests: requestsFor(name, this.#parts.requests.items),
      actions: this.#actions(),
      agents,
    });
  }

  async #readAgain(): Promise<void> {
    // The user did not request this, so it must not prompt for a sign-in.
    if (this.#parts.session.state.kind !== 'ready') return;
    try {
      this.#content = await contentOf(this.#parts, this.#subject.name, this.#names);
      await this.#show();
      await this.#asking.rerun();
    } catch (error) {
      const message = messageOf(error, vscode.l10n.t('The page could not be updated.'));
      await this.#post({ type: 'failed', message });
    }
  }

  /** Sent later, because the audit log can take a moment to search. */
  async #showLastRead(): Promise<void> {
    const { session } = this.#parts;
    if (!this.#content) return;
    const { secret, agents } = this.#content;
    const read = await lastReadOf(session.may('audit:read') ? this.#parts : undefined, secret);
    if (!read) return this.#post({ type: 'last-read', ...(read === null && { lastRead: null }) });
    const { at, agentId } = read;
    const agent = agents.find((one) => one.agentId === agentId)?.agentName ?? agentId;
    await this.#post({ type: 'last-read', lastRead: { at, ...(agent !== undefined && { agent }) } });
  }

  async #showEvidence(uses: readonly UsesOfAgent[]): Promise<void> {
    const evidence = evidenceOn(this.#subject.name, uses, this.#book);
    await this.#post({ type: 'evidence', evidence, complete: uses.every((one) => one.uses.complete) });
  }

  async #post(message: ToSecretPage): Promise<void> {
    await this.#panel?.post(message);
  }
}
