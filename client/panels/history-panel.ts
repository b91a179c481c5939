import * as vscode from 'vscode';
import {
  type FromHistoryPanel,
  type HistoryFilter,
  type HistoryVersion,
  isFromHistoryPanel,
  type ToHistoryPanel,
} from '../../contracts/history-messages.ts';
import { commandIds } from '../../contracts/ids.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { translate } from '../common/translate.ts';
import { confirmsRestore } from './confirm.ts';
import { fieldsLost, restoreDetail } from './edit-secret.ts';
import { placeLabels } from './evidence.ts';
import { messageOf, type PanelParts, type SecretPanelSubject } from './panel-parts.ts';
import { EventPages, type EventSearch } from './event-pages.ts';
import { concernsHistory, isEventShown, versionShown } from './history.ts';
import { knownNames } from './known-names.ts';
import type { Panel } from './panel.ts';
import type { Names } from './shown-events.ts';

/** Includes the rights at the time the panel opens, because the session has none while the vault fails. */
interface HistoryParts extends PanelParts {
  readonly mayRestore: boolean;
  readonly mayAudit: boolean;
  readonly mayListPeople: boolean;
}

/** Opens a secret's versions and its audit events. */
export async function showHistoryPanel(given: PanelParts, subject: SecretPanelSubject): Promise<void> {
  const { session } = given;
  const parts: HistoryParts = {
    ...given,
    mayRestore: session.may('secrets:write'),
    mayAudit: session.may('audit:read'),
    mayListPeople: session.may('people:list'),
  };
  if (!subject.tab && parts.panels.reveal(subjectOf(subject))) return;
  const ask = async () => {
    const panel = new HistoryPanel(parts, subject, await knownNames(parts));
    return { panel, versions: await panel.versions() };
  };
  const answer = await parts.panels.prepare(subjectOf(subject), ask, subject.tab);
  answer?.panel.open(answer.versions);
}

function subjectOf({ name }: SecretPanelSubject): string {
  return `history ${name}`;
}

class HistoryPanel {
  readonly #parts: HistoryParts;
  readonly #subject: SecretPanelSubject;
  readonly #names: Names;
  /** The versions that the vault last reported. */
  #versions: readonly HistoryVersion[] = [];
  /**
   * Whether a page was already shown. If so, the page is new because the tab became visible again, and
   * everything is requested again.
   */
  #wasShown = false;
  readonly #pages: EventPages;
  /** Whether the last request failed. If so, the panel says so and does not show everything. */
  #hasFailed = false;
  #filter: HistoryFilter = 'activity';
  #panel: Panel | undefined;
  readonly #catchingUp = new CoalescedTask(() => this.#catchUp());

  constructor(parts: HistoryParts, subject: SecretPanelSubject, names: Names) {
    this.#parts = parts;
    this.#subject = subject;
    this.#names = names;
    const { vault, accountId } = parts;
    const requests = () => vault.accessRequests(accountId);
    this.#pages = new EventPages({ names: () => names, requests }, this.#search());
  }

  open(versions: readonly HistoryVersion[]): void {
    const { name, tab } = this.#subject;
    const { session, panels } = this.#parts;
    this.#versions = versions;
    const following = session.onDidReceive((event) => {
      // Each request adds an entry to the audit log, so everything is requested again only after a failure,
      // not after every reconnection.
      if (event.type === 'connected' && !this.#hasFailed) return;
      if (this.#isSeen && concernsHistory(event, name)) void this.#catchingUp.rerun();
    });
    this.#panel = panels.open(subjectOf(this.#subject), {
      script: 'history',
      title: vscode.l10n.t('History: {0}', name),
      ...(tab ? { tab } : {}),
      received: (message) => {
        if (isFromHistoryPanel(message)) void this.#receive(message);
      },
      closed: () => following.dispose(),
    });
  }

  /** Each request adds an entry to the audit log, so a hidden tab sends none. */
  get #isSeen(): boolean {
    return this.#wasShown && this.#panel?.visible === true;
  }

  async versions(): Promise<readonly HistoryVersion[]> {
    const { vault, accountId } = this.#parts;
    const versions = await vault.versions(accountId, this.#subject.name);
    return versions.map((version) => versionShown(version, this.#names));
  }

  async #receive(message: FromHistoryPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#show();
      case 'more':
        return this.#withMessage(() => this.#showEvents(this.#pages.next(), { first: false }));
      case 'refresh':
        return this.#catchingUp.rerun();
      case 'audit-log':
        await vscode.commands.executeCommand(commandIds.showAuditLog, { name: this.#subject.name });
        return;
      case 'filter':
        this.#filter = message.filter;
        return this.#withMessage(() => this.#showEvents(this.#pages.begin(this.#search())));
      case 'restore':
        return this.#withMessage(() => this.#restore(message.version));
    }
  }

  /**
   * A hidden tab loses its page and receives no messages, so a new page first gets the known state and is
   * then updated.
   */
  async #show(): Promise<void> {
    const { mayRestore, mayAudit } = this.#parts;
    const isOld = this.#wasShown;
    this.#wasShown = true;
    const { name } = this.#subject;
    await this.#post({
      type: 'open',
      name,
      versions: this.#versions,
      mayRestore,
      mayAudit,
      filter: this.#filter,
    });
    if (isOld) return this.#catchingUp.rerun();
    await this.#withMessage(() => this.#startEvents());
  }

  /** The secret may have changed, so everything on display is requested again. */
  async #catchUp(): Promise<void> {
    this.#hasFailed = false;
    await Promise.all([
      this.#withMessage(() => this.#showVersions({ restored: false })),
      this.#withMessage(() => this.#startEvents()),
    ]);
  }

  async #showVersions({ restored }: { readonly restored: boolean }): Promise<void> {
    this.#versions = await this.versions();
    await this.#post({ type: 'versions', versions: this.#versions, restored });
  }

  async #startEvents(): Promise<void> {
    if (this.#parts.mayAudit) await this.#showEvents(this.#pages.again());
  }

  async #showEvents(page: ReturnType<EventPages['next']>, { first } = { first: true }): Promise<void> {
    const { events, more } = await page;
    await this.#post({ type: 'events', events, more, first });
  }

  #search(): EventSearch {
    const { vault, accountId } = this.#parts;
    const filter = this.#filter;
    const search = {
      secretName: this.#subject.name,
      ...(filter === 'reads' && { action: 'value.read' }),
    };
    return {
      pages: () => vault.auditPages(accountId, search),
      isShown: (event) => isEventShown(filter, event),
    };
  }

  async #restore(version: number): Promise<void> {
    const { name } = this.#subject;
    // Requested before the confirmation, so that the secret is restored only if it has not changed since.
    const { vault, accountId, session } = this.#parts;
    const { etag, fields } = await vault.secret(accountId, name);
    const detail = await this.#detailOf(version, fields);
    if (!(await confirmsRestore(name, version, detail))) return this.#post({ type: 'kept' });
    await vault.restoreVersion(accountId, name, version, etag);
    session.changed();
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('$(check) Version {0} of "{1}" restored', version, name),
      5000,
    );
    await this.#showVersions({ restored: true });
    await this.#catchingUp.rerun();
  }

  /** Restoring a version can remove fields, which breaks code in the same way as removing them does. */
  async #detailOf(version: number, current: readonly string[]): Promise<string> {
    const { fields = [] } = this.#versions.find((one) => one.version === version) ?? {};
    const lost = fieldsLost(current, fields);
    const ask = () => this.#parts.languageClient.placesOfFields(this.#subject.name, lost);
    const places = lost.length === 0 ? undefined : placeLabels(await ask());
    return restoreDetail({ current, version: { version, fields }, places }, translate);
  }

  async #withMessage(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#hasFailed = true;
      const message = messageOf(error, vscode.l10n.t('The vault could not be reached.'));
      await this.#post({ type: 'failed', message });
    }
  }

  async #post(message: ToHistoryPanel): Promise<void> {
    await this.#panel?.post(message);
  }
}
